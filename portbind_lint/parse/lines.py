"""Byte offsets to lines and columns, counted as editors count them."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from portbind_lint.model.source import Location

_MAX_TEXT = 2_000
_MAX_UTF8 = 4
_CONTINUATION = 0x80
_STRIDE = 4_096


class Lines:
    r"""The lines of one file. `\n`, `\r\n` and a lone `\r` end a line, as in VS Code and in JavaScript itself."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data
        self._long_lines: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        mark = len(codecs.BOM_UTF8) if self._data.startswith(codecs.BOM_UTF8) else 0
        lines = self._data.splitlines(keepends=True)  # of bytes, which knows just these three ends
        ends = [mark, *accumulate(map(len, lines))]
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            ends.pop()
        return ends

    def location(self, start: int, end: int) -> Location:
        """The place from byte `start` to byte `end`, cut at the end of its first line; offsets are clamped."""
        start = max(self._starts[0], min(start, len(self._data)))
        line = bisect_right(self._starts, start) - 1
        line_end = self._line_end(line)
        start = min(start, line_end)
        end = max(start, min(end, line_end))
        column = self._column(line, start)
        end_column = column if end == start else self._column(line, end)
        return Location(self._path, line + 1, column, line + 1, end_column, self._text(line, line_end))

    def line(self, offset: int) -> int:
        """The 1-based line of a byte offset."""
        return bisect_right(self._starts, max(self._starts[0], offset))

    def _line_end(self, line: int) -> int:
        if line + 1 == len(self._starts):
            return len(self._data)
        end = self._starts[line + 1] - 1
        return end - 1 if self._data[end - 1 : end + 1] == b"\r\n" and end > self._starts[line] else end

    def _column(self, line: int, offset: int) -> int:
        start, before = self._starts[line], 0
        if offset - start > _STRIDE:
            marks = self._marks(line)
            start, before = marks[bisect_right(marks, offset, key=itemgetter(0)) - 1]
        return before + _units(self._data[start:offset]) + 1

    def _marks(self, line: int) -> list[tuple[int, int]]:
        """For a long line: byte offsets about a stride apart, each with the UTF-16 units before it on the line."""
        known = self._long_lines.get(line)
        if known is None:
            start, units, end = self._starts[line], 0, self._line_end(line)
            known = self._long_lines[line] = [(start, 0)]
            while start + _STRIDE < end:
                cut = start + _STRIDE
                while cut > start + 1 and self._data[cut] & 0xC0 == _CONTINUATION:
                    cut -= 1
                units += _units(self._data[start:cut])
                start = cut
                known.append((start, units))
        return known

    def _text(self, line: int, line_end: int) -> str:
        start = self._starts[line]
        cut = min(line_end, start + _MAX_TEXT * _MAX_UTF8)
        return self._data[start:cut].decode("utf-8", "replace")[:_MAX_TEXT]


def _units(text: bytes) -> int:
    """The length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2
