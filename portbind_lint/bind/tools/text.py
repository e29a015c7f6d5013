"""Places in a text that is no module, and the strings of a JSON text with theirs."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location

_TOKEN_OR_COMMENT = regex(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],]|//|/\*')
_DEEPEST = 12


class Text:
    """The text of a file, which knows where its lines begin."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.content = data.decode("utf-8-sig", "replace")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.content))]

    def line(self, number: int) -> tuple[int, int]:
        """The offsets of the 1-based line `number` without its end; those of the last one where there are fewer."""
        begin = self._starts[min(number, len(self._starts)) - 1]
        end = self.content.find("\n", begin)
        return begin, len(self.content) if end < 0 else end

    def location(self, start: int, end: int) -> Location:
        """The place from offset `start` to `end` (exclusive), within one line."""
        line = bisect_right(self._starts, start) - 1
        begin = self._starts[line]
        end_of_line = self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.content)
        text = self.content[begin:end_of_line].rstrip("\r")
        columns = (_units(self.content[begin:offset]) + 1 for offset in (start, max(start, end)))
        column, end_column = columns
        return Location(self.path, line + 1, column, line + 1, min(end_column, _units(text) + 1), text)


def _units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "replace")) // 2


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string value: the keys that lead to it ("" for an element of an array), and its offsets without the quotes.

    `opened` are the offsets of the brackets around it, outermost first: they tell the elements of an array apart.
    """

    path: tuple[str, ...]
    value: str
    start: int
    end: int
    opened: tuple[int, ...]


def json_strings(content: str) -> Iterator[JsonString]:
    """The strings in a JSON (or JSONC) text, those that lie very deep left out; broken text gives what it gives."""
    containers: list[str] = []
    opened: list[int] = []
    keys: list[str | None] = []
    for start, end in _tokens(content):
        piece = content[start:end]
        if piece in "{[":
            containers.append(piece)
            opened.append(start)
            keys.append(None if piece == "{" else "")
        elif piece in "}]":
            del containers[-1:], keys[-1:], opened[-1:]
        elif piece == ",":
            keys[-1:] = [None if container == "{" else "" for container in containers[-1:]]
        elif keys and keys[-1] is None:
            keys[-1] = _unquoted(piece)
        elif 0 < len(keys) <= _DEEPEST:
            path = tuple(key or "" for key in keys)
            yield JsonString(path, _unquoted(piece), start + 1, end - 1, tuple(opened))


def _tokens(content: str) -> Iterator[tuple[int, int]]:
    """The offsets of strings, brackets and commas outside of comments."""
    position = 0
    while True:
        match = _TOKEN_OR_COMMENT.search(content, position)
        if match is None:
            return
        position = match.end()
        if match[0] in ("//", "/*"):
            closing = "\n" if match[0] == "//" else "*/"
            found = content.find(closing, position)
            if found < 0:
                return
            position = found + len(closing)
        else:
            yield match.span()


def _unquoted(piece: str) -> str:
    try:
        value: object = json.loads(piece, strict=False)
    except ValueError:
        return piece[1:-1]
    return value if isinstance(value, str) else piece[1:-1]
