"""Settings that are declared by a JSON schema: `envSchema({ schema })` and Fastify's `app.config` of `@fastify/env`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, settable
from portbind_lint.evaluate.settings.schema_values import applied
from portbind_lint.evaluate.settings.schema_words import LIBRARIES
from portbind_lint.evaluate.settings.schemas import ENVIRONMENT
from portbind_lint.model.syntax import Literal
from portbind_lint.model.value import Absent, External, ObjectCase, Record, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module

_PLUGINS = ("@fastify/env", "fastify-env")
_READS = frozenset({("()",), (".envSchema", "()"), (".default", "()")})
_CONFIG = ".config"
_MOST_FILES = 20


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The member `name` of settings that a schema declares; None where `thing` is no such settings."""
    if thing.module == "env-schema" and thing.path in _READS and thing.calls:
        module, call = thing.calls[-1]
        return _declared(evaluator, evaluator.value(module, call.arguments[0]), name) if call.arguments else None
    if thing.module == "fastify" and thing.path[-1:] == (_CONFIG,):
        found = (_declared(evaluator, options, name) for options in _registered(evaluator))
        return next((value for value in found if value is not None), None)
    return None


def _registered(evaluator: Evaluator) -> Iterator[Value]:
    """The options that the plugin is registered with, in whichever file does it."""
    repository = evaluator.program.repository
    paths = dict.fromkeys(path for plugin in _PLUGINS for path in repository.sources_naming(plugin))
    for path in list(paths)[:_MOST_FILES]:
        module = evaluator.program.module(path)
        if module is not None:
            yield from _registrations(evaluator, module)


def _registrations(evaluator: Evaluator, module: Module) -> Iterator[Value]:
    for call in module.calls("register"):
        if len(call.arguments) < 2 or isinstance(call.arguments[0], Literal):  # noqa: PLR2004 - the plugin, its options
            continue
        things = (case.thing for case in evaluator.value(module, call.arguments[0]).cases)
        if any(isinstance(thing, External) and thing.module in _PLUGINS for thing in things):
            yield evaluator.value(module, call.arguments[1])


def _declared(evaluator: Evaluator, options: Value, name: str) -> Value | None:
    """What the schema says holds when nobody sets `name`; None where the schema is not written as an object."""
    schema = evaluator.property(options, "schema")
    if any(isinstance(case.thing, External) and case.thing.module in LIBRARIES for case in schema.cases):
        return evaluator.property(applied(evaluator, schema, ENVIRONMENT), name)
    properties = evaluator.property(schema, "properties")
    if not any(isinstance(case.thing, (ObjectCase, Record)) for case in properties.cases):
        return None
    declaration = evaluator.property(properties, name)
    if all(isinstance(case.thing, Absent) for case in declaration.cases):
        return settable("env", name, absent())
    return settable("env", name, evaluator.property(declaration, "default"))
