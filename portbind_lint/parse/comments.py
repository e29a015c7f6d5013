"""Comments that nobody closes: at each of them the parser reads to the end of the file, and that is refused."""

from __future__ import annotations

from portbind_lint.model.regex import regex

# What stands in a string of one line or behind `//` opens no comment.
_OPENING = regex(rb"""'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|//[^\n]*|(/\*)""")
_BYTES_READ = 20_000_000
"""About a second of the parser's time."""


def runs_away(data: bytes) -> bool:
    """Whether so much of the file may be a comment without an end that a parser would read it for ever."""
    rest = data[data.rfind(b"*/") + 2 :] if b"*/" in data else data
    if rest.count(b"/*") * len(rest) <= _BYTES_READ:
        return False
    return sum(opening[1] is not None for opening in _OPENING.finditer(rest)) * len(rest) > _BYTES_READ
