"""The audit report, said once for all formats: records in words, the exposure map, links; and the HTML page."""
