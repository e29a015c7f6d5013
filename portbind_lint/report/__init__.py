"""One file for each format; a reporter is a pure function of a `Report`."""
