"""`.portbind.yml`: what it can say, where it is found, and how it is read."""
