"""What `this` and `super` are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import join, single, unknown
from portbind_lint.evaluate.frames import Frame
from portbind_lint.evaluate.settings import options
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import (
    Assignment,
    Call,
    Class,
    ClassMember,
    Function,
    Member,
    Name,
    Node,
    Object,
    Property,
    Super,
    This,
)  # fmt: skip
from portbind_lint.model.value import (
    ClassCase,
    External,
    FunctionCase,
    Instance,
    ObjectCase,
    Thing,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_OWN = regex(r"\bthis\??\.([\w$]+)")
# A member that is called, or whose own members are taken, is there.
_RELIED_ON = regex(r"\bthis\.([\w$]+)\s*[.(\[]")
_READ_TEXT = 20_000


def this_value(evaluator: Evaluator, module: Module, node: This, frame: Frame | None) -> Value:
    """What the followed call says that `this` is, else any instance of the class, or the object, around it."""
    function = _own_function(module, node)
    cls = module.enclosing_class(node)
    if function is not None and cls is not None and function.start < cls.start:
        function = None
    place = frame
    while place is not None:
        if place.scope is function or (function is None and isinstance(place.scope, Class)):
            return unknown(UnknownReason.DYNAMIC) if place.this is None else single(place.this)
        place = place.outer
    return _any_this(evaluator, module, node, function)


def _own_function(module: Module, node: This) -> Function | None:
    """The nearest function around `node` that has a `this` of its own."""
    function = module.enclosing_function(node)
    while function is not None and function.is_arrow:
        function = module.enclosing_function(function)
    return function


def _any_this(evaluator: Evaluator, module: Module, node: This, function: Function | None) -> Value:
    cls = module.enclosing_class(node)
    if cls is not None and (function is None or function.start >= cls.start):
        case = ClassCase(module, cls, None)
        owner = _member_around(module, cls, function, node)
        if owner.is_static if owner is not None else function is None:
            return single(case)
        return single(any_instance(evaluator, case))
    if function is None:
        return unknown(UnknownReason.DYNAMIC)
    return _this_of_function(evaluator, module, function)


def _member_around(module: Module, cls: Class, function: Function | None, node: This) -> ClassMember | None:
    for member in module.members(cls):
        if member.value is function or member.start <= node.start < member.end:
            return member
    return None


def _this_of_function(evaluator: Evaluator, module: Module, function: Function) -> Value:
    holder = module.parent(function)
    if isinstance(holder, Property) and isinstance(literal := module.parent(holder), Object):
        if _is_somebody_elses(module, function, literal):
            return unknown(UnknownReason.DYNAMIC)
        return single(ObjectCase(module, literal, None))
    if isinstance(holder, Assignment) and isinstance(target := holder.target, Member):
        owner = target.object
        if isinstance(owner, Member) and owner.property == "prototype":
            return join(instance_of(evaluator, c.thing) for c in evaluator.value(module, owner.object).cases)
        if not _constructs(target):
            return evaluator.value(module, owner)
    if isinstance(holder, Call):
        for case in evaluator.value(module, holder.callee).cases:
            if isinstance(case.thing, External) and (command := options.this_of(case.thing)) is not None:
                return single(command)
    return single(any_instance(evaluator, FunctionCase(module, function, None, None)))


def _constructs(target: Member) -> bool:
    """Whether a function that `target` becomes is called with `new`: it is a whole export, or named like a class."""
    whole = target.property == "exports" and isinstance(target.object, Name) and target.object.name == "module"
    return whole or target.property[:1].isupper()


def _is_somebody_elses(module: Module, function: Function, literal: Object) -> bool:
    """Whether a handler in an object is bound to something else: it relies on members that the object never gets."""
    keys = {entry.key for entry in literal.entries if isinstance(entry, Property)}
    if len(keys) < len(literal.entries):
        return False
    text = module.text(Node(function.start, min(function.end, function.start + _READ_TEXT)))
    if not keys.isdisjoint(_OWN.findall(text)):
        return False
    return any(name not in keys and not module.member_writes(name) for name in {*_RELIED_ON.findall(text)})


def instance_of(evaluator: Evaluator, thing: Thing) -> Value:
    """Any instance of the class `thing`."""
    if isinstance(thing, (ClassCase, FunctionCase)):
        return single(any_instance(evaluator, thing))
    return unknown(UnknownReason.DYNAMIC)


def any_instance(evaluator: Evaluator, cls: ClassCase | FunctionCase) -> Instance:
    """The instance of `cls` that stands for all of them."""
    return evaluator.instance(cls, None, None, None)


def super_value(evaluator: Evaluator, module: Module, node: Super, frame: Frame | None) -> Value:
    """What `super` is: the instance, seen as one of the superclass."""
    cls = module.enclosing_class(node)
    if cls is None or cls.superclass is None:
        return unknown(UnknownReason.DYNAMIC)
    above = evaluator.value(module, cls.superclass, frame)
    return join(seen_as(evaluator, case.thing) for case in above.cases)


def seen_as(evaluator: Evaluator, above: Thing) -> Value:
    """An instance as its superclass `above` sees it."""
    if isinstance(above, External):
        return single(External(above.module, (*above.path, "new"), above.calls))
    return instance_of(evaluator, above)
