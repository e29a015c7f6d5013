"""Texts, numbers and truth values: what operators, methods and JavaScript's own functions make of them."""
