"""Calls both ways: what one gives, and what a function gets from whoever calls it."""
