"""Members of objects, classes and instances, with what is written to them anywhere."""
