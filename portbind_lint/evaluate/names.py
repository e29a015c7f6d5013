"""What a name stands for: a variable with its writes, an import, a parameter, a declaration or a global."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from portbind_lint.evaluate import arrays, declared, parameters
from portbind_lint.evaluate.cases import absent, each, known, single, unknown
from portbind_lint.evaluate.guards import narrowed
from portbind_lint.evaluate.patterns import assigned, taken_apart
from portbind_lint.evaluate.writes import Reader, Write, after_writes
from portbind_lint.model.facts import Binding, Declared, Enum, Import, Module, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Assignment, Class, Function, Name, Pattern
from portbind_lint.model.value import ClassCase, External, FunctionCase, Record, UnknownReason, Value  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf}


def name_value(evaluator: Evaluator, module: Module, name: Name, frame: Frame | None) -> Value:
    """What `name` can be where it stands."""
    binding = module.binding(name)
    if binding is None:
        return _global(name.name)
    return narrowed(evaluator, module, name, _bound(evaluator, module, binding, name, frame))


def _global(name: str) -> Value:
    if name == "undefined":
        return absent()
    if name in _CONSTANTS:
        return known(_CONSTANTS[name])
    if name == "globalThis":
        return single(External(name, ()))
    return single(External("globalThis", () if name in {"global", "window", "self"} else (f".{name}",)))


def _bound(evaluator: Evaluator, module: Module, binding: Binding, name: Name, frame: Frame | None) -> Value:
    match binding:
        case Import():
            return imported(evaluator, module, binding)
        case Declared(value=Function() as function):
            return _rewritten(
                evaluator, module, binding, single(FunctionCase(module, function, frame, None)), name, frame
            )
        case Declared(value=Class() as cls):
            return single(ClassCase(module, cls, frame))
        case Enum():
            return _enum(evaluator, module, binding, frame)
        case Variable():
            return _variable(evaluator, module, binding, name, frame)
        case ParameterName():
            passed = parameters.parameter_value(evaluator, module, binding, frame)
            return _rewritten(evaluator, module, binding, passed, name, frame)
        case OpaqueName():
            return _opaque(evaluator, module, binding, frame)
    return unknown(UnknownReason.DYNAMIC)


def imported(evaluator: Evaluator, module: Module, binding: Import) -> Value:
    """What an import brings: from the repository, or an external access path."""
    return evaluator.program.exported(evaluator, module.path, binding.source, binding.imported)


def _variable(evaluator: Evaluator, module: Module, binding: Variable, name: Name, frame: Frame | None) -> Value:
    first = None
    if binding.value is not None:
        whole = evaluator.value(module, binding.value, frame)
        first = taken_apart(evaluator, module, whole, binding.path, frame)
    value = _rewritten(evaluator, module, binding, first, name, frame)
    return declared.typed(evaluator, module, value, binding.type)


def _rewritten(
    evaluator: Evaluator, module: Module, binding: Binding, first: Value | None, name: Name, frame: Frame | None
) -> Value:
    """The value of `binding` at `name` after the assignments that can have run."""
    assignments = module.writes(binding)
    if not assignments:
        return first if first is not None else absent()

    def is_binding(target: Pattern) -> bool:
        return isinstance(target, Name) and module.binding(target) is binding

    def write(assignment: Assignment) -> Write:
        return Write(module, assignment, frame, lambda: assigned(evaluator, module, assignment, is_binding, frame))

    return after_writes(evaluator, first, tuple(write(each_) for each_ in assignments), Reader(module, name))


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
    if binding.kind == "declare":
        return _global(binding.name)
    if binding.kind in {"for-of", "of", "loop"} and binding.value is not None:
        return each(evaluator.value(module, binding.value, frame), lambda thing: arrays.any_element(evaluator, thing))
    return unknown(UnknownReason.DYNAMIC)
