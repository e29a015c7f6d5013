"""Bytes put aside: what is looked at again now and then need not fill the memory of each process that may do so."""

from __future__ import annotations

import os
from pathlib import Path
from weakref import finalize

from portbind_lint.model.errors import UserError

IN_MEMORY = 4_000_000
"""Bytes that are kept in memory: a small repository needs no file."""


class Shelf:
    """Keeps bytes in a temporary file without a name, which is gone with the process; some of the first in memory.

    All of them stay in memory where no such file can be written, or read at any place by several processes.
    """

    def __init__(self) -> None:
        self._free = IN_MEMORY
        self._file: _Nameless | None = None

    def put(self, data: bytes) -> Kept:
        """`data` as something to be read later, by processes that are forked later, too."""
        self._free -= len(data)
        if self._free >= 0 or not hasattr(os, "pread"):
            return Kept(data)
        try:
            if self._file is None or self._file.owner != os.getpid():
                self._file = _Nameless()
            return Kept(b"", self._file, self._file.append(data), len(data))
        except OSError:
            return Kept(data)


class Kept:
    """Some bytes: `data`, or `size` of them from `start` of a file."""

    def __init__(self, data: bytes, file: _Nameless | None = None, start: int = 0, size: int = 0) -> None:
        self._data = data
        self._file = file
        self._start = start
        self._size = size

    def __len__(self) -> int:
        """Bytes in all."""
        return len(self._data) if self._file is None else self._size

    def part(self, start: int, end: int) -> bytes:
        """The bytes from `start` to `end`, neither of them beyond the last; raises `UserError` where they are gone."""
        if self._file is None:
            return self._data[start:end]
        try:
            data = self._file.read(self._start + start, end - start)
        except OSError as error:
            raise UserError(f"a temporary file cannot be read any more: {error.strerror}") from error
        if len(data) < end - start:
            raise UserError("a temporary file is shorter than what was written to it")
        return data

    @property
    def whole(self) -> bytes:
        """All of them; the same object each time where they are in memory."""
        return self._data if self._file is None else self.part(0, self._size)


class _Nameless:
    """A temporary file that has no name any more. Only the process that made it, its `owner`, writes to it."""

    def __init__(self) -> None:
        """Raises `OSError` where none can be made."""
        from tempfile import mkstemp  # noqa: PLC0415 - a small repository needs no file

        self.owner = os.getpid()
        self._end = 0
        self._number, name = mkstemp()
        finalize(self, os.close, self._number)
        Path(name).unlink()

    def append(self, data: bytes) -> int:
        """Write all of `data` behind what is there, and tell where it begins. Raises `OSError`."""
        start = at = self._end
        left = memoryview(data)
        while left:
            written = os.pwrite(self._number, left, at)
            at += written
            left = left[written:]
        self._end = at
        return start

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from `start`, fewer where the file ends before. Raises `OSError`."""
        return os.pread(self._number, size, start)
