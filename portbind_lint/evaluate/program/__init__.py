"""The repository as a program: which file an import means, and what modules export to each other."""
