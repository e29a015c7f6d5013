"""The HTML page: its template, style and script."""
