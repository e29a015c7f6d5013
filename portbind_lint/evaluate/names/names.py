"""What a name stands for: a variable with its writes, an import, a parameter, a declaration or a global."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.arrays.changes import is_changed
from portbind_lint.evaluate.cases import absent, each, known, single, unknown
from portbind_lint.evaluate.frames import Reader, frame_of
from portbind_lint.evaluate.names import declared, parameters
from portbind_lint.evaluate.names.guards import narrowed
from portbind_lint.evaluate.names.patterns import assigned, taken_apart
from portbind_lint.evaluate.names.writes import Write, after_writes
from portbind_lint.model.facts import Binding, Declared, Enum, Import, Module, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Assignment, Class, Function, Name, Pattern
from portbind_lint.model.value import ClassCase, External, FunctionCase, Record, UnknownReason, Value  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_TYPES = {
    **dict.fromkeys(("window", "document", "importScripts", "WorkerGlobalScope", "XMLHttpRequest"), "undefined"),
    **dict.fromkeys(("process", "globalThis", "global", "console"), "object"),
    **dict.fromkeys(("Buffer", "setTimeout", "setImmediate", "fetch", "URL", "Promise", "Symbol", "Map"), "function"),
}
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf}


def name_value(evaluator: Evaluator, module: Module, name: Name, frame: Frame | None) -> Value:
    """What `name` can be where it stands."""
    binding = evaluator.binding(module, name)
    if binding is None:
        return _arguments(evaluator, module, name, frame) if name.name == "arguments" else _global(name.name)
    first = _first(evaluator, module, binding, frame)
    value = after_writes(evaluator, first, _writes(evaluator, module, binding, frame), Reader(module, name, frame))
    if isinstance(binding, Variable):
        value = declared.typed(evaluator, module, _rearranged(module, binding, value), binding.type)
    return narrowed(evaluator, module, name, value)


def _rearranged(module: Module, binding: Variable, value: Value) -> Value:
    """An array that was put together by calls, and is changed through its variable: nothing is said of it then."""
    is_made = any(isinstance(case.thing, Record) and arrays.is_array(case.thing) for case in value.cases)
    return unknown(UnknownReason.DYNAMIC) if is_made and is_changed(module, binding) else value


def later(evaluator: Evaluator, module: Module, name: Name) -> Value:
    """What the variable `name` of a module is once the module has run: what others see of an export."""
    binding = module.binding(name)
    if binding is None:
        return _global(name.name)
    first = _first(evaluator, module, binding, None)
    value = after_writes(evaluator, first, _writes(evaluator, module, binding, None), Reader(module, None))
    return declared.typed(evaluator, module, value, binding.type) if isinstance(binding, Variable) else value


def type_of_global(name: str) -> Value:
    """`typeof name` for what no scope declares, as Node has it; other runtimes' own names may be there or not."""
    if name in _TYPES:
        return known(_TYPES[name])
    return known("undefined") if name == "undefined" else unknown(UnknownReason.DYNAMIC)


def _arguments(evaluator: Evaluator, module: Module, name: Name, frame: Frame | None) -> Value:
    """`arguments` of the call that is being followed."""
    function = module.enclosing_function(name)
    while function is not None and function.is_arrow:
        function = module.enclosing_function(function)
    place = None if function is None else frame_of(frame, function)
    if place is None or place.open_end:
        return unknown(UnknownReason.FORWARDED)
    return single(arrays.record(tuple(arrays.read(evaluator, argument) for argument in place.arguments or ())))


def _global(name: str) -> Value:
    if name == "undefined":
        return absent()
    if name in _CONSTANTS:
        return known(_CONSTANTS[name])
    if name == "globalThis":
        return single(External(name, ()))
    return single(External("globalThis", () if name in {"global", "window", "self"} else (f".{name}",)))


def _first(evaluator: Evaluator, module: Module, binding: Binding, frame: Frame | None) -> Value | None:
    """What `binding` is before any assignment; None for a variable without initialiser."""
    match binding:
        case Import():
            return evaluator.program.exported(evaluator, module.path, binding.source, binding.imported)
        case Declared(value=Function() as function):
            return single(FunctionCase(module, function, frame, None))
        case Declared(value=Class() as cls):
            return single(ClassCase(module, cls, frame))
        case Variable(value=None):
            return None
        case Variable(value=value) if value is not None:
            return taken_apart(evaluator, module, evaluator.value(module, value, frame), binding.path, frame)
        case ParameterName():
            return parameters.parameter_value(evaluator, module, binding, frame)
        case Enum():
            return _enum(evaluator, module, binding, frame)
        case OpaqueName():
            return _opaque(evaluator, module, binding, frame)
    return unknown(UnknownReason.DYNAMIC)


def _writes(evaluator: Evaluator, module: Module, binding: Binding, frame: Frame | None) -> tuple[Write, ...]:
    if not isinstance(binding, (Variable, ParameterName, Declared)):
        return ()

    def is_binding(target: Pattern) -> bool:
        return isinstance(target, Name) and module.binding(target) is binding

    def write(assignment: Assignment) -> Write:
        return Write(module, assignment, frame, lambda at: assigned(evaluator, module, assignment, is_binding, at))

    return tuple(write(assignment) for assignment in module.writes(binding))


def _enum(evaluator: Evaluator, module: Module, binding: Enum, frame: Frame | None) -> Value:
    members: list[tuple[str, Value]] = []
    following = 0
    for name, initial in binding.members:
        value = known(following) if initial is None else evaluator.value(module, initial, frame)
        number = value.cases[0].thing
        following = following + 1 if initial is None else _next(number, following)
        members.append((name, value))
    return single(Record(tuple(members), rest=False))


def _next(thing: object, otherwise: int) -> int:
    value = getattr(thing, "value", None)
    return value + 1 if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _opaque(evaluator: Evaluator, module: Module, binding: OpaqueName, frame: Frame | None) -> Value:
    if binding.kind == "declare":
        return _global(binding.name)
    if binding.kind in {"for-of", "of", "loop"} and binding.value is not None:
        whole = evaluator.value(module, binding.value, frame)
        element = each(whole, lambda thing: arrays.any_element(evaluator, thing))
        return taken_apart(evaluator, module, element, binding.path, frame)
    return unknown(UnknownReason.DYNAMIC)
