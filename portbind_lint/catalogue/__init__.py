"""What is known of server libraries, as data: one YAML file per library in `libraries/`."""
