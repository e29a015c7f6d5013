"""A site to the address it binds, with the trail of how it got there."""
