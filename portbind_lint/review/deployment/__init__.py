"""Readers of deployment files, one kind of file each; a reader is found because it exists."""
