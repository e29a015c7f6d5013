"""Schema libraries: `z.object({HOST: z.string().default('0.0.0.0')}).parse(process.env).HOST` and its kin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, each, join, settable, single, unknown
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Member
from portbind_lint.model.value import External, FunctionCase, Known, Setting, UnknownReason, Value

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
    return _passed_through(evaluator, thing, name, _member_of_schema(evaluator, thing, name))


def _passed_through(evaluator: Evaluator, thing: External, name: str, declared: Value) -> Value:
    """What the checked data itself holds under `name`; where nothing is set, what the schema declares.

    Data that is gathered first (`parse({ host: process.env.BIND })`) tells which setting stands behind a member.
    """
    module, call = thing.calls[-1]
    if not isinstance(call.callee, Member) or f".{call.callee.property}" not in _PARSES or not call.arguments:
        return declared
    data = evaluator.property(evaluator.value(module, call.arguments[0]), name)
    if data.effective and all(isinstance(c.thing, Known) and c.thing.value is not None for c in data.effective):
        return data
    named = next((case.thing for case in data.cases if isinstance(case.thing, Setting)), None)
    if named is None:
        return declared
    guessed = Setting("env", name)
    return Value(tuple(replace(case, thing=named) if case.thing == guessed else case for case in declared.cases))


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
