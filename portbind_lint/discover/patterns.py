"""Path patterns in the spelling of `.gitignore`, safe to compile from untrusted text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

# Every star is a loop of the regular expression behind it. Of two in one part of a path each place of the one is tried
# with each of the other; with more of them a name of 200 letters takes years.
_LENGTH = 300
_ANY_FOLDERS = "**"
_MOST_ANY_FOLDERS = 2
_MOST_STARS = 2
_MOST_DOUBLED = 1


def compile_patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    """The patterns that are plain; the others match nothing."""
    plain = [line for line in lines if is_plain(line)]
    with warnings.catch_warnings():
        # Odd character classes make the regular expressions behind the patterns warn.
        warnings.simplefilter("ignore")
        try:
            return _compile(plain)
        except (ValueError, re.error):
            return _compile([line for line in plain if _compiles(line)])


def is_plain(line: str) -> bool:
    """Whether a pattern is short, and has so few stars that to match it takes no longer than it should.

    So few are `**` for folders twice, and a star in each part of the path, in one of them two.
    """
    stars = [part.count("*") for part in line.split("/") if part != _ANY_FOLDERS]
    return (
        len(line) <= _LENGTH
        and line.split("/").count(_ANY_FOLDERS) <= _MOST_ANY_FOLDERS
        and max(stars, default=0) <= _MOST_STARS
        and stars.count(_MOST_STARS) <= _MOST_DOUBLED
    )


def _compiles(line: str) -> bool:
    try:
        _compile([line])
    except (ValueError, re.error):
        return False
    return True


def _compile(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - a git checkout without own patterns needs none of it

    return GitIgnoreSpec.from_lines(lines)
