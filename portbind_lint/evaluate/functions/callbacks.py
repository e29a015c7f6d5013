"""What a function gets that is passed to another one: to ours, to an array's method, to a promise, to a package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import join, single, unknown
from portbind_lint.evaluate.functions.arguments import Arguments, arguments_of
from portbind_lint.evaluate.settings import settings
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Function, Member, Name, Object
from portbind_lint.model.value import ArrayCase, External, FunctionCase, Record, Setting, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_EACH = frozenset({"forEach", "map", "filter", "find", "some", "every", "flatMap", "findIndex"})
_MOST_USES = 20


def passed_to(evaluator: Evaluator, module: Module, call: Call, position: int) -> Iterator[Arguments]:
    """What the argument `position` of `call`, a function, is called with."""
    callee = call.callee
    if isinstance(callee, Member):
        receiver = evaluator.value(module, callee.object)
        if callee.property == "then" and position == 0:
            yield Arguments((receiver,))
            return
        if callee.property in _EACH and (element := _elements(evaluator, receiver)) is not None:
            yield Arguments((element,))
            return
    for case in evaluator.value(module, callee).cases:
        yield from _by(evaluator, case.thing, module, call, position)


def handed_to(evaluator: Evaluator, module: Module, call: Call, key: str) -> Iterator[Arguments]:
    """What the function under `key` of an object is called with that is an argument of `call`."""
    for case in evaluator.value(module, call.callee).cases:
        if isinstance(case.thing, External):
            given = settings.handler_arguments(case.thing, module, call, key)
            if given is not None:
                yield Arguments(given)


def exported(evaluator: Evaluator, module: Module) -> Iterator[Arguments]:
    """What the function that `module` exports as `handler` is called with, if it describes a command."""
    given = settings.exported_handler(evaluator, module)
    if given is not None:
        yield Arguments(given)


def described(evaluator: Evaluator, module: Module, literal: Object) -> Iterator[Arguments]:
    """What the function under `handler` of an object is called with, if the object describes a command."""
    given = settings.described_handler(evaluator, module, literal)
    if given is not None:
        yield Arguments(given)


def _elements(evaluator: Evaluator, receiver: Value) -> Value | None:
    arrays_ = [case.thing for case in receiver.cases if isinstance(case.thing, (ArrayCase, Record, Setting))]
    return join(arrays.any_element(evaluator, thing) for thing in arrays_) if arrays_ else None


def _by(evaluator: Evaluator, callee: Thing, module: Module, call: Call, position: int) -> Iterator[Arguments]:
    match callee:
        case FunctionCase(owner, function):
            yield from _by_function(evaluator, owner, function, position)
        case External():
            given = settings.callback_arguments(evaluator, callee, module, call)
            if given is not None:
                yield Arguments(given)
                return
            callback = call.arguments[position]
            if isinstance(callback, Function) and callback.parameters:
                yield Arguments((), open_end=True)
        case _:
            return


def _by_function(evaluator: Evaluator, module: Module, function: Function, position: int) -> Iterator[Arguments]:
    """The calls of the parameter `position` within the function that takes it."""
    if position >= len(function.parameters):
        return
    target = function.parameters[position].target
    binding = module.binding(target) if isinstance(target, Name) else None
    if binding is None:
        return
    for use in module.uses(binding)[:_MOST_USES]:
        parent = module.parent(use)
        if isinstance(parent, Call) and parent.callee is use:
            yield arguments_of(evaluator, module, parent, None)


def resolved(evaluator: Evaluator, module: Module, call: Call, frame: object) -> Value:
    """What `new Promise(resolve => ...)` is settled with."""
    executor = evaluator.value(module, call.arguments[0], frame).cases[0].thing if call.arguments else None
    if not isinstance(executor, FunctionCase):
        return unknown(UnknownReason.DYNAMIC)
    found = tuple(
        evaluator.passed(given.arguments[0])
        for given in _by_function(evaluator, executor.module, executor.node, 0)
        if given.arguments
    )
    return join(found) if found else single(External("globalThis", (".Promise", "new")))
