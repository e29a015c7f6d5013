"""Values as sets of cases: making, joining, bounding and conditioning them. Nothing here looks at source code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portbind_lint.model.source import Location
from portbind_lint.model.value import (
    Absent,
    ArrayCase,
    Case,
    ClassCase,
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
    UnknownReason,
    Value,
)  # fmt: skip

MOST_CASES = 16
"""A value with more cases than this is not worth telling apart."""

LONGEST_TEXT = 10_000
"""Characters of a text that is kept; what is longer is data."""

LONGEST_TRAIL = 24
"""Steps of a trail that are kept: nobody follows more."""


def single(thing: Thing, *trail: Location) -> Value:
    """The value that can only be `thing`."""
    return Value((Case(thing, trail),))


def known(value: str | float | bool | None, *trail: Location) -> Value:
    """The value that is this primitive."""
    return single(Known(value), *trail)


def unknown(reason: UnknownReason, *trail: Location) -> Value:
    """The value of which nothing can be said, and why."""
    return single(Unknown(reason), *trail)


def absent(*trail: Location) -> Value:
    """`undefined`."""
    return single(Absent(), *trail)


def settable(kind: str, name: str, default: Value) -> Value:
    """What somebody can set and what holds when nobody does."""
    return join((default, single(Setting(kind, name))))


def join(values: Iterable[Value]) -> Value:
    """All that one of `values` can be, without repetitions, effective cases first, bounded."""
    return gather(case for value in values for case in value.cases)


def gather(cases: Iterable[Case]) -> Value:
    """The value with these cases; no case at all is a cycle, the least that can be said.

    What is defined only in terms of itself adds nothing, so cycles are dropped where anything else is there.
    """
    found: dict[tuple[object, ...], Case] = {}
    for case in cases:
        key = identity(case.thing)
        before = found.get(key)
        found[key] = case if before is None else _weaker(before, case)
    cycle = found.pop((Unknown, UnknownReason.CYCLE), None)
    if not found:
        return Value((cycle or Case(Unknown(UnknownReason.CYCLE)),))
    return Value(_bounded(tuple(found.values())))


def identity(thing: Thing) -> tuple[object, ...]:
    """What makes two things the same one; `1`, `1.0` and `true` differ as in JavaScript's types."""
    match thing:
        case Known(value):
            return (Known, type(value), value)
        case External(module, path, calls):
            return (External, module, path, *(call for _, call in calls))
        case ObjectCase() | ArrayCase() | ClassCase():
            return (thing.node, thing.frame)
        case FunctionCase(_, node, frame, this, bound):
            return (node, frame, this and identity(this), *bound)
        case Instance(cls, _, call, frame):
            return (Instance, cls.node, call, frame)
        case Unknown(reason):
            return (Unknown, reason)
        case Absent() | Setting() | Record() | Namespace():
            return (thing,)


def _weaker(one: Case, two: Case) -> Case:
    """The one of two ways to the same thing that asks for less."""
    if not one.set_by and not two.set_by:
        return one if not one.condition or two.condition == one.condition else Case(one.thing, one.trail)
    return one if not one.set_by or two.set_by else two


def _effective(case: Case) -> bool:
    return not case.set_by and not isinstance(case.thing, Setting)


def _bounded(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    effective = tuple(case for case in cases if _effective(case))
    others = tuple(case for case in cases if not _effective(case))
    if len(effective) > MOST_CASES:
        effective = (Case(Unknown(UnknownReason.LIMIT), effective[0].trail),)
    return effective + others[: max(MOST_CASES - len(effective), 1)]


def is_settled(value: Value) -> bool:
    """Whether every effective case is something that the repository itself makes: nothing can have gone wrong."""
    open_ = (Unknown, External, Setting)
    return bool(value.effective) and not any(isinstance(case.thing, open_) for case in value.effective)


def through(value: Value, step: Location) -> Value:
    """The value as seen one step earlier: `step` is put before each trail."""
    return Value(tuple(Case(c.thing, _before(step, c.trail), c.set_by, c.condition) for c in value.cases))


def bounded(value: Value) -> Value:
    """The value without texts that are longer than anything that names a host: a loop may double them for ever."""
    if not any(_is_too_long(case.thing) for case in value.cases):
        return value
    return gather(
        Case(Unknown(UnknownReason.LIMIT), c.trail, c.set_by, c.condition) if _is_too_long(c.thing) else c
        for c in value.cases
    )


def _is_too_long(thing: Thing) -> bool:
    return isinstance(thing, Known) and isinstance(thing.value, str) and len(thing.value) > LONGEST_TEXT


def _before(step: Location, trail: tuple[Location, ...]) -> tuple[Location, ...]:
    """A step on the line of the next one says nothing new."""
    if trail and (trail[0].path, trail[0].line) == (step.path, step.line):
        return trail
    if len(trail) >= LONGEST_TRAIL:
        return (step, *trail[1 - LONGEST_TRAIL :])
    return (step, *trail)


def under(value: Value, set_by: tuple[Setting, ...] = (), condition: str = "") -> Value:
    """The value where it also takes these settings, and an undecided condition, to come so far.

    Once a setting is set, the cases that hold only because it is not set are gone.
    """
    if not set_by and not condition:
        return value
    cases = value.cases
    needing = tuple(case for case in cases if _needs_one_of(case, set_by))
    return Value(
        tuple(
            Case(case.thing, case.trail, merged(case.set_by, set_by), case.condition or condition)
            for case in needing or cases
        )
    )


def _needs_one_of(case: Case, settings: tuple[Setting, ...]) -> bool:
    return case.thing in settings if isinstance(case.thing, Setting) else any(s in settings for s in case.set_by)


def merged(one: tuple[Setting, ...], two: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Both lists of settings, each setting once."""
    return one + tuple(setting for setting in two if setting not in one)


def needed(case: Case) -> tuple[Setting, ...]:
    """The settings that must be set for this case, the case itself included if it is one."""
    return merged(case.set_by, (case.thing,)) if isinstance(case.thing, Setting) else case.set_by


def derived(case: Case, thing: Thing) -> Case:
    """Another thing computed from the one of `case`, with its trail and conditions."""
    return Case(thing, case.trail, case.set_by, case.condition)


def each(value: Value, change: Callable[[Thing], Value]) -> Value:
    """The values of `change` for every case, under the conditions of that case, its trail first where there is one."""
    return join(continued(case, change(case.thing)) for case in value.cases)


def continued(case: Case, result: Value) -> Value:
    """A result that was reached by way of `case`; a result without trail of its own keeps that of the case."""
    found = under(result, case.set_by, case.condition)
    return Value(tuple(Case(c.thing, c.trail or case.trail, c.set_by, c.condition) for c in found.cases))
