"""What another state of the repository was found to hold, used again where nothing that it rests on has changed."""
