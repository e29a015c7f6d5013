"""Objects as JSON, and back: only classes that are listed here are ever made of what a file holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import TypeAlias, Union

from portbind_lint.bind.tools.find import Settling
from portbind_lint.discover.unfit import Unfit
from portbind_lint.model import evidence, fix, report, site, source, verdict
from portbind_lint.units import Found

Json: TypeAlias = Union[str, int, float, list["Json"], dict[str, "Json"], None]

_TUPLE = ""
_SET = "{}"
_CLASSES: tuple[type, ...] = (
    Unfit, Found, Settling, report.ReportedSite, report.Gone, site.Address, site.AddressClass, site.Context,
    source.Location, source.NotAnalysed, verdict.Verdict, verdict.RuleInfo, evidence.Documentation,
    evidence.DocumentationStatus, evidence.Evidence, evidence.Guidance, evidence.Control, evidence.ControlKind,
    evidence.AuthMode, evidence.Architecture, evidence.ArchitectureKind, fix.Fix, fix.NotFixed, fix.Edit,
)  # fmt: skip


def as_json(thing: object) -> Json:
    """`thing` as JSON, an object as a list that begins with the name of its class; ValueError for other classes."""
    match thing:
        case Enum():
            return [_name(thing), thing.name]
        case None | str() | int() | float():
            return thing
        case tuple():
            return [_TUPLE, *map(as_json, thing)]
        case frozenset():
            return [_SET, *map(as_json, sorted(thing))]
        case dict():
            return {str(key): as_json(value) for key, value in thing.items()}
        case _ if is_dataclass(thing):
            return [_name(thing), *(as_json(getattr(thing, field.name)) for field in fields(thing))]
        case _:
            raise ValueError(type(thing).__name__)


def from_json(json: Json) -> object:
    """What `as_json` made this of; KeyError, IndexError, TypeError or ValueError where it did not make it."""
    if isinstance(json, list):
        name, *parts = json
        if not isinstance(name, str):
            raise ValueError
        # Most of it is text and numbers, for each of which a call would take longer than all the rest.
        return _makers()[name]([from_json(part) if isinstance(part, (list, dict)) else part for part in parts])
    return {key: from_json(value) for key, value in json.items()} if isinstance(json, dict) else json


@cache
def _makers() -> dict[str, Callable[[list[object]], object]]:
    return {_TUPLE: tuple, _SET: frozenset, **{known.__name__: partial(_made, known) for known in _CLASSES}}


def _made(known: type, values: list[object]) -> object:
    made: object = known[str(values[0])] if issubclass(known, Enum) else known(*values)
    return made


def _name(thing: object) -> str:
    name = type(thing).__name__
    if name not in _makers():
        raise ValueError(name)
    return name
