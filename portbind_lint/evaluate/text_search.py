"""Which files a search goes through, in what order, and what a text must look like: before anything is parsed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

_OPENING = re.compile(rb"\s{0,9}(?:<[^()]{0,200}>)?\s{0,9}(?:\?\.)?\s{0,9}[(`]")
_NEW = re.compile(rb"\bnew\s[\w.\s]*\Z")
_EXTENDS = re.compile(rb"\bextends\s[^{]*\Z")
_BEFORE_BYTES = 90
_AFTER_SLASH = chr(ord("/") + 1)

Fits = Callable[[bytes, int, int], bool]
Wanted = Callable[[str], bool]
"""Which files a search goes through."""


def every(_path: str) -> bool:
    """No file is left out of a search."""
    return True


def nearest(paths: Sequence[str], near: str) -> Iterator[str]:
    """`paths`, which are sorted, those first that share the most folders with `near`; the rest is not even looked at.

    >>> list(nearest(("a/x.js", "a/b/y.js", "c.js"), "a/b/z.js"))
    ['a/b/y.js', 'a/x.js', 'c.js']
    """
    folders = near.split("/")[:-1]
    start = end = 0
    for number in range(len(folders), -1, -1):
        # The paths in one folder stand together, around those in the folder below that were given out before.
        outer_start, outer_end = _inside("".join(f"{folder}/" for folder in folders[:number]), paths)
        if start == end:
            start = end = outer_start
        yield from paths[outer_start:start]
        yield from paths[end:outer_end]
        start, end = outer_start, outer_end


def _inside(folder: str, paths: Sequence[str]) -> tuple[int, int]:
    """From where to where the paths that begin with `folder` stand, which ends in `/` or is empty."""
    if not folder:
        return 0, len(paths)
    return bisect_left(paths, folder), bisect_left(paths, f"{folder[:-1]}{_AFTER_SLASH}")


def stands(data: bytes, name: bytes, fits: Fits) -> bool:
    """Whether `name` stands at a place in `data` that fits; much faster than one expression over the whole text."""
    start = data.find(name)
    while start >= 0:
        end = start + len(name)
        if fits(data, start, end):
            return True
        start = data.find(name, end)
    return False


def is_called(data: bytes, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` seems to be called, or constructed."""
    return bool(_OPENING.match(data, end)) or bool(_NEW.search(data, max(0, start - _BEFORE_BYTES), start))


def is_extended(data: bytes, start: int, end: int) -> bool:
    """Whether the name that begins at `start` seems to be that of a superclass."""
    del end
    return bool(_EXTENDS.search(data, max(0, start - _BEFORE_BYTES), start))
