"""Elements of arrays, with what is done to them."""
