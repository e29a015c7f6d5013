"""Listeners that are no calls: what command lines start, and what JSON and TOML files configure."""
