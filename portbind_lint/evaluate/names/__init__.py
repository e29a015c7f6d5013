"""What a name stands for where it is read: what was written to it, handed in, tested or declared."""
