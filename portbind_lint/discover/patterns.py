"""Path patterns in the spelling of `.gitignore`, safe to compile from untrusted text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

# Every star is a loop of the regular expression behind it; a few are all that a real pattern holds, and many nested
# loops can be made to take for ever.
_STARS = 8
_LENGTH = 300


def compile_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns that are short and plain enough to be meant; the others match nothing."""
    plain = [line for line in lines if len(line) <= _LENGTH and line.count("*") <= _STARS]
    with warnings.catch_warnings():
        # Odd character classes make the regular expressions behind the patterns warn.
        warnings.simplefilter("ignore")
        try:
            return _compile(plain)
        except (ValueError, re.error):
            return _compile([line for line in plain if _compiles(line)])


def _compiles(line: str) -> bool:
    try:
        _compile([line])
    except (ValueError, re.error):
        return False
    return True


def _compile(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - a git checkout without own patterns needs none of it

    return GitIgnoreSpec.from_lines(lines)
