"""Members of object literals and of objects that were put together, what is written to them included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays.arrays import is_array
from portbind_lint.evaluate.cases import absent, gather, join, settable, single, under
from portbind_lint.evaluate.frames import NOWHERE, Reader, visible
from portbind_lint.evaluate.names.writes import after_writes
from portbind_lint.evaluate.objects import object_writes
from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.model.syntax import Function, Property, Spread  # fmt: skip
from portbind_lint.model.value import (
    Absent,
    ArrayCase,
    Case,
    External,
    FunctionCase,
    Instance,
    Known,
    Namespace,
    ObjectCase,
    Record,
    Setting,
    Thing,
    Unknown,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_DEEPEST_SPREAD = 8


def member(evaluator: Evaluator, case: ObjectCase, name: str, reader: Reader) -> Value:
    """The member `name` of an object literal as `reader` finds it."""
    writes = object_writes.writes_to(evaluator, case, name, reader)
    key = ("member", case.node, case.frame, name)
    first = evaluator.remember(key, lambda: literal_member(evaluator, case, name))
    if not writes:
        return first
    asking = "" if reader.module is None else reader.module.path
    place = ("written", case.node, case.frame, name, asking, reader.node, reader.frame)
    return evaluator.remember(place, lambda: after_writes(evaluator, first, writes, reader))


def literal_member(evaluator: Evaluator, case: ObjectCase, name: str) -> Value:
    """The member as the literal has it: a later entry wins, a spread adds what it has for certain."""
    found: list[Case] = []
    condition = ""
    for entry in reversed(case.node.entries):
        if isinstance(entry, Spread):
            place = Reader(case.module, entry, visible(case.frame, case.module, entry))
            cases, way = spread_of(evaluator, evaluator.value(case.module, entry.value, case.frame), name, place)
            found.extend(under(Value(tuple(cases)), (), condition).cases if cases else ())
            if way is None:
                return gather(found)
            condition = condition or way
        elif entry.kind != "set" and _key(evaluator, case, entry) == name:
            return gather((*found, *under(_entry_value(evaluator, case, entry), (), condition).cases))
    return gather((*found, Case(Absent(), (case.module.location(case.node),), condition=condition)))


def _key(evaluator: Evaluator, case: ObjectCase, entry: Property) -> str | None:
    if entry.key is not None or entry.computed is None:
        return entry.key
    thing = evaluator.value(case.module, entry.computed, case.frame).cases[0].thing
    return text_of(thing.value) if isinstance(thing, Known) else None


def _entry_value(evaluator: Evaluator, case: ObjectCase, entry: Property) -> Value:
    if entry.kind == "value" or not isinstance(entry.value, Function):
        return evaluator.value(case.module, entry.value, case.frame)
    function = FunctionCase(case.module, entry.value, case.frame, case)
    if entry.kind == "get":
        return evaluator.returned(function)
    return single(function, case.module.location(entry.value))


def spread_of(evaluator: Evaluator, value: Value, name: str, reader: Reader = NOWHERE) -> tuple[list[Case], str | None]:
    """The cases in which a spread object sets `name`, and under which open condition it leaves it to earlier entries.

    The condition is "" where it does whatever else holds, and None where it does not.
    """
    found: list[Case] = []
    ways: list[str] = []
    for case in value.cases:
        inner, open_ = _spread_thing(evaluator, case.thing, name, reader)
        found.extend(under(Value(tuple(inner)), case.set_by, case.condition).cases if inner else ())
        if open_ and not case.set_by and not isinstance(case.thing, Setting):
            ways.append(case.condition)
    return found, min(ways, default=None)


def _spread_thing(evaluator: Evaluator, thing: Thing, name: str, reader: Reader) -> tuple[list[Case], bool]:
    match thing:
        case ObjectCase() if has_key(evaluator, thing, name):
            return list(evaluator.property(single(thing), name, reader).cases), False
        case ArrayCase() | Record() if is_array(thing):
            found = evaluator.property(single(thing), name, reader) if name.isdecimal() else absent()
            return _present(name, found)
        case Record(members) if name in dict(members):
            return _set(dict(members)[name])
        case Record(rest=True) | Unknown() | Setting():
            return [Case(Setting("option", name))], True
        case ObjectCase() | Record() | Instance() | External() | Namespace():
            return _present(name, evaluator.property(single(thing), name, reader))
        case _:
            return [], True


def _set(value: Value) -> tuple[list[Case], bool]:
    """What a known member sets, and whether it may be missing: then the entries before the spread hold."""
    there = [case for case in value.cases if not isinstance(case.thing, Absent)]
    return there, len(there) < len(value.cases)


def _present(name: str, value: Value) -> tuple[list[Case], bool]:
    """What a spread object is seen to set; what is not seen may be set by somebody else."""
    there = [case for case in value.cases if not isinstance(case.thing, (Absent, Unknown, External))]
    unseen = any(isinstance(case.thing, (Unknown, External)) for case in value.cases)
    return [*there, *([Case(Setting("option", name))] if unseen else ())], len(there) < len(value.cases)


def has_key(evaluator: Evaluator, case: ObjectCase, name: str) -> bool:
    """Whether the literal itself lists `name`: then it overrides, even with `undefined`."""
    return any(
        isinstance(e, Property) and e.kind != "set" and _key(evaluator, case, e) == name for e in case.node.entries
    )


def record_member(record: Record, name: str) -> Value:
    """The member of an object that was put together; what it does not list may come from a caller if `rest`."""
    found = dict(record.members).get(name)
    if found is not None:
        return found
    return settable("option", name, absent()) if record.rest else absent()


def entries_of(evaluator: Evaluator, value: Value) -> tuple[tuple[tuple[str, Value], ...], bool]:
    """The keys and values of the first object among the cases, and whether there may be more keys."""
    match _first(value):
        case ObjectCase() as literal:
            names, more = _literal_keys(evaluator, literal, 0)
            return tuple((name, literal_member(evaluator, literal, name)) for name in names), more
        case Record(members, rest):
            return members, rest
        case None:
            return (), True


def keys_of(evaluator: Evaluator, value: Value) -> tuple[tuple[str, ...], bool]:
    """The keys of the first object among the cases, whose values nobody asks for, and whether there may be more."""
    return _keys(evaluator, value, 0)


def _first(value: Value) -> ObjectCase | Record | None:
    return next((case.thing for case in value.cases if isinstance(case.thing, (ObjectCase, Record))), None)


def _keys(evaluator: Evaluator, value: Value, depth: int) -> tuple[tuple[str, ...], bool]:
    match _first(value):
        case ObjectCase() as literal if depth < _DEEPEST_SPREAD:
            return _literal_keys(evaluator, literal, depth)
        case Record(members, rest):
            return tuple(name for name, _ in members), rest
        case _:
            return (), True


def _literal_keys(evaluator: Evaluator, case: ObjectCase, depth: int) -> tuple[tuple[str, ...], bool]:
    names: dict[str, None] = {}
    more = False
    for entry in case.node.entries:
        if isinstance(entry, Spread):
            inner, open_ = _keys(evaluator, evaluator.value(case.module, entry.value, case.frame), depth + 1)
            names.update(dict.fromkeys(inner))
            more = more or open_
        elif (key := _key(evaluator, case, entry)) is not None:
            names[key] = None
        else:
            more = True
    return tuple(names), more


def any_member(evaluator: Evaluator, thing: Thing) -> Value | None:
    """All that some member of `thing` can be; None where that is unknown."""
    if not isinstance(thing, (ObjectCase, Record)):
        return None
    members, more = entries_of(evaluator, single(thing))
    return None if more or not members else join(value for _, value in members)
