"""The decision table: one rule a file in `rules/`, its prose in its docstring."""
