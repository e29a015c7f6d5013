"""Which files there are, in which package, and which of them could matter."""
