"""Data files of the repository that programs read when they run: as values, each with its line.

Whoever deploys the program may change them: each of their values is also a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import join, known, single, unknown
from portbind_lint.evaluate.program.json_modules import json_value
from portbind_lint.model.source import Location
from portbind_lint.model.value import Record, Setting, UnknownReason, Value
from portbind_lint.model.yaml_loader import safe_loader

if TYPE_CHECKING:
    from yaml.events import Event

    from portbind_lint.model.source import Repository

_DEEPEST = 20
_MOST_NODES = 4_000
# Larger numbers are no ports, and not exact in JavaScript.
_DIGITS = 16
_YAML = (".yml", ".yaml")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def data_value(repository: Repository, path: str, setting: Setting | None, *, yaml: bool = False) -> Value:
    """The content of a JSON or YAML file (`yaml`, or told by its ending); what is neither is unknown."""
    if not yaml and not path.endswith(_YAML):
        return json_value(repository, path, setting)
    return yaml_value(repository.read(path) or b"", path, setting)


def yaml_value(data: bytes, path: str, setting: Setting | None) -> Value:
    """The first document of a YAML file, read from the parser's events: nothing is constructed."""
    import yaml  # noqa: PLC0415 - most programs read none

    text = data.decode("utf-8-sig", "replace")
    growing = _Growing(path, text.splitlines(), setting)
    try:
        for event in yaml.parse(text, Loader=safe_loader()):
            if not growing.take(event):
                break
    except yaml.YAMLError:
        return unknown(UnknownReason.DYNAMIC)
    return growing.result or unknown(UnknownReason.DYNAMIC)


@dataclass(slots=True)
class _Open:
    """A collection that is being read."""

    is_mapping: bool
    line: int
    anchor: str | None
    size: int = 1
    key: str | None = None
    members: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)


class _Growing:
    """The value as far as the events have come; an alias counts as much as what it stands for."""

    def __init__(self, path: str, lines: list[str], setting: Setting | None) -> None:
        self.result: Value | None = None
        self._path = path
        self._lines = lines
        self._setting = setting
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Value, int]] = {}

    def take(self, event: Event) -> bool:
        """Grow by one event; False once there is nothing more to read, or too much."""
        import yaml  # noqa: PLC0415 - imported by now

        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.ScalarEvent():
                self._place(self._scalar(event.value, line, plain=event.implicit[0]), 1, event.anchor, event.value)
            case yaml.AliasEvent():
                value, size = self._anchors.get(str(event.anchor), (unknown(UnknownReason.CYCLE), 1))
                self._place(value, size, None, "")
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open.append(_Open(isinstance(event, yaml.MappingStartEvent), line, event.anchor))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                self._place(self._closed(done), done.size, done.anchor, "")
        if len(self._open) > _DEEPEST or sum(place.size for place in self._open) > _MOST_NODES:
            return False
        return self.result is None

    def _scalar(self, text: str, line: int, *, plain: bool) -> Value:
        if not plain:
            return self._leaf(known(text, self._location(line)))
        if text in _WORDS:
            return self._leaf(known(_WORDS[text], self._location(line)))
        number = int(text) if text.isdecimal() and len(text) < _DIGITS and not text.startswith("0") else text
        return self._leaf(known(number, self._location(line)))

    def _leaf(self, value: Value) -> Value:
        return value if self._setting is None else join((value, single(self._setting)))

    def _location(self, line: int) -> Location:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return Location(self._path, line, 1, line, len(text.encode("utf-16-le")) // 2 + 1, text)

    def _closed(self, done: _Open) -> Value:
        if not done.is_mapping:
            return single(arrays.record(tuple(done.items)), self._location(done.line))
        merged = done.members.pop("<<", None)
        below = merged.cases[0].thing if merged is not None else None
        members = {**(dict(below.members) if isinstance(below, Record) else {}), **done.members}
        return single(Record(tuple(members.items()), rest=self._setting is not None), self._location(done.line))

    def _place(self, value: Value, size: int, anchor: str | None, text: str) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self.result = value
            return
        parent = self._open[-1]
        parent.size += size
        if not parent.is_mapping:
            parent.items.append(value)
        elif parent.key is None:
            parent.key = text
        else:
            parent.members[parent.key] = value
            parent.key = None
