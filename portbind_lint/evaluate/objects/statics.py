"""Members of classes and functions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import join, single, unknown
from portbind_lint.evaluate.names import declared
from portbind_lint.evaluate.names.targets import receiver
from portbind_lint.evaluate.names.writes import MOST_WRITES, Write, after_writes
from portbind_lint.evaluate.objects.instances import DEEPEST_CLASS, Wanted, named
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, Function
from portbind_lint.model.value import ClassCase, FunctionCase, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator


def static_member(evaluator: Evaluator, cls: ClassCase, wanted: Wanted) -> Value:
    """A static member of a class."""
    member = named(cls, wanted.name, static=True)
    if member is None:
        writes = tuple(_writes(evaluator, cls, wanted.name))
        return after_writes(evaluator, None, writes, wanted.reader) if writes else _static_above(evaluator, cls, wanted)
    if member.kind in {"method", "get"} and isinstance(member.value, Function):
        function = FunctionCase(cls.module, member.value, cls.frame, cls)
        return evaluator.returned(function, reader=wanted.reader) if member.kind == "get" else single(function)
    first = None if member.value is None else evaluator.value(cls.module, member.value, cls.frame)
    value = after_writes(evaluator, first, tuple(_writes(evaluator, cls, wanted.name)), wanted.reader)
    return declared.typed(evaluator, cls.module, value, member.type)


def _static_above(evaluator: Evaluator, cls: ClassCase, wanted: Wanted) -> Value:
    if cls.node.superclass is None or wanted.climbed > DEEPEST_CLASS:
        return function_member(evaluator, cls, wanted)
    above = evaluator.value(cls.module, cls.node.superclass, cls.frame)
    # Remembered, since each of several classes above may have several above it.
    key = ("above", cls.node, cls.frame, wanted.name, wanted.climbed, wanted.reader.node, wanted.reader.frame)
    return evaluator.remember(key, lambda: join(_from_above(evaluator, case.thing, wanted) for case in above.cases))


def _from_above(evaluator: Evaluator, above: Thing, wanted: Wanted) -> Value:
    if isinstance(above, ClassCase):
        return static_member(evaluator, above, replace(wanted, climbed=wanted.climbed + 1))
    return evaluator.property(single(above), wanted.name)


def function_member(evaluator: Evaluator, owner: FunctionCase | ClassCase, wanted: Wanted) -> Value:
    """A property assigned to a function or class; `default` is the function itself (module interoperation)."""
    writes = tuple(_writes(evaluator, owner, wanted.name))
    if writes:
        return after_writes(evaluator, None, writes, wanted.reader)
    return single(owner) if wanted.name == "default" else unknown(UnknownReason.DYNAMIC)


def _writes(evaluator: Evaluator, cls: ClassCase | FunctionCase, name: str) -> Iterator[Write]:
    module = cls.module
    for assignment in module.member_writes(name)[:MOST_WRITES]:
        owner = receiver(assignment.target, name)
        if owner is None:
            continue
        if any(_is(case.thing, cls) for case in evaluator.value(module, owner).cases):
            yield _write(evaluator, module, assignment)


def _is(thing: Thing, cls: ClassCase | FunctionCase) -> bool:
    return isinstance(thing, (ClassCase, FunctionCase)) and thing.node is cls.node


def _write(evaluator: Evaluator, module: Module, assignment: Assignment) -> Write:
    return Write(module, assignment, None, lambda frame: evaluator.value(module, assignment.value, frame))
