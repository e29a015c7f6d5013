"""Where a function goes that is one of several: `const start = secure ? overTls : plain`, `run(custom || plain)`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Binary, Conditional, Expression, Name, Node

_CHOOSING = frozenset({"||", "&&", "??"})
_MOST_LEVELS = 8
_MOST_USES = 20


def chosen(module: Module, name: Name) -> Expression:
    """The whole choice that `name` is a possible outcome of; `name` itself where it is no part of one."""
    current: Expression = name
    for _ in range(_MOST_LEVELS):
        match module.parent(current):
            case Conditional(test=test) as choice if test is not current:
                current = choice
            case Binary(operator=operator) as choice if operator in _CHOOSING:
                current = choice
            case _:
                break
    return current


def uses(module: Module, value: Node) -> Iterator[Name]:
    """Where the variable is read that begins as `value`."""
    variable = module.variable(value)
    for reference in islice(module.references(variable.name) if variable is not None else (), _MOST_USES):
        node = reference.node
        if reference.role == "read" and isinstance(node, Name) and module.binding(node) is variable:
            yield node
