"""Which findings are worth showing today: suppressions."""
