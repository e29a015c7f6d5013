"""Facts meet the catalogue: the sites."""
