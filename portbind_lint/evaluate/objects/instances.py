"""Members of instances: of the class, assigned to the instance, inherited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import join, single, unknown
from portbind_lint.evaluate.names import declared
from portbind_lint.evaluate.names.patterns import assigned
from portbind_lint.evaluate.names.targets import is_member, receiver
from portbind_lint.evaluate.names.writes import MOST_WRITES, Write, after_writes
from portbind_lint.evaluate.objects.constructors import as_above, class_frame, constructor_frame, constructor_of
from portbind_lint.evaluate.objects.merges import copies_in
from portbind_lint.evaluate.objects.object_writes import copy_write
from portbind_lint.evaluate.objects.this import seen_as
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, Call, ClassMember, Expression, Function, Member, Name, This
from portbind_lint.model.value import (
    ClassCase,
    External,
    FunctionCase,
    Instance,
    Known,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame, Reader

DEEPEST_CLASS = 8
_UNCHANGED = Known("\0")
"""Stands for the value before a call that copies members: what comes out again has not been set."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The member that is looked for, by whom, how many superclasses were climbed already, and from which instance."""

    name: str
    reader: Reader
    climbed: int = 0
    this: Instance | None = None


def instance_member(evaluator: Evaluator, instance: Instance, wanted: Wanted) -> Value:
    """The member of an instance: its class's, what is assigned to it, its superclass's."""
    cls = instance.cls
    if isinstance(cls, FunctionCase):
        return _constructed_member(evaluator, instance, cls, wanted)
    member = named(cls, wanted.name, static=False)
    if member is not None and member.kind in {"method", "get"} and isinstance(member.value, Function):
        function = FunctionCase(cls.module, member.value, cls.frame, wanted.this or instance)
        if member.kind == "get":
            return evaluator.returned(function, reader=wanted.reader)
        return single(function, cls.module.location(member.value))
    first = _initial(evaluator, instance, cls, member, wanted.name)
    writes = tuple(_writes(evaluator, instance, wanted.name))
    if first is None and not writes and member is None:
        return _inherited(evaluator, instance, cls, wanted)
    value = after_writes(evaluator, first, writes, wanted.reader)
    return declared.typed(evaluator, cls.module, value, None if member is None else member.type)


def named(cls: ClassCase, name: str, *, static: bool) -> ClassMember | None:
    """The member that counts, the last one, setters left out."""
    found = [m for m in cls.module.members(cls.node) if m.name == name and m.is_static is static and m.kind != "set"]
    return found[-1] if found else None


def _initial(
    evaluator: Evaluator, instance: Instance, cls: ClassCase, member: ClassMember | None, name: str
) -> Value | None:
    """What a field starts with: its initialiser, or the constructor's parameter property."""
    if member is not None and member.value is not None:
        return evaluator.value(cls.module, member.value, class_frame(evaluator, instance))
    constructor = constructor_of(cls)
    for parameter in constructor.parameters if constructor is not None else ():
        if parameter.is_property and isinstance(parameter.target, Name) and parameter.target.name == name:
            return evaluator.value(cls.module, parameter.target, constructor_frame(evaluator, instance))
    return None


def _writes(evaluator: Evaluator, instance: Instance, name: str) -> Iterator[Write]:
    """The assignments to `this.name` in the file of the class (`self.name` included), the constructor's first."""
    cls = instance.cls
    constructor = constructor_of(cls)
    found = [a for a in cls.module.member_writes(name)[:MOST_WRITES] if _is_to(evaluator, instance, a, name)]
    for assignment in sorted(found, key=lambda a: not _within(a, constructor)):
        early = _within(assignment, constructor)
        yield _write(evaluator, instance, assignment, name, early=early)
    for copy in copies_in(evaluator, cls.module):
        if not copy.may_set(name) or not _is_owner(evaluator, instance, copy.target):
            continue
        early = _within(copy.call, constructor)
        frame = constructor_frame(evaluator, instance) if early else None
        after = copy.after(evaluator, name, single(_UNCHANGED), frame)
        if any(not isinstance(c.thing, Setting) and c.thing != _UNCHANGED for c in after.cases):
            yield copy_write(evaluator, copy, name, partial(_is_owner, evaluator, instance, copy.target), frame)


def _within(node: Assignment | Call, function: Function | None) -> bool:
    return function is not None and function.start <= node.start < function.end


def _write(evaluator: Evaluator, instance: Instance, assignment: Assignment, name: str, *, early: bool) -> Write:
    module = instance.cls.module
    frame = constructor_frame(evaluator, instance) if early else None

    def value(place: Frame | None) -> Value:
        return assigned(evaluator, module, assignment, lambda target: is_member(target, name), place)

    def applies(place: Frame) -> bool:
        return _is_to(evaluator, instance, assignment, name, place)

    return Write(module, assignment, frame, value, early, applies=applies)


