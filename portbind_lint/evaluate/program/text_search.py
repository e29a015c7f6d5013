"""Which files a search goes through, in what order, and what a text must look like: before anything is parsed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from portbind_lint.model.mentions import is_mentioned, may_be_called, may_be_exported, may_be_written
from portbind_lint.model.regex import regex

_OPENING = regex(rb"\s{0,9}(?:<[^()]{0,200}>)?\s{0,9}(?:\?\.)?\s{0,9}[(`]")
_NEW = regex(rb"\bnew\s[\w.\s]*\Z")
_EXTENDS = regex(rb"\bextends\s[^{]*\Z")
_RENAMED = regex(rb"\s*:")

COPYING = ("assign", "extend", "merge", "defaults", "defaultsDeep", "_extend", "deepExtend")
"""The last names of functions that copy members to an object."""

_COPYING = tuple(word.encode() for word in COPYING)
# CommonJS, and names that are written with escapes; `export * from`, `export =`. Each is sought for by its first bytes,
# which is many times faster than one expression with alternatives.
_EXPORTING = (b"exports", b"\\u", b"\\x")
_HANDING_ON = regex(rb"export(?:\s|[^\x00-\x7f])*[*/=]")
_BEFORE_BYTES = 90
_AFTER_SLASH = chr(ord("/") + 1)

Fits = Callable[[bytes, int, int], bool]
Wanted = Callable[[str], bool]
"""Which files a search goes through."""

Shows = Callable[[bytes, tuple[bytes, ...]], bool]
"""Whether a text may do what is looked for to something with one of these names."""


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


def holds_one(data: bytes, names: tuple[bytes, ...]) -> bool:
    """Whether one of `names` stands anywhere."""
    return any(name in data for name in names)


def may_construct(data: bytes, names: tuple[bytes, ...]) -> bool:
    """Whether a class that has one of `names` may be constructed here, by that name or by another one given to it."""
    return any(is_mentioned(data, name, _may_be_constructed) for name in names)


def may_set(data: bytes, names: tuple[bytes, ...]) -> bool:
    """Whether a member that has one of `names` may be set here, by an assignment or by a function that copies many."""
    if not holds_one(data, names):
        return False
    return any(is_mentioned(data, name, may_be_written) for name in names) or any(
        is_mentioned(data, name, may_be_called) for name in _COPYING
    )


def _may_be_constructed(data: bytes, start: int, end: int) -> bool:
    """`{ Server: Other }` gives it another name; that of `Server as Other` is not ruled out as a call either."""
    return may_be_called(data, start, end) or _RENAMED.match(data, end) is not None


def may_export(data: bytes, name: str) -> bool:
    """Whether a module with this text may export `name`, itself or by handing on what other modules export."""
    return (
        any(text in data for text in _EXPORTING)
        or is_mentioned(data, name.encode("utf-8", "replace"), may_be_exported)
        or _HANDING_ON.search(data) is not None
    )


def is_called(data: bytes, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` seems to be called, or constructed."""
    return bool(_OPENING.match(data, end)) or bool(_NEW.search(data, max(0, start - _BEFORE_BYTES), start))


def is_extended(data: bytes, start: int, end: int) -> bool:
    """Whether the name that begins at `start` seems to be that of a superclass."""
    del end
    return bool(_EXTENDS.search(data, max(0, start - _BEFORE_BYTES), start))
