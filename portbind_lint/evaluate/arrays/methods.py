"""Methods of arrays that call nobody; those that do are in `iteration`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays.arrays import MOST_ITEMS, is_array, items_of, record
from portbind_lint.evaluate.cases import absent, each, known, settable, single, unknown
from portbind_lint.evaluate.primitives.primitives import Primitive, equal, text_of
from portbind_lint.model.value import (
    Absent,
    External,
    Known,
    ObjectCase,
    Setting,
    Thing,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_Items = tuple[Value, ...]

_SEARCHES = frozenset({"includes", "indexOf", "lastIndexOf"})
_OWN_NAMES = (
    External("globalThis", (".process", ".argv")),
    External("process", (".argv",)),
    External("globalThis", (".Bun", ".argv")),
)


def method(evaluator: Evaluator, items: _Items, name: str, arguments: _Items) -> Value | None:
    """What a method of an array of `items` gives; None where it is not followed."""
    match name:
        case "reverse" | "toReversed":
            return single(record(items[::-1]))
        case "sort" | "toSorted" if not arguments:
            return _sorted(items)
        case "concat":
            return _concatenated(evaluator, items, arguments)
        case "slice":
            return _sliced(items, arguments)
        case "flat" if not arguments or arguments[0].cases[0].thing == Known(1):
            return flat(evaluator, items)
        case "at" | "pop" | "shift":
            return _picked(items, name, arguments)
        case "join":
            return _text(items, arguments)
        case "splice" if not items:
            return single(record(()))
        case _ if name in _SEARCHES and arguments:
            return _search(without_own_names(items), name, arguments)
        case _:
            return None


def without_own_names(items: _Items) -> _Items:
    """The items but for what the runtime puts before the arguments of the command line: nobody searches for that."""
    return tuple(item for item in items if not all(case.thing in _OWN_NAMES for case in item.cases))


def _sorted(items: _Items) -> Value | None:
    """By their texts, `undefined` last."""
    constants = _constants([item for item in items if not is_missing(item)])
    if constants is None:
        return None
    ordered = sorted(constants, key=text_of)
    return single(record((*map(known, ordered), *filter(is_missing, items))))


def is_missing(item: Value) -> bool:
    """Whether an element is `undefined` for certain: sorted, those are last."""
    return len(item.cases) == 1 and isinstance(item.cases[0].thing, Absent)


def _constants(items: list[Value]) -> list[Primitive] | None:
    things = [item.cases[0].thing for item in items if len(item.cases) == 1 and not item.cases[0].set_by]
    found = [thing.value for thing in things if isinstance(thing, Known)]
    return found if len(found) == len(items) else None


def _concatenated(evaluator: Evaluator, items: _Items, others: _Items) -> Value | None:
    for other in others:
        more = _spread(evaluator, other)
        if more is None:
            return None
        items = (*items, *more)
    return single(record(items))


def flat(evaluator: Evaluator, items: _Items) -> Value | None:
    """The elements of those that are arrays, and the others; None where that cannot be told."""
    found: list[Value] = []
    for item in items:
        inner = _spread(evaluator, item)
        if inner is None:
            return None
        found.extend(inner)
    return single(record(tuple(found))) if len(found) <= MOST_ITEMS else None


def _spread(evaluator: Evaluator, item: Value) -> _Items | None:
    """What an argument of `concat` adds: the elements of an array, else itself; None for what may be either."""
    things = [case.thing for case in item.cases]
    if any(map(is_array, things)):
        return items_of(evaluator, item) if all(map(is_array, things)) else None
    plain = (Absent, Known, ObjectCase, Setting)
    return (item,) if all(isinstance(thing, plain) for thing in things) else None


def _sliced(items: _Items, arguments: _Items) -> Value | None:
    bounds = [_number(argument) for argument in arguments[:2]]
    if None in bounds:
        return None
    start, end = (*bounds, None, None)[:2]
    return single(record(items[start:end]))


def _picked(items: _Items, name: str, arguments: _Items) -> Value | None:
    index = {"pop": -1, "shift": 0}.get(name)
    if index is None:
        index = _number(arguments[0]) if arguments else 0
    if index is None:
        return None
    return items[index] if -len(items) <= index < len(items) else absent()


def _number(value: Value) -> int | None:
    thing = value.cases[0].thing
    return thing.value if isinstance(thing, Known) and isinstance(thing.value, int) else None


def _text(items: _Items, arguments: _Items) -> Value | None:
    """`join`: what is missing is no text."""
    between = arguments[0].cases[0].thing if arguments else Known(",")
    parts = _constants([known("") if is_missing(item) else item for item in items])
    if parts is None or not isinstance(between, (Known, Absent)):
        return None
    separator = text_of(between.value) if isinstance(between, Known) else ","
    return known(separator.join("" if part is None else text_of(part) for part in parts))


def _search(items: _Items, name: str, arguments: _Items) -> Value | None:
    if not items:
        return known(value=False) if name == "includes" else known(-1)
    if name == "includes":
        return _includes(items, arguments[0])
    present, wanted = _constants(list(items)), arguments[0].cases[0].thing
    if present is None or len(arguments[0].cases) > 1 or not isinstance(wanted, Known):
        return None
    places = [at for at, value in enumerate(present) if equal(Known(value), wanted, strict=True)]
    if not places:
        return known(-1)
    return known(places[0] if name == "indexOf" else places[-1])


def _includes(items: _Items, wanted: Value) -> Value | None:
    present = [case.thing for item in items for case in item.cases]
    if not all(isinstance(thing, (Known, Absent)) for thing in present):
        return None
    return each(wanted, lambda thing: _among(thing, present))


def _among(thing: Thing, present: list[Thing]) -> Value:
    match thing:
        case Known() | Absent():
            return known(thing in present)
        case Setting():
            return settable(thing.kind, thing.name, known(value=False))
        case _:
            return unknown(UnknownReason.DYNAMIC)
