"""Which findings are worth showing today, and how each is recognised again tomorrow."""
