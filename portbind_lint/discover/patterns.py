"""Path patterns in the spelling of `.gitignore`, safe to compile from untrusted text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec

# Every star is a loop of the regular expression behind it; a few are all that a real pattern holds, and many nested
# loops can be made to take for ever.
_STARS = 8
_LENGTH = 300


def compile_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns that are short and plain enough to be meant; the others match nothing."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - a git checkout without own patterns needs none of it

    plain = [line for line in lines if len(line) <= _LENGTH and line.count("*") <= _STARS]
    try:
        return GitIgnoreSpec.from_lines(plain)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in plain if _compiles(line)])


def _compiles(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
