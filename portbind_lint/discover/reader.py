"""Reads the repository's files: through no link that leaves the root, no device, no more than the limit."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

# What is kept in memory. A search over all files goes through them in the same order each time, so that keeping the
# first ones saves more than keeping the last ones.
_BUDGET = 64_000_000


class Reader:
    """The bytes of files by path. What was read whole is remembered within a budget."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._inside = self._root.rstrip(os.sep) + os.sep
        self._folders: dict[str, str | None] = {}
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def is_readable(self, path: str) -> bool:
        """Whether `path` is a regular file, or a link to one, inside the root."""
        try:
            return self._place(path) is not None
        except (OSError, ValueError):
            return False

    def is_link(self, path: str) -> bool:
        """Whether the last name of `path` is a symbolic link."""
        return Path(self._root, path).is_symlink()

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes; None for what is missing, special or outside the root. OSError where unreadable."""
        kept = self._kept.get(path)
        if kept is not None:
            return kept[:limit]
        place = self._place(path)
        if place is None:
            return None
        data = _read(place, limit)
        if data is None:
            return None
        text = _utf8(data)
        if len(data) < limit and self._size + len(text) <= _BUDGET:
            self._kept[path] = text
            self._size += len(text)
        return text

    def _place(self, path: str) -> str | None:
        """The real file behind `path`; None where there is no regular file inside the root."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = self._contained(os.path.realpath(f"{self._root}/{folder}"))
        parent = self._folders[folder]
        if parent is None:
            return None
        place = f"{parent}/{name}"
        try:
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                target = self._contained(os.path.realpath(place))
                return target if target is not None and stat.S_ISREG(os.lstat(target).st_mode) else None
        except FileNotFoundError:
            return None
        return place if stat.S_ISREG(mode) else None

    def _contained(self, place: str) -> str | None:
        return place if place == self._root or place.startswith(self._inside) else None


def _read(place: str, limit: int) -> bytes | None:
    # O_NONBLOCK: what was a file a moment ago and is a pipe now must not make us wait.
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        return file.read(limit)


def _utf8(data: bytes) -> bytes:
    """UTF-16 with its mark is read by compilers too; hidden in it, a listener would pass every search for words."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data
