"""What is remembered as JSON, and back: only classes that are listed here are ever made of what a file holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import TypeAlias, Union

from portbind_lint.bind.tools.find import Settling
from portbind_lint.discover.trace import Trace
from portbind_lint.discover.unfit import Unfit
from portbind_lint.model import evidence, fix, report, site, source, verdict
from portbind_lint.model.records import fields, is_dataclass
from portbind_lint.recall.remembered import Part, Remembered
from portbind_lint.recall.state import State
from portbind_lint.units import Done, Found

Json: TypeAlias = Union[str, int, float, list["Json"], dict[str, "Json"], None]

_TUPLE = ""
_SET = "{}"
_CLASSES: tuple[type, ...] = (
    Remembered, State, Unfit, Part, Done, Found, Settling,
    report.ReportedSite, report.Gone, site.Address, site.AddressClass, site.Context, source.Location,
    source.NotAnalysed, verdict.Verdict, verdict.RuleInfo, evidence.Documentation, evidence.DocumentationStatus,
    evidence.Evidence, evidence.Guidance, evidence.Control, evidence.ControlKind, evidence.AuthMode,
    evidence.Architecture, evidence.ArchitectureKind, fix.Fix, fix.NotFixed, fix.Edit,
)  # fmt: skip


class Plain:
    """Between objects and JSON. Traces name many files many times, so that they name them by numbers."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are those of the files, in an order that is the same for writing and for reading."""
        self._paths = tuple(paths)
        self._numbers: Mapping[str, int] = {path: number for number, path in enumerate(self._paths)}

    def as_json(self, thing: object) -> Json:
        """`thing` as JSON, an object as a list that begins with the name of its class; ValueError for other classes."""
        match thing:
            case Enum():
                return [_name(thing), thing.name]
            case None | str() | int() | float():
                return thing
            case tuple():
                return [_TUPLE, *map(self.as_json, thing)]
            case frozenset():
                return [_SET, *map(self.as_json, sorted(thing))]
            case dict():
                return {str(key): self.as_json(value) for key, value in thing.items()}
            case Trace():
                return [Trace.__name__, *self._numbered(thing)]
            case _ if is_dataclass(thing):
                return [_name(thing), *(self.as_json(getattr(thing, field.name)) for field in fields(thing))]
            case _:
                raise ValueError(type(thing).__name__)

    def from_json(self, json: Json) -> object:
        """What `as_json` made this of; KeyError, IndexError, TypeError or ValueError where it did not make it."""
        match json:
            case [Trace.__name__, list(read), list(sought), list(named), list(imported)]:
                return self._trace(read, sought, named, imported)
            case [str(name), *parts]:
                return _made(name, [self.from_json(part) for part in parts])
            case dict():
                return {key: self.from_json(value) for key, value in json.items()}
            case list():
                raise ValueError
            case _:
                return json

    def _numbered(self, trace: Trace) -> tuple[Json, ...]:
        numbers = self._to_numbers
        return (
            numbers(trace.read),
            numbers(trace.sought),
            [[word, folder, numbers(found)] for word, folder, found in trace.named],
            [[path, numbers(found)] for path, found in trace.imported],
        )

    def _to_numbers(self, paths: Iterable[str]) -> list[Json]:
        return [self._numbers.get(path, path) for path in paths]

    def _trace(self, read: list[Json], sought: list[Json], named: list[Json], imported: list[Json]) -> Trace:
        paths = self._to_paths
        return Trace(
            frozenset(paths(read)),
            frozenset(paths(sought)),
            tuple((str(word), str(folder), tuple(paths(found))) for word, folder, found in map(_items, named)),
            tuple((str(path), tuple(paths(found))) for path, found in map(_items, imported)),
        )

    def _to_paths(self, numbers: Json) -> Iterable[str]:
        for number in _items(numbers):
            yield self._paths[number] if isinstance(number, int) else str(number)


def _items(json: Json) -> list[Json]:
    if not isinstance(json, list):
        raise ValueError
    return json


def _made(name: str, values: list[object]) -> object:
    if name == _TUPLE:
        return tuple(values)
    if name == _SET:
        return frozenset(values)
    known = _known()[name]
    made: object = known[str(values[0])] if issubclass(known, Enum) else known(*values)
    return made


def _name(thing: object) -> str:
    name = type(thing).__name__
    if name not in _known():
        raise ValueError(name)
    return name


@cache
def _known() -> dict[str, type]:
    return {known.__name__: known for known in _CLASSES}
