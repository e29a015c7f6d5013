"""The bytes of a file as lines, and the way from a place in a report to its bytes and back."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property

from portbind_lint.model.fix import Edit
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location

_LINE_END = regex(rb"\r\n|\r|\n")


class Text:
    r"""One file; `\n`, `\r\n` and a lone `\r` end a line."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    @cached_property
    def _starts(self) -> list[int]:
        mark = len(codecs.BOM_UTF8) if self.data.startswith(codecs.BOM_UTF8) else 0
        return [mark, *(match.end() for match in _LINE_END.finditer(self.data))]

    def line_end(self, offset: int) -> str:
        """What ends the line of `offset`."""
        found = _LINE_END.search(self.data, offset)
        return found[0].decode() if found else "\n"

    @cached_property
    def quote(self) -> str:
        """The quote that the file prefers for strings; always `"` in JSON."""
        if self.path.endswith((".json", ".jsonc")):
            return '"'
        return "'" if self.data.count(b"'") >= self.data.count(b'"') else '"'

    def span(self, location: Location) -> tuple[int, int] | None:
        """The bytes that `location` marks; None where the file has no such place or the place marks no end."""
        if not 1 <= location.line <= len(self._starts) or location.end_line != location.line:
            return None
        start, end = (self._offset(location.line, column) for column in (location.column, location.end_column))
        return None if start is None or end is None or end < start else (start, end)

    def _offset(self, line: int, column: int) -> int | None:
        start = self._starts[line - 1]
        units = self._line(line).decode("utf-8", "replace").encode("utf-16-le")
        if column < 1 or (column - 1) * 2 > len(units):
            return None
        return start + len(units[: (column - 1) * 2].decode("utf-16-le", "replace").encode())

    def _line(self, line: int) -> bytes:
        """A line with its end; `line` is 1-based."""
        end = self._starts[line] if line < len(self._starts) else len(self.data)
        return self.data[self._starts[line - 1] : end]

    def text(self, start: int, end: int) -> str:
        """The characters of some bytes."""
        return self.data[start:end].decode("utf-8", "replace")

    def indent(self, offset: int) -> str | None:
        """What stands before `offset` on its line where that is only blank; else None."""
        before = self.text(self._starts[bisect_right(self._starts, offset) - 1], offset)
        return before if not before.strip() else None

    def edit(self, start: int, end: int, text: str) -> Edit:
        """The edit of these bytes; they lie on one line."""
        number = bisect_right(self._starts, max(start, self._starts[0]))
        line = self._line(number)
        begin = self._starts[number - 1]
        columns = [_units(line[: offset - begin]) + 1 for offset in (start, end)]
        shown = line.decode("utf-8", "replace").rstrip("\r\n")
        return Edit(Location(self.path, number, columns[0], number, columns[1], shown), start, end, text)


def _units(text: bytes) -> int:
    """The length in UTF-16 code units."""
    return len(text.decode("utf-8", "replace").encode("utf-16-le")) // 2
