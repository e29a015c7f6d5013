"""Makes listeners local: proposes edits of the source where they are certain, and makes them."""
