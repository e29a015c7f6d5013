"""Which assignments can have reached a place, and what they leave there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import gather, is_settled, join, needed, single, under
from portbind_lint.evaluate.frames import NOWHERE, Frame, Reader
from portbind_lint.evaluate.names.guards import Tests, is_caught, is_missing, way_to
from portbind_lint.evaluate.names.replay import replays
from portbind_lint.evaluate.primitives.operators import LOGICAL, binary, logical
from portbind_lint.model.facts import Condition, Module
from portbind_lint.model.syntax import Assignment, Call, Function, Member, Name, Node, Unary
from portbind_lint.model.value import Absent, Case, Setting, Unknown, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

MOST_WRITES = 40
"""Assignments to one variable or property that are looked at."""

WRITES_A_STEP = 8
"""How many of them are ordered and weighed in about the time of one step."""


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """One assignment in `module`, read under `frame`; `value` asks for what it assigns.

    `early` says that it has run before anybody looks, whatever function it is in (a constructor, a module's top).
    `subject` is the text of what is set where `node` is no plain assignment to it. A call that copies members is a
    write too: `after` gives what is there then from what was there before. `applies` says whether it sets what is asked
    for when its function is called as a context tells.
    """

    module: Module
    node: Assignment | Unary | Call
    frame: Frame | None
    value: Callable[[Frame | None], Value]
    early: bool = False
    subject: str = ""
    after: Callable[[Value, Frame | None], Value] | None = None
    applies: Callable[[Frame], bool] = lambda _: True


@dataclass(frozen=True, slots=True, eq=False)
class _Event:
    """A write that has run (or may have, if it is not `certain`) in the context `frame`; `order` sorts events."""

    order: tuple[int, int, int]
    write: Write
    frame: Frame | None
    certain: bool


_FIRST, _BEFORE, _WITHIN = range(3)
"""When something has run: before anybody looks, before the function around the reader was called, in that function."""


def after_writes(evaluator: Evaluator, first: Value | None, writes: tuple[Write, ...], reader: Reader) -> Value:
    """What is there at `reader` when it was `first` (None: never initialised) and `writes` may have run, in order."""
    current = first if first is not None else single(Absent())
    if not writes:
        return current
    evaluator.activity.spend(min(len(writes), MOST_WRITES) // WRITES_A_STEP)
    modules = list(dict.fromkeys(write.module for write in writes))
    around = _function_of(reader)
    events = [
        event
        for write in _nearest(writes, reader, around)
        for event in _events(evaluator, write, reader, around, modules.index(write.module))
    ]
    for event in _since_replaced(sorted(events, key=lambda event: event.order), reader):
        current = _after(evaluator, current, event, reader)
    return current


def _function_of(reader: Reader) -> Function | None:
    return None if reader.module is None or reader.node is None else reader.module.enclosing_function(reader.node)


def _nearest(writes: tuple[Write, ...], reader: Reader, around: Function | None) -> tuple[Write, ...]:
    """As many as are looked at, of those in the function `around` the reader the last, in the order of `writes`."""
    if len(writes) <= MOST_WRITES:
        return writes
    near = [write for write in writes if _is_within(write.module, write.node, reader, around)][-MOST_WRITES:]
    kept = {*near, *[write for write in writes if write not in near][: MOST_WRITES - len(near)]}
    return tuple(write for write in writes if write in kept)


def _is_within(module: Module | None, node: Node | None, reader: Reader, around: Function | None) -> bool:
    return around is not None and node is not None and module is reader.module and _inside(node, around)


def _since_replaced(events: list[_Event], reader: Reader) -> list[_Event]:
    """The events from the last one on that leaves nothing of what was there before: what led to that is not asked."""
    for at in range(len(events) - 1, 0, -1):
        if _replaces(events[at], reader):
            return events[at:]
    return events


def _replaces(event: _Event, reader: Reader) -> bool:
    write = event.write
    if not event.certain or write.after is not None or _own_conditions(write, reader):
        return False
    return not isinstance(write.node, Assignment) or write.node.operator == "="


def _events(
    evaluator: Evaluator, write: Write, reader: Reader, around: Function | None, module: int
) -> Iterator[_Event]:
    """When the write runs: where it stands, or at each call of its function that has run before the reader."""
    certain = _order(write, reader)
    if certain is None:
        return
    where = write.module.enclosing_function(write.node)
    if not certain and where is not None:
        found = replays(evaluator, write.module, where, reader)
        if found is not None:
            for replay in found:
                if write.applies(replay.frame):
                    place = replay.frame.place or NOWHERE
                    when = _WITHIN if _is_within(place.module, place.node, reader, around) else _BEFORE
                    yield _Event((when, module, replay.position), write, replay.frame, certain=True)
            return
    when = _WITHIN if _is_within(write.module, write.node, reader, around) else _FIRST if write.early else _BEFORE
    yield _Event((when, module, write.node.start), write, write.frame, certain)


def _order(write: Write, reader: Reader) -> bool | None:
    """True if the write runs before the reader, False if it may, None if it does not."""
    if reader.node is None or reader.module is not write.module:
        return write.early or write.module.enclosing_function(write.node) is None
    if write.node.start <= reader.node.start < write.node.end:
        return None
    where = write.module.enclosing_function(write.node)
    if where is reader.module.enclosing_function(reader.node):
        return True if write.node.start < reader.node.start else None
    return write.early or where is None or _inside(reader.node, where)


def _inside(node: Node, function: Function) -> bool:
    return function.start <= node.start < function.end


def _after(evaluator: Evaluator, current: Value, event: _Event, reader: Reader) -> Value:
    write = event.write
    conditions = _own_conditions(write, reader)
    subject = write.subject or _target(write)
    if is_caught(conditions) and is_settled(current):
        return current
    replaced, kept = _split(evaluator, write.module, conditions, subject, current)
    if conditions and not replaced:
        return current
    selfish = len(kept) > 0
    way = ((), "") if selfish else way_to(evaluator, write.module, conditions, event.frame)
    if way is None:
        return current
    written = _combined(event, Value(replaced) if replaced else current, reader)
    if not event.certain:
        return _perhaps(current, under(written, *way), write)
    if selfish:
        asked = [needed(case) for case in replaced]
        only_when_set = under(written, asked[0]) if all(asked) else written
        return gather((*kept, *only_when_set.cases))
    if way != ((), ""):
        return join((_unless(way[1], current), under(written, *way)))
    if conditions:
        return gather((*written.cases, *_settable(current)))
    return written


def _unless(condition: str, value: Value) -> Value:
    """The value where `condition`, which is open, does not hold: nothing may be there then."""
    if not condition:
        return value
    cases = (
        c if c.condition or not is_missing(c.thing) else replace(c, condition=f"!({condition})") for c in value.cases
    )
    return Value(tuple(cases))


def _own_conditions(write: Write, reader: Reader) -> tuple[Condition, ...]:
    """The conditions of the write that are not also those of the reader.

    What ran before anybody looks has come through its own insistence: there would be no instance, and no module.
    """
    conditions = tuple(each for each in write.module.conditions(write.node) if not (write.early and each.insists))
    if not conditions or reader.node is None or reader.module is not write.module:
        return conditions
    shared = {(condition.test, condition.holds) for condition in write.module.conditions(reader.node)}
    return tuple(condition for condition in conditions if (condition.test, condition.holds) not in shared)


def _split(
    evaluator: Evaluator, module: Module, conditions: tuple[Condition, ...], subject: str, current: Value
) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
    """The cases that the write can replace, and those that its own test (`if (!host) host = ...`) protects."""
    if not conditions:
        return current.cases, ()
    tests = Tests(evaluator, module, subject)
    protected = tuple(case for case in current.cases if tests.exclude(conditions, case.thing))
    return tuple(case for case in current.cases if case not in protected), protected


def _target(write: Write) -> str:
    return write.module.text(write.node.target) if isinstance(write.node, Assignment) else ""


def _combined(event: _Event, before: Value, reader: Reader) -> Value:
    """What the assignment's operator makes of the value before and the new one."""
    write, frame = event.write, event.frame
    if write.after is not None:
        return write.after(before, frame)
    operator = write.node.operator if isinstance(write.node, Assignment) else "="
    if operator == "=":
        return write.value(frame)
    inner = operator.removesuffix("=")
    if inner in LOGICAL:
        return logical(inner, before, lambda: write.value(frame), _target(write))
    if _adds_up(event, reader):
        return gather((*before.cases, Case(Unknown(UnknownReason.DYNAMIC), (write.module.location(write.node),))))
    return binary(inner, before, write.value(frame))


def _adds_up(event: _Event, reader: Reader) -> bool:
    """Whether what the write makes of the value before may have been made of that in turn: it has run several times."""
    module, node = event.write.module, event.write.node
    seen = reader.node if reader.module is module else None
    return not event.certain or (isinstance(node, Assignment) and node.counts) or module.repeats(node, seen)


def _perhaps(current: Value, written: Value, write: Write) -> Value:
    """A write in another function: taken to have run where nothing was there, and to be possible where something was.

    A function that nothing in the repository calls with a value is somebody else's way to set it.
    """
    there = tuple(case for case in current.cases if not is_missing(case.thing))
    if not there:
        # What it sets only where somebody sets something leaves nothing there otherwise.
        before = _settable(current) if written.effective else current.cases
        return gather((*written.cases, *before))
    foreign = tuple(case for case in written.cases if case.thing == Unknown(UnknownReason.REQUIRED_PARAMETER))
    if not foreign:
        return gather((*there, *written.cases))
    option = Case(Setting("option", _target_name(write)), foreign[0].trail)
    kept = there if Value(there).effective else current.cases
    return gather((*kept, *(case for case in written.cases if case not in foreign), option))


def _target_name(write: Write) -> str:
    match write.node:
        case Assignment(target=Name(name=name) | Member(property=name)):
            return name
        case _:
            return write.subject or _target(write)


def _settable(value: Value) -> tuple[Case, ...]:
    return tuple(case for case in value.cases if case.set_by or isinstance(case.thing, Setting))
