"""The name that the rest of the code knows a function by."""

from __future__ import annotations

from portbind_lint.evaluate.names.naming import name_given
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Function, Property


def name_of(module: Module, function: Function) -> str:
    """Its own name, or that of its variable, method or property; "" if it has none."""
    match module.parent(function):
        case Property(key=str(name)) if not function.name:
            return name
        case _:
            return function.name or name_given(module, function)
