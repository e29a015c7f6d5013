"""Source text to facts; the only room that knows a parser."""
