"""The contexts in which fields and constructors of a class are read: which arguments made the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.frames import DEEPEST_CALL, Frame, Reader, visible
from portbind_lint.evaluate.functions.arguments import arguments_of
from portbind_lint.evaluate.objects.this import any_instance
from portbind_lint.model.syntax import Function, Super
from portbind_lint.model.value import ClassCase, FunctionCase, Instance

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator


def constructor_of(cls: ClassCase | FunctionCase) -> Function | None:
    """The constructor that `cls` itself declares; a function used as a class is its own."""
    if isinstance(cls, FunctionCase):
        return cls.node
    for member in cls.module.members(cls.node):
        if member.kind == "constructor" and isinstance(member.value, Function):
            return member.value
    return None


def class_frame(evaluator: Evaluator, instance: Instance) -> Frame | None:
    """The context of the fields' initialisers."""
    cls = instance.cls
    outer = visible(cls.frame, cls.module, cls.node)
    if isinstance(cls, FunctionCase):
        return outer
    return evaluator.frame(
        Frame(cls.module, cls.node, None, open_end=False, this=instance, outer=outer, caller=None, depth=0)
    )


def constructor_frame(evaluator: Evaluator, instance: Instance) -> Frame | None:
    """The context of the constructor's body: the arguments of the construction where one is known."""
    cls = instance.cls
    constructor = constructor_of(cls)
    outer = class_frame(evaluator, instance)
    if constructor is None or instance.module is None or instance.call is None:
        return outer
    caller = visible(instance.frame, instance.module, instance.call)
    if caller is not None and caller.depth >= DEEPEST_CALL:
        return outer
    passed = arguments_of(evaluator, instance.module, instance.call, caller)
    frame = Frame(
        module=cls.module,
        scope=constructor,
        arguments=passed.arguments,
        open_end=passed.open_end,
        this=instance,
        outer=outer,
        caller=caller,
        depth=1 if caller is None else caller.depth + 1,
        place=Reader(instance.module, instance.call, caller),
    )
    return evaluator.frame(frame)


def as_above(evaluator: Evaluator, instance: Instance, above: ClassCase) -> Instance:
    """The same instance as its superclass sees it: built by the `super(...)` call, or by the same `new`."""
    cls = instance.cls
    constructor = constructor_of(cls)
    if constructor is None:
        return evaluator.instance(above, instance.module, instance.call, instance.frame)
    for call in cls.module.body_calls(constructor):
        if isinstance(call.callee, Super):
            return evaluator.instance(above, cls.module, call, constructor_frame(evaluator, instance))
    return any_instance(evaluator, above)
