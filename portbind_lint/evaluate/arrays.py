"""Elements of arrays, literal or put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate import array_changes
from portbind_lint.evaluate.cases import absent, each, join, known, settable, single, under, unknown
from portbind_lint.evaluate.frames import Argument
from portbind_lint.evaluate.primitives import text_of, truth
from portbind_lint.model.syntax import Spread
from portbind_lint.model.value import (
    Absent,
    ArrayCase,
    External,
    FunctionCase,
    Known,
    Record,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

MOST_ITEMS = 64
"""Elements of one array that are told apart."""


def read(evaluator: Evaluator, argument: object) -> Value:
    """The value of something passed: read now, or already there."""
    match argument:
        case Argument(module, expression, frame):
            return evaluator.value(module, expression, frame)
        case Value():
            return argument
        case _:
            return absent()


def element_of(evaluator: Evaluator, value: Value, index: int) -> Value:
    """The element `index` of `value`."""
    return each(value, lambda thing: _element(evaluator, thing, index))


def _element(evaluator: Evaluator, thing: Thing, index: int) -> Value:
    match thing:
        case Setting(kind, name):
            return settable(kind, name, absent())
        case Unknown():
            return single(thing)
        case Known(str() as text):
            return known(text[index]) if index < len(text) else absent()
        case Known() | Absent():
            return absent()
        case ArrayCase() | Record():
            items = items_of(evaluator, single(thing))
            if items is None:
                return unknown(UnknownReason.DYNAMIC)
            return items[index] if index < len(items) else absent()
        case _:
            return unknown(UnknownReason.DYNAMIC)


def items_of(evaluator: Evaluator, value: Value) -> tuple[Value, ...] | None:
    """The elements by position over all cases; None if one of them is no array of known length."""
    rows: list[tuple[Value, ...]] = []
    ends: list[Value] = []
    for case in value.cases:
        row = _items(evaluator, case.thing)
        if row is None and not _optional(case.thing):
            return None
        rows.append(tuple(under(item, case.set_by, case.condition) for item in row or ()))
        ends.append(under(absent(), case.set_by, case.condition))
    if not rows:
        return None
    width = max(len(row) for row in rows)
    if width > MOST_ITEMS:
        return None
    return tuple(
        join(row[at] if at < len(row) else end for row, end in zip(rows, ends, strict=True)) for at in range(width)
    )


def _optional(thing: Thing) -> bool:
    """Spreading these adds nothing when nobody sets anything."""
    return isinstance(thing, (Absent, Setting)) or (isinstance(thing, Known) and not thing.value)


def _items(evaluator: Evaluator, thing: Thing) -> tuple[Value, ...] | None:
    match thing:
        case ArrayCase(_, node, frame):
            # Remembered as a record, so that an array that spreads itself is found to be a cycle.
            spread_out = evaluator.remember(("items", node, frame), lambda: _spread_out(evaluator, thing))
            inner = spread_out.cases[0].thing
            return _items(evaluator, inner) if isinstance(inner, Record) else None
        case Record(members, rest=False) if is_array(thing):
            return tuple(value for name, value in members if name.isdecimal())
        case _:
            return None


def _spread_out(evaluator: Evaluator, array: ArrayCase) -> Value:
    found: list[Value] = []
    for item in array.node.items[: MOST_ITEMS + 1]:
        if item is None:
            found.append(absent())
            continue
        value = evaluator.value(array.module, item, array.frame)
        inner = items_of(evaluator, value) if isinstance(item, Spread) else (value,)
        if inner is None:
            return unknown(UnknownReason.DYNAMIC)
        found.extend(inner)
    changed = array_changes.after_changes(evaluator, array, tuple(found))
    return unknown(UnknownReason.DYNAMIC) if changed is None else single(record(changed))


def record(items: tuple[Value, ...]) -> Thing:
    """An array put together from `items`."""
    members = tuple((str(index), item) for index, item in enumerate(items))
    return Record((*members, ("length", known(len(items)))), rest=False)


def any_element(evaluator: Evaluator, thing: Thing) -> Value:
    """All that an element of `thing` can be."""
    match thing:
        case Setting():
            return single(thing)
        case ArrayCase() | Record():
            items = items_of(evaluator, single(thing))
            return unknown(UnknownReason.DYNAMIC) if items is None else join(items)
        case Unknown():
            return single(thing)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def is_array(thing: Thing) -> bool:
    """Whether `thing` is an array for certain."""
    return isinstance(thing, ArrayCase) or (isinstance(thing, Record) and "length" in dict(thing.members))


def is_array_test(thing: Thing) -> Value:
    """`Array.isArray(thing)`."""
    if isinstance(thing, (Unknown, Setting, External)):
        return unknown(UnknownReason.DYNAMIC)
    return known(is_array(thing))


def method(evaluator: Evaluator, thing: Thing, name: str, arguments: tuple[Value, ...]) -> Value | None:
    """What a method of an array gives; None where it is not followed."""
    items = items_of(evaluator, single(thing))
    if items is None:
        return None
    items = _searched(items) if name in _SEARCHES else items
    found = _EMPTY.get(name) if not items else None
    if found is not None:
        return found
    if name in _REARRANGED:
        return single(record(items[::-1])) if "everse" in name else single(thing)
    match name:
        case "concat":
            return _concatenated(evaluator, items, arguments)
        case "slice":
            return _sliced(items, arguments)
        case "at" | "pop" | "shift":
            return _picked(items, name, arguments)
        case "find" | "map":
            return (_found if name == "find" else _mapped)(evaluator, items, arguments)
        case "join":
            return _text(items, arguments)
        case "includes":
            return _includes(items, arguments[0]) if arguments else None
        case _:
            return None


def _searched(items: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(item for item in items if not all(case.thing in _OWN_NAMES for case in item.cases))


_SEARCHES = frozenset({"find", "findIndex", "findLast", "includes", "indexOf", "lastIndexOf", "some"})
_OWN_NAMES = (
    External("globalThis", (".process", ".argv")),
    External("process", (".argv",)),
    External("globalThis", (".Bun", ".argv")),
)
"""What the runtime puts before the arguments of the command line: nobody searches for it."""

_REARRANGED = frozenset({"reverse", "toReversed", "filter", "sort", "toSorted", "flat"})
_EMPTY = {
    "indexOf": known(-1),
    "findIndex": known(-1),
    "lastIndexOf": known(-1),
    "some": known(value=False),
    "includes": known(value=False),
    "every": known(value=True),
    "find": absent(),
    "findLast": absent(),
    "map": single(record(())),
    "flatMap": single(record(())),
    "splice": single(record(())),
}
"""What methods of an empty array give, whatever they are given."""


def _given_function(arguments: tuple[Value, ...]) -> FunctionCase | None:
    thing = arguments[0].cases[0].thing if arguments and len(arguments[0].cases) == 1 else None
    return thing if isinstance(thing, FunctionCase) else None


def _mapped(evaluator: Evaluator, items: tuple[Value, ...], arguments: tuple[Value, ...]) -> Value | None:
    function = _given_function(arguments)
    if function is None:
        return None
    return single(record(tuple(evaluator.called(function, item, known(at)) for at, item in enumerate(items))))


def _found(evaluator: Evaluator, items: tuple[Value, ...], arguments: tuple[Value, ...]) -> Value:
    """The first element of which the given function is true, as far as that can be told."""
    function = _given_function(arguments)
    is_boolean = bool(arguments) and arguments[0].cases[0].thing == External("globalThis", (".Boolean",))
    found: list[Value] = []
    for item in items:
        outcome = item if is_boolean else None
        if function is not None:
            outcome = evaluator.called(function, item)
        outcomes = {truth(case.thing) for case in outcome.effective} if outcome is not None else set()
        if outcomes == {True}:
            return join((*found, item))
        if outcomes != {False}:
            found.append(item)
    return join((*found, absent()))


def _concatenated(evaluator: Evaluator, items: tuple[Value, ...], others: tuple[Value, ...]) -> Value | None:
    for other in others:
        more = items_of(evaluator, other)
        if more is None:
            return None
        items = (*items, *more)
    return single(record(items))


def _sliced(items: tuple[Value, ...], arguments: tuple[Value, ...]) -> Value | None:
    bounds = [_number(argument) for argument in arguments[:2]]
    if None in bounds:
        return None
    start, end = (*bounds, None, None)[:2]
    return single(record(items[start:end]))


def _picked(items: tuple[Value, ...], name: str, arguments: tuple[Value, ...]) -> Value | None:
    index = {"pop": -1, "shift": 0}.get(name)
    if index is None:
        index = _number(arguments[0]) if arguments else 0
    if index is None:
        return None
    return items[index] if -len(items) <= index < len(items) else absent()


def _number(value: Value) -> int | None:
    thing = value.cases[0].thing
    return thing.value if isinstance(thing, Known) and isinstance(thing.value, int) else None


def _text(items: tuple[Value, ...], arguments: tuple[Value, ...]) -> Value | None:
    between = arguments[0].cases[0].thing if arguments else Known(",")
    texts = [item.cases[0].thing for item in items if len(item.cases) == 1]
    if len(texts) != len(items) or not isinstance(between, Known):
        return None
    if not all(isinstance(text, Known) for text in texts):
        return None
    return known(text_of(between.value).join(text_of(text.value) for text in texts if isinstance(text, Known)))


def _includes(items: tuple[Value, ...], wanted: Value) -> Value | None:
    present = [case.thing for item in items for case in item.cases]
    if not all(isinstance(thing, Known) for thing in present):
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
