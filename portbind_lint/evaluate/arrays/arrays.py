"""Elements of arrays, literal or put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import changes as array_changes
from portbind_lint.evaluate.cases import absent, each, join, known, settable, single, under, unknown
from portbind_lint.evaluate.frames import Argument
from portbind_lint.model.syntax import Spread
from portbind_lint.model.value import (
    Absent,
    ArrayCase,
    External,
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
        case ArrayCase() | Record() if (held := _record_of(evaluator, thing)) is not None:
            found = dict(held.members).get(str(index))
            return found or (unknown(UnknownReason.DYNAMIC) if held.rest else absent())
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
        case ArrayCase() | Record() if (held := _record_of(evaluator, thing)) is not None and not held.rest:
            return _elements(held)
        case _:
            return None


def _elements(held: Record) -> tuple[Value, ...]:
    return tuple(value for name, value in held.members if name.isdecimal())


def _record_of(evaluator: Evaluator, thing: ArrayCase | Record) -> Record | None:
    """The array as a record of its elements; None where nothing is known of them."""
    if isinstance(thing, Record):
        return thing if is_array(thing) else None
    # Remembered as a record, so that an array that spreads itself is found to be a cycle.
    spread_out = evaluator.remember(("items", thing.node, thing.frame), lambda: _spread_out(evaluator, thing))
    inner = spread_out.cases[0].thing
    return inner if isinstance(inner, Record) else None


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
    return unknown(UnknownReason.DYNAMIC) if changed is None else single(record(changed.items, more=changed.more))


def record(items: tuple[Value, ...], *, more: bool = False) -> Thing:
    """An array put together from `items`, after which there may be `more`."""
    members = tuple((str(index), item) for index, item in enumerate(items))
    length = unknown(UnknownReason.DYNAMIC) if more else known(len(items))
    return Record((*members, ("length", length)), rest=more)


def any_element(evaluator: Evaluator, thing: Thing) -> Value:
    """All that an element of `thing` can be."""
    match thing:
        case Setting():
            return single(thing)
        case ArrayCase() | Record() if (held := _record_of(evaluator, thing)) is not None:
            others = (unknown(UnknownReason.DYNAMIC),) if held.rest else ()
            return join((*_elements(held), *others))
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
