"""What somebody can set when the program runs, and what holds when nobody does."""
