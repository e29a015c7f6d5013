"""What a name gets out of a value that is taken apart by a destructuring pattern."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import each, gather, single
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import ArrayPattern, Assignment, Expression, ObjectPattern, Pattern, PatternEntry
from portbind_lint.model.value import Absent, Case, ObjectCase, Record, Thing, Unknown, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_DEEPEST_PATTERN = 12


def taken_apart(
    evaluator: Evaluator, module: Module, value: Value, path: tuple[PatternEntry, ...], frame: Frame | None
) -> Value:
    """The part of `value` at the end of `path`, defaults applied on the way."""
    for entry in path:
        value = _remaining(evaluator, value, entry) if entry.rest else _part(evaluator, value, entry)
        value = defaulted(evaluator, module, value, entry.default, frame)
    return value


def _part(evaluator: Evaluator, value: Value, entry: PatternEntry) -> Value:
    if entry.key is None:
        return Value((Case(Unknown(UnknownReason.DYNAMIC)),))
    return evaluator.property(value, entry.key)


def _remaining(evaluator: Evaluator, value: Value, entry: PatternEntry) -> Value:
    """What `...rest` keeps: the elements from its index on, the members that are not taken; else the whole."""
    if entry.key is not None and entry.key.isdecimal():
        items = arrays.items_of(evaluator, value)
        return value if items is None else single(arrays.record(items[int(entry.key) :]))
    if not entry.taken:
        return value
    return each(value, lambda thing: _without(evaluator, thing, entry.taken))


def _without(evaluator: Evaluator, thing: Thing, taken: tuple[str, ...]) -> Value:
    if not isinstance(thing, (ObjectCase, Record)):
        return single(thing)
    whole = single(thing)
    listed, more = evaluator.keys(whole)
    members = tuple((name, evaluator.property(whole, name)) for name in listed if name not in taken)
    return single(Record(members, rest=more))


def defaulted(
    evaluator: Evaluator, module: Module, value: Value, default: Expression | None, frame: Frame | None
) -> Value:
    """`value` with its `undefined` replaced by `default`."""
    missing = tuple(case for case in value.cases if isinstance(case.thing, Absent))
    if default is None or not missing:
        return value
    instead = evaluator.value(module, default, frame)
    kept = tuple(case for case in value.cases if case not in missing)
    return gather((*kept, *(Case(c.thing, c.trail, m.set_by + c.set_by) for m in missing for c in instead.cases)))


def path_in(pattern: Pattern, wanted: Callable[[Pattern], bool]) -> tuple[PatternEntry, ...] | None:
    """The entries that lead to the target that `wanted` recognises; None where it is not in `pattern`."""
    return _path_in(pattern, wanted, 0)


def _path_in(pattern: Pattern, wanted: Callable[[Pattern], bool], depth: int) -> tuple[PatternEntry, ...] | None:
    if wanted(pattern):
        return ()
    if not isinstance(pattern, (ObjectPattern, ArrayPattern)) or depth > _DEEPEST_PATTERN:
        return None
    for entry in pattern.entries:
        if (path := _path_in(entry.target, wanted, depth + 1)) is not None:
            return (entry, *path)
    return None


def assigned(
    evaluator: Evaluator, module: Module, assignment: Assignment, wanted: Callable[[Pattern], bool], frame: Frame | None
) -> Value:
    """What an assignment gives to the target that `wanted` recognises."""
    path = path_in(assignment.target, wanted)
    if path is None:
        return Value((Case(Unknown(UnknownReason.DYNAMIC)),))
    return taken_apart(evaluator, module, evaluator.value(module, assignment.value, frame), path, frame)
