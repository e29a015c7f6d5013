"""Members of everything that can stand before a dot or a bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, continued, each, join, known, settable, single, under, unknown
from portbind_lint.evaluate.frames import NOWHERE, Reader
from portbind_lint.evaluate.names.guards import narrowed
from portbind_lint.evaluate.names.writes import MOST_WRITES, Write, after_writes
from portbind_lint.evaluate.objects import instances, objects, statics
from portbind_lint.evaluate.objects.instances import Wanted
from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.evaluate.settings import settings
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, Call, Expression, Index, Member, Name, Node
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

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_LONGEST_INDEX = 6
_HOLDING_THEIR_WRITES = (ObjectCase, Instance, ClassCase, FunctionCase)
_GIVEN_BY_CALLERS = frozenset({UnknownReason.REQUIRED_PARAMETER, UnknownReason.FORWARDED})


def member_value(evaluator: Evaluator, module: Module, node: Member, frame: Frame | None) -> Value:
    """`object.property` where it stands."""
    receiver = evaluator.value(module, node.object, frame)
    value = property_of(evaluator, receiver, node.property, Reader(module, node, frame))
    if not any(isinstance(case.thing, _HOLDING_THEIR_WRITES) for case in receiver.cases):
        value = _rewritten(evaluator, module, node, value, frame)
    return narrowed(evaluator, module, node, value)


def _is_called(module: Module, node: Node) -> bool:
    call = module.parent(node)
    return isinstance(call, Call) and call.callee is node


def _rewritten(evaluator: Evaluator, module: Module, node: Member, value: Value, frame: Frame | None) -> Value:
    """A member of something we do not see, after what this module assigns to it under the same name."""
    assignments = module.member_writes(node.property)
    if not assignments:
        return value
    subject = module.text(node)
    root = _root(module, node)
    writes = tuple(
        _write(evaluator, module, assignment, frame)
        for assignment in assignments[:MOST_WRITES]
        if isinstance(assignment.target, Member)
        and module.text(assignment.target) == subject
        and _root(module, assignment.target) is root
    )
    return after_writes(evaluator, value, writes, Reader(module, node, frame)) if writes else value


def _write(evaluator: Evaluator, module: Module, assignment: Assignment, frame: Frame | None) -> Write:
    return Write(module, assignment, frame, lambda place: evaluator.value(module, assignment.value, place))


def _root(module: Module, node: Member) -> object:
    """The binding of the name that a chain of members begins with."""
    place: Expression = node
    while isinstance(place, Member):
        place = place.object
    return module.binding(place) if isinstance(place, Name) else type(place)


def index_value(evaluator: Evaluator, module: Module, node: Index, frame: Frame | None) -> Value:
    """`object[index]` where it stands."""
    receiver = evaluator.value(module, node.object, frame)
    index = evaluator.value(module, node.index, frame)
    reader = Reader(module, node, frame)
    text = module.text(node.index)
    return narrowed(evaluator, module, node, each(index, lambda thing: _at(evaluator, receiver, thing, reader, text)))


def _at(evaluator: Evaluator, receiver: Value, index: Thing, reader: Reader, text: str) -> Value:
    match index:
        case Known(value):
            return property_of(evaluator, receiver, text_of(value), reader)
        case Absent():
            return property_of(evaluator, receiver, "undefined", reader)
        case _:
            by = (index,) if isinstance(index, Setting) else ()
            return each(receiver, lambda thing: under(_some_member(evaluator, thing), by, "" if by else text))


def _some_member(evaluator: Evaluator, thing: Thing) -> Value:
    match thing:
        case _ if arrays.is_array(thing):
            return arrays.any_element(evaluator, thing)
        case ObjectCase() | Record():
            found = objects.any_member(evaluator, thing)
            return unknown(UnknownReason.DYNAMIC) if found is None else found
        case Setting():
            return single(thing)
        case _:
            return settings.any_member(thing)


def property_of(evaluator: Evaluator, value: Value, name: str, reader: Reader | None = None) -> Value:
    """The member `name` of whatever `value` is, as `reader` finds it."""
    where = reader or NOWHERE
    holds = any(not isinstance(case.thing, Unknown) for case in value.effective)

    def member(case: Case) -> Value:
        found = _member(evaluator, case.thing, name, where)
        if not holds or not isinstance(case.thing, Setting):
            return found
        # What a setting lacks is missing only once somebody has set it, where something else holds before.
        kept = tuple(one for one in found.cases if isinstance(one.thing, Setting))
        return Value(kept) if kept else under(found, (case.thing,))

    return join(continued(case, member(case)) for case in value.cases)


def _member(evaluator: Evaluator, thing: Thing, name: str, reader: Reader) -> Value:
    match thing:
        case External():
            called = reader.module is not None and reader.node is not None and _is_called(reader.module, reader.node)
            return settings.external_member(evaluator, thing, name, reader.module, called=called)
        case ObjectCase():
            return objects.member(evaluator, thing, name, reader)
        case Record():
            return objects.record_member(thing, name)
        case Instance():
            return instances.instance_member(evaluator, thing, Wanted(name, reader))
        case ClassCase():
            return statics.static_member(evaluator, thing, Wanted(name, reader))
        case FunctionCase():
            return statics.function_member(evaluator, thing, Wanted(name, reader))
        case Namespace(path):
            return evaluator.program.export(evaluator, path, name)
        case ArrayCase():
            return _array_member(evaluator, thing, name)
        case Absent() | Known() | Setting() | Unknown():
            return _plain_member(thing, name)


def _array_member(evaluator: Evaluator, thing: ArrayCase, name: str) -> Value:
    if name.isdecimal() and len(name) < _LONGEST_INDEX:
        return arrays.element_of(evaluator, single(thing), int(name))
    items = arrays.items_of(evaluator, single(thing)) if name == "length" else None
    return unknown(UnknownReason.DYNAMIC) if items is None else known(len(items))


def _character(text: str, name: str) -> Value:
    if not name.isdecimal():
        return unknown(UnknownReason.DYNAMIC)
    return known(text[int(name)]) if len(name) < _LONGEST_INDEX and int(name) < len(text) else absent()


def _plain_member(thing: Absent | Known | Setting | Unknown, name: str) -> Value:
    """What an unset thing has is unset too: whoever reads it so has `?.` or code that does not run."""
    match thing:
        case Known(str() as text):
            return known(len(text)) if name == "length" else _character(text, name)
        case Setting(kind="env"):
            return absent()
        case Setting(kind="argument"):
            return settable(thing.kind, thing.name, absent())
        case Setting(kind, whole):
            return settable(kind, f"{whole}.{name}", absent())
        case Unknown(reason) if reason in _GIVEN_BY_CALLERS:
            return settable("option", name, absent())
        case Unknown():
            return single(thing)
        case _:
            return absent()
