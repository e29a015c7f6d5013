"""Members of object literals and of objects that were put together, assignments to them included."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.evaluate import merges
from portbind_lint.evaluate.cases import absent, gather, join, settable, single, under, unknown
from portbind_lint.evaluate.changes import Change, changes
from portbind_lint.evaluate.frames import NOWHERE, Frame, Reader, frame_of, visible
from portbind_lint.evaluate.patterns import assigned
from portbind_lint.evaluate.primitives import text_of
from portbind_lint.evaluate.targets import is_member, receiver
from portbind_lint.evaluate.writes import MOST_WRITES, Write, after_writes
from portbind_lint.model.facts import Import, Module, ParameterName, Variable
from portbind_lint.model.syntax import (
    Assignment,
    Call,
    ClassMember,
    Expression,
    Function,
    Member,
    Name,
    Node,
    Property,
    Spread,
)  # fmt: skip
from portbind_lint.model.value import (
    Absent,
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
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.evaluate.evaluator import Evaluator

_DEEPEST_SPREAD = 8
MOST_IMPORTERS = 40
"""Files that are searched for assignments to an exported object."""


def member(evaluator: Evaluator, case: ObjectCase, name: str, reader: Reader) -> Value:
    """The member `name` of an object literal as `reader` finds it."""
    writes = _writes_to(evaluator, case, name, reader)
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
        case Record(members) if name in dict(members):
            return list(dict(members)[name].cases), False
        case Record(rest=True) | Unknown() | Setting():
            return [Case(Setting("option", name))], True
        case ObjectCase() | Record() | Instance() | External() | Namespace():
            return _present(name, evaluator.property(single(thing), name, reader))
        case _:
            return [], True


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


def _writes_to(evaluator: Evaluator, case: ObjectCase, name: str, reader: Reader) -> tuple[Write, ...]:
    modules = dict.fromkeys((*_writing_modules(evaluator, case.module, name), reader.module or case.module))
    target = _Target(evaluator, case, name)
    changed = tuple(change for change in changes(evaluator, case.module, case.node) if target.meets(change))
    found = [write for module in modules for write in _writes_in(target, module)]
    return (*found, *(target.write_of(change) for change in changed))


def _writes_in(target: _Target, module: Module) -> list[Write]:
    """What one module assigns, or copies, to the member; in source order."""
    assigned_ = [
        target.write(module, assignment)
        for assignment in module.member_writes(target.name)[:MOST_WRITES]
        if target.is_set_by(module, assignment)
    ]
    copied = [
        copy_write(target.evaluator, copy, target.name, partial(target.is_of, module, copy.target))
        for copy in merges.copies_in(target.evaluator, module)
        if copy.may_set(target.name)
        and _may_hold(module, copy.target, target.case)
        and target.is_of(module, copy.target)
    ]
    return sorted((*assigned_, *copied), key=lambda write: write.node.start)


def is_construction(module: Module, node: Node) -> bool:
    """Whether `node` runs in a constructor: before any method."""
    function = module.enclosing_function(node)
    holder = None if function is None else module.parent(function)
    return isinstance(holder, ClassMember) and holder.kind == "constructor"


def _may_hold(module: Module, target: Expression, case: ObjectCase) -> bool:
    """Whether `target` can be the literal by its name alone: asking for the value of every target costs too much."""
    match target:
        case Name():
            match module.binding(target):
                case Import() | ParameterName():
                    return True
                case Variable(value=value):
                    return value is case.node or isinstance(value, (Name, Call))
                case _:
                    return False
        case Member(property=name):
            match case.module.parent(case.node):
                case Property(key=key):
                    return key == name
                case ClassMember(name=key):
                    return key == name
                case Assignment(target=Member(property=key)):
                    return key == name
                case _:
                    return False
        case _:
            return False


def copy_write(
    evaluator: Evaluator, copy: merges.Copy, name: str, applies: Callable[[Frame], bool], frame: Frame | None = None
) -> Write:
    """A call that copies members as a write of one of them."""
    return Write(
        module=copy.module,
        node=copy.call,
        frame=frame,
        value=lambda _: absent(),
        early=is_construction(copy.module, copy.call),
        subject=f"{copy.module.text(copy.target)}.{name}",
        after=partial(copy.after, evaluator, name),
        applies=applies,
    )


def _writing_modules(evaluator: Evaluator, home: Module, name: str) -> tuple[Module, ...]:
    if not home.exports:
        return (home,)
    others = evaluator.program.importers(home.path, (name,), MOST_IMPORTERS)
    return (home, *(module for module in others if module is not home))


def _is_same(one: ObjectCase, two: ObjectCase) -> bool:
    """Whether two objects of the same literal can be one: what a function returns is made anew by every call of it."""
    if one.node is not two.node:
        return False
    function = one.module.enclosing_function(one.node)
    if function is None or not any(returned is one.node for returned in one.module.returns(function)):
        return True
    calls = [_call_of(case.frame, function) for case in (one, two)]
    return None in calls or calls[0] is calls[1]


def _call_of(frame: object, function: Function) -> Node | None:
    """The call of `function` that `frame` stands for."""
    place = frame_of(frame, function) if isinstance(frame, Frame) else None
    return None if place is None or place.place is None else place.place.node


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """The member `name` of an object literal as what assignments set."""

    evaluator: Evaluator
    case: ObjectCase
    name: str

    def is_set_by(self, module: Module, assignment: Assignment, frame: Frame | None = None) -> bool:
        """Whether `assignment` in `module`, read under `frame`, sets it."""
        owner = receiver(assignment.target, self.name)
        return owner is not None and self.is_of(module, owner, frame)

    def is_of(self, module: Module, owner: Expression, frame: Frame | None = None) -> bool:
        """Whether `owner` in `module` is the object."""
        found = self.evaluator.value(module, owner, frame or self._home(module))
        return any(isinstance(c.thing, ObjectCase) and _is_same(c.thing, self.case) for c in found.cases)

    def write(self, module: Module, assignment: Assignment) -> Write:
        """The assignment as a write."""

        def value(frame: Frame | None) -> Value:
            place = frame or self._home(module)
            return assigned(self.evaluator, module, assignment, lambda t: is_member(t, self.name), place)

        early = is_construction(module, assignment)
        return Write(
            module, assignment, None, value, early, applies=lambda frame: self.is_set_by(module, assignment, frame)
        )

    def meets(self, change: Change) -> bool:
        """Whether a change that is no plain assignment is, or may be, one of this member."""
        if change.kind not in {"set", "delete", "define"}:
            return False
        keys = self._keys(change)
        return self.name in keys or (None in keys and change.kind != "delete")

    def write_of(self, change: Change) -> Write:
        """The change as a write."""
        module, node = self.case.module, change.node

        def value(frame: Frame | None) -> Value:
            match change.kind, node:
                case "set", Assignment(value=assigned_):
                    return self.evaluator.value(module, assigned_, frame or self._home(module))
                case "set", Call() if change.given:
                    return self.evaluator.value(module, change.given[0], frame or self._home(module))
                case "define", _:
                    return unknown(UnknownReason.DYNAMIC, module.location(node))
                case _:
                    return absent(module.location(node))

        def perhaps(before: Value, frame: Frame | None) -> Value:
            """What is set cannot be told from other members: what is not seen may be set by somebody else."""
            seen = [case for case in value(frame).cases if not isinstance(case.thing, Unknown)]
            if change.kind == "define" or not seen:
                seen.append(Case(Setting("option", self.name)))
            return gather((*before.cases, *seen))

        certain = self._keys(change) == (self.name,)
        after = None if certain else perhaps
        return Write(module, node, self._home(module), value, subject=f"{self.name} of it", after=after)

    def _keys(self, change: Change) -> tuple[str | None, ...]:
        """The keys that it can be; None for one that is not known."""
        if isinstance(change.key, str):
            return (change.key,)
        found = self.evaluator.value(self.case.module, change.key, self._home(self.case.module)).effective
        return tuple(text_of(c.thing.value) if isinstance(c.thing, Known) else None for c in found) or (None,)

    def _home(self, module: Module) -> Frame | None:
        return self.case.frame if module is self.case.module and isinstance(self.case.frame, Frame) else None


def record_member(record: Record, name: str) -> Value:
    """The member of an object that was put together; what it does not list may come from a caller if `rest`."""
    found = dict(record.members).get(name)
    if found is not None:
        return found
    return settable("option", name, absent()) if record.rest else absent()


def entries_of(evaluator: Evaluator, value: Value) -> tuple[tuple[tuple[str, Value], ...], bool]:
    """The keys and values of the first object among the cases, and whether there may be more keys."""
    return _entries(evaluator, value, 0)


def _entries(evaluator: Evaluator, value: Value, depth: int) -> tuple[tuple[tuple[str, Value], ...], bool]:
    for case in value.cases:
        match case.thing:
            case ObjectCase() as literal if depth < _DEEPEST_SPREAD:
                return _literal_entries(evaluator, literal, depth)
            case Record(members, rest):
                return members, rest
    return (), True


def _literal_entries(evaluator: Evaluator, case: ObjectCase, depth: int) -> tuple[tuple[tuple[str, Value], ...], bool]:
    names: dict[str, None] = {}
    more = False
    for entry in case.node.entries:
        if isinstance(entry, Spread):
            inner, open_ = _entries(evaluator, evaluator.value(case.module, entry.value, case.frame), depth + 1)
            names.update(dict.fromkeys(name for name, _ in inner))
            more = more or open_
        elif (key := _key(evaluator, case, entry)) is not None:
            names[key] = None
        else:
            more = True
    return tuple((name, literal_member(evaluator, case, name)) for name in names), more


def any_member(evaluator: Evaluator, thing: Thing) -> Value | None:
    """All that some member of `thing` can be; None where that is unknown."""
    if not isinstance(thing, (ObjectCase, Record)):
        return None
    members, more = entries_of(evaluator, single(thing))
    return None if more or not members else join(value for _, value in members)
