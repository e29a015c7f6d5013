"""Schema libraries: `z.object({HOST: z.string().default('0.0.0.0')}).parse(process.env).HOST` and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, each, join, settable, single, unknown
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Member
from portbind_lint.model.value import External, FunctionCase, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_SCHEMAS = frozenset(
    {"zod", "zod/v4", "zod/v3", "zod/mini", "joi", "yup", "valibot", "@sinclair/typebox", "superstruct"}
)
_PARSES = frozenset({".parse", ".safeParse", ".parseAsync", ".safeParseAsync", ".validate", ".validateSync", ".cast"})
_OBJECTS = frozenset({"object", "strictObject", "looseObject", "extend", "merge", "keys"})
_DEFAULTS = frozenset({"default", "prefault", "catch", "fallback"})
_OPTIONAL = frozenset({"optional", "nullish", "nullable"})
_PASSING = frozenset({"data", "value", "output"})


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The member `name` of data that a schema has checked; None where `thing` is no such data."""
    if thing.module == "envalid" and thing.path[-2:] == (".cleanEnv", "()"):
        return _envalid(evaluator, thing, name)
    if thing.module not in _SCHEMAS or not _is_checked(thing):
        return None
    if name in _PASSING and f".{name}" != thing.path[-1] and "safe" in "".join(thing.path[-2:]).lower():
        return single(External(thing.module, (*thing.path, f".{name}"), thing.calls))
    if name in {"success", "error"}:
        return unknown(UnknownReason.DYNAMIC)
    return _member_of_schema(evaluator, thing, name)


def _is_checked(thing: External) -> bool:
    steps = [step for step in thing.path if step not in {"()", ".data", ".value", ".output"}]
    return bool(steps) and steps[-1] in _PARSES and "()" in thing.path


def _member_of_schema(evaluator: Evaluator, thing: External, name: str) -> Value:
    for module, call in reversed(thing.calls[:-1]):
        if not isinstance(call.callee, Member) or call.callee.property not in _OBJECTS or not call.arguments:
            continue
        declared = evaluator.property(evaluator.value(module, call.arguments[0]), name)
        for case in declared.cases:
            if isinstance(case.thing, External) and case.thing.module == thing.module:
                return _from_declaration(evaluator, case.thing, name)
    return settable("option", name, absent())


def _from_declaration(evaluator: Evaluator, declaration: External, name: str) -> Value:
    """The default of one member; a nested object is checked data of its own."""
    for module, call in reversed(declaration.calls):
        word = call.callee.property if isinstance(call.callee, Member) else ""
        if word in _DEFAULTS and call.arguments:
            return settable("env", name, _default(evaluator, module, call))
        if word in _OPTIONAL:
            return settable("env", name, absent(module.location(call)))
    if any(isinstance(call.callee, Member) and call.callee.property in _OBJECTS for _, call in declaration.calls):
        pairs = (*declaration.calls, declaration.calls[-1])
        return single(External(declaration.module, (*declaration.path, ".parse", "()"), pairs))
    return settable("env", name, unknown(UnknownReason.REQUIRED_SETTING))


def _default(evaluator: Evaluator, module: Module, call: Call) -> Value:
    value = evaluator.value(module, call.arguments[0])
    return each(value, lambda thing: evaluator.returned(thing) if isinstance(thing, FunctionCase) else single(thing))


def _envalid(evaluator: Evaluator, thing: External, name: str) -> Value:
    module, call = thing.calls[-1]
    if len(call.arguments) < 2:  # noqa: PLR2004 - the environment and the specification
        return settable("env", name, absent())
    declared = evaluator.property(evaluator.value(module, call.arguments[1]), name)
    found = [
        evaluator.property(evaluator.value(inner, node.arguments[0]), "default")
        for case in declared.cases
        if isinstance(case.thing, External)
        for inner, node in case.thing.calls[-1:]
        if node.arguments
    ]
    return settable("env", name, join(found) if found else unknown(UnknownReason.REQUIRED_SETTING))
