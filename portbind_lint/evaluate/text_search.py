"""Which files a search goes through, in what order, and what a text must look like: before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

_OPENING = re.compile(rb"\s{0,9}(?:<[^()]{0,200}>)?\s{0,9}(?:\?\.)?\s{0,9}[(`]")
_NEW = re.compile(rb"\bnew\s[\w.\s]*\Z")
_EXTENDS = re.compile(rb"\bextends\s[^{]*\Z")
_BEFORE_BYTES = 90

Fits = Callable[[bytes, int, int], bool]
Wanted = Callable[[str], bool]
"""Which files a search goes through."""


def every(_path: str) -> bool:
    """No file is left out of a search."""
    return True


def nearest(paths: Iterable[str], near: str) -> Iterator[str]:
    """`paths`, those first that share the most folders with `near`: a search that ends early has seen neighbours."""
    folders = near.split("/")[:-1]
    ranked: list[list[str]] = [[] for _ in range(len(folders) + 1)]
    for path in paths:
        shared = 0
        for mine, other in zip(folders, path.split("/"), strict=False):
            if mine != other:
                break
            shared += 1
        ranked[shared].append(path)
    return chain.from_iterable(reversed(ranked))


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
