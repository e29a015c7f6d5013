"""What several formats print alike: harmless text, excerpts, words."""
