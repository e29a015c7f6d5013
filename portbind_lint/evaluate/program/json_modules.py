"""Imported JSON files as values, each with the line that it stands on."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import join, known, single, through, unknown
from portbind_lint.evaluate.data.jsonc import Json, parse_jsonc
from portbind_lint.model.source import Location
from portbind_lint.model.value import Record, Setting, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.model.source import Repository

_DEEPEST = 12
_MOST_KEYS = 500
_LONGEST_LINE = 400


def json_value(repository: Repository, path: str, setting: Setting | None = None) -> Value:
    """The value of the JSON file `path`; `setting` is what its values are to a user who may change them."""
    data = repository.read(path)
    content = parse_jsonc(data)
    if content is None:
        return unknown(UnknownReason.MODULE)
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    return _value(content, path, _Lines(lines, setting), 1, 0)


def parsed(text: str) -> Value:
    """The value of JSON that stands in a program as text."""
    content = parse_jsonc(text.encode("utf-8", "replace"))
    return unknown(UnknownReason.DYNAMIC) if content is None else _value(content, "", None, 0, 0)


class _Lines:
    """Where the keys stand: the first line that has the key, after that of the key around it."""

    def __init__(self, lines: list[str], setting: Setting | None) -> None:
        self.lines = lines
        self.setting = setting
        self._by_key: dict[str, list[int]] = {}
        for number, line in enumerate(lines, 1):
            for key in line[:_LONGEST_LINE].split('"')[1::2]:
                self._by_key.setdefault(key, []).append(number)

    def location(self, path: str, line: int) -> Location:
        """The whole of a line."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Location(path, line, 1, line, len(text.encode("utf-16-le")) // 2 + 1, text)

    def of(self, key: str, after: int) -> int:
        found = self._by_key.get(key, [])
        at = bisect_left(found, after)
        return found[at] if at < len(found) else after


def _value(data: Json, path: str, lines: _Lines | None, line: int, depth: int) -> Value:
    value = _plain(data, path, lines, line, depth)
    if lines is None:
        return value
    found = through(value, lines.location(path, line))
    return found if lines.setting is None or isinstance(data, (dict, list)) else join((found, single(lines.setting)))


def _plain(data: Json, path: str, lines: _Lines | None, line: int, depth: int) -> Value:
    match data:
        case dict() if depth < _DEEPEST:
            members = tuple(
                (key, _value(item, path, lines, lines.of(key, line) if lines else 0, depth + 1))
                for key, item in list(data.items())[:_MOST_KEYS]
            )
            rest = len(data) > _MOST_KEYS or (lines is not None and lines.setting is not None)
            return single(Record(members, rest=rest))
        case list() if depth < _DEEPEST:
            items = tuple(_value(item, path, lines, line, depth + 1) for item in data[:_MOST_KEYS])
            return single(arrays.record(items))
        case str() | int() | float() | bool() | None:
            return known(data)
        case _:
            return single(Record((), rest=True))