def _is_to(
    evaluator: Evaluator, instance: Instance, assignment: Assignment, wanted: str, frame: Frame | None = None
) -> bool:
    owner = receiver(assignment.target, wanted)
    return owner is not None and _is_owner(evaluator, instance, owner, frame)


def _is_owner(evaluator: Evaluator, instance: Instance, owner: Expression, frame: Frame | None = None) -> bool:
    """Whether `owner` is the instance, or may be."""
    cls = instance.cls
    if frame is None and isinstance(owner, This) and isinstance(cls, ClassCase):
        return cls.module.enclosing_class(owner) is cls.node
    value = evaluator.activity.aside(lambda: evaluator.value(cls.module, owner, frame))
    return any(_may_be(case.thing, instance) for case in value.cases)


def _may_be(thing: Thing, instance: Instance) -> bool:
    """Whether `thing` is an instance of the same class and not seen to be another one."""
    if not isinstance(thing, Instance) or thing.cls.node is not instance.cls.node:
        return False
    if thing.call is None or instance.call is None or not (thing.call.is_new and instance.call.is_new):
        return True
    return thing.call is instance.call and thing.frame is instance.frame


def _inherited(evaluator: Evaluator, instance: Instance, cls: ClassCase, wanted: Wanted) -> Value:
    if cls.node.superclass is None:
        return unknown(UnknownReason.DYNAMIC)
    if wanted.climbed > DEEPEST_CLASS:
        return unknown(UnknownReason.LIMIT)
    above = evaluator.value(cls.module, cls.node.superclass, cls.frame)
    # Remembered, since each of several classes above may have several above it.
    reader = wanted.reader
    key = ("above", instance, cls.node, wanted.name, wanted.climbed, wanted.this, reader.node, reader.frame)
    return evaluator.remember(
        key, lambda: join(_from_above(evaluator, instance, case.thing, wanted) for case in above.cases)
    )


def _from_above(evaluator: Evaluator, instance: Instance, above: Thing, wanted: Wanted) -> Value:
    match above:
        case External():
            return evaluator.property(seen_as(evaluator, above), wanted.name)
        case ClassCase():
            higher = replace(wanted, climbed=wanted.climbed + 1, this=wanted.this or instance)
            return instance_member(evaluator, as_above(evaluator, instance, above), higher)
        case Unknown():
            return single(above)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _constructed_member(evaluator: Evaluator, instance: Instance, cls: FunctionCase, wanted: Wanted) -> Value:
    """A member of what `new` makes of a plain function: assigned to `this`, to the prototype, or inherited."""
    writes = tuple(_writes(evaluator, instance, wanted.name))
    if writes:
        return after_writes(evaluator, None, writes, wanted.reader)
    for assignment in cls.module.member_writes(wanted.name)[:MOST_WRITES]:
        if _is_prototype(evaluator, cls, assignment):
            value = evaluator.value(cls.module, assignment.value, cls.frame)
            return join(_bound_to(case.thing, instance) for case in value.cases)
    key = ("inherited", cls.node, wanted.name)
    return evaluator.remember(key, lambda: _inherited_by_function(evaluator, cls, wanted.name))


def _is_prototype(evaluator: Evaluator, cls: FunctionCase, assignment: Assignment) -> bool:
    target = assignment.target
    if not isinstance(target, Member) or not isinstance(target.object, Member) or target.object.property != "prototype":
        return False
    return _is_function(evaluator, cls.module, target.object.object, cls)


def _is_function(evaluator: Evaluator, module: Module, node: Expression, cls: FunctionCase) -> bool:
    return any(
        isinstance(c.thing, FunctionCase) and c.thing.node is cls.node for c in evaluator.value(module, node).cases
    )


def _bound_to(thing: Thing, this: Instance) -> Value:
    if isinstance(thing, FunctionCase):
        return single(FunctionCase(thing.module, thing.node, thing.frame, this), thing.module.location(thing.node))
    return single(thing)


def _inherited_by_function(evaluator: Evaluator, cls: FunctionCase, name: str) -> Value:
    """`util.inherits(Server, http.Server)` makes the members of the second those of the first."""
    for call in cls.module.calls("inherits"):
        match call.arguments:
            case (below, above) if _is_function(evaluator, cls.module, below, cls):
                superclass = evaluator.value(cls.module, above)
                return evaluator.property(join(seen_as(evaluator, c.thing) for c in superclass.cases), name)
            case _:
                continue
    return unknown(UnknownReason.DYNAMIC)
