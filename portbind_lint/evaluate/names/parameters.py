"""What reaches a parameter: the followed call's argument, else what all callers pass, else its default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, join, settable, single, through, unknown
from portbind_lint.evaluate.frames import Frame, Passed, frame_of
from portbind_lint.evaluate.names import declared
from portbind_lint.evaluate.names.patterns import defaulted, taken_apart
from portbind_lint.model.facts import Module, ParameterName
from portbind_lint.model.syntax import Function, Name, Parameter
from portbind_lint.model.value import External, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator


def parameter_value(evaluator: Evaluator, module: Module, binding: ParameterName, frame: Frame | None) -> Value:
    """What the name `binding` of a parameter can be."""
    function, index = binding.function, binding.index
    if index >= len(function.parameters):
        return unknown(UnknownReason.DYNAMIC)
    parameter = function.parameters[index]
    place = frame_of(frame, function)
    if place is not None:
        whole = _given(evaluator, parameter, index, place.arguments or (), open_end=place.open_end)
        whole = defaulted(evaluator, module, whole, parameter.default, place)
    else:
        whole = evaluator.remember(
            ("parameter", function, index), lambda: _from_callers(evaluator, module, function, index)
        )
    value = taken_apart(evaluator, module, whole, binding.path, place or frame)
    return declared.typed(evaluator, module, value, parameter.type) if not binding.path else value


def _given(
    evaluator: Evaluator, parameter: Parameter, index: int, passed: tuple[Passed, ...], *, open_end: bool
) -> Value:
    if parameter.rest:
        if open_end:
            return unknown(UnknownReason.FORWARDED)
        return single(arrays.record(tuple(arrays.read(evaluator, argument) for argument in passed[index:])))
    if index < len(passed):
        return arrays.read(evaluator, passed[index])
    return unknown(UnknownReason.FORWARDED) if open_end else absent()


def _from_callers(evaluator: Evaluator, module: Module, function: Function, index: int) -> Value:
    parameter = function.parameters[index]
    callers = evaluator.callers.of(module, function)
    if callers is None:
        return unknown(UnknownReason.CYCLE)
    if not callers.passings or (callers.aside and _is_optional(evaluator, module, parameter)):
        return through(_without_callers(evaluator, module, parameter), module.location(parameter))
    given = (_given(evaluator, parameter, index, c.arguments, open_end=c.open_end) for c in callers.passings)
    whole = join(given)
    return defaulted(evaluator, module, whole, parameter.default, None)


def _is_optional(evaluator: Evaluator, module: Module, parameter: Parameter) -> bool:
    """Whether a user of a library may leave it to the library what this parameter is, or hands it through the rest."""
    if parameter.default is not None or parameter.optional or parameter.rest:
        return True
    return declared.as_options(evaluator, module, parameter.type, optional=False) is not None


def _without_callers(evaluator: Evaluator, module: Module, parameter: Parameter) -> Value:
    """What the user of a library gets who passes only what he must; anything else is his to set."""
    name = parameter.target.name if isinstance(parameter.target, Name) else "options"
    if parameter.rest:
        return unknown(UnknownReason.FORWARDED)
    options = declared.as_options(evaluator, module, parameter.type, optional=parameter.optional)
    if parameter.default is not None:
        default = evaluator.value(module, parameter.default, None)
        return settable("option", name, default)
    if options is not None:
        return options
    typed = None if parameter.type is None else declared.from_type(evaluator, module, parameter.type)
    if typed is not None and any(isinstance(case.thing, External) for case in typed.cases):
        return typed
    if parameter.optional or (parameter.type is not None and "undefined" in parameter.type):
        return settable("option", name, absent())
    return unknown(UnknownReason.REQUIRED_PARAMETER)
