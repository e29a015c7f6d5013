"""Whose fault it is: the caller's mistake is a `UserError` (exit code 2); everything else is our bug (exit code 3)."""


class UserError(Exception):
    """The caller can mend this; the message is one line that says what to do."""
