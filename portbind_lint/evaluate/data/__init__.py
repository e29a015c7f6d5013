"""Files of the repository that programs read as data, and the expressions that name them."""
