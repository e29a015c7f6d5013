"""What happens to an object or array literal through its variable, besides plain assignments to members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import (
    Array,
    Assignment,
    Call,
    Expression,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Unary,
)

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_MOST_USES = 60
_DEFINING = frozenset({"defineProperty", "defineProperties", "set", "setPrototypeOf"})


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change.

    `kind` is `set` (`key` is set by `node`, an assignment), `delete` (`key` is deleted by `node`), `define` (`node`
    calls `Object.defineProperty` or the like for `key`), `call` (`node` calls a member by its key), `length` (`node`
    sets an array's), or the name of a method of an array that `node` calls with `given`.
    """

    kind: str
    node: Assignment | Unary | Call
    key: Expression | str
    given: tuple[Expression, ...] = ()


def changes(evaluator: Evaluator, module: Module, literal: Object | Array) -> tuple[Change, ...]:
    """The changes in the module of the literal, in source order."""
    return evaluator.changes_of(module, literal, lambda: tuple(_found(module, literal)))


def _found(module: Module, literal: Object | Array) -> Iterator[Change]:
    uses = _uses(module, literal)
    for use in uses:
        if (change := _by(module, use)) is not None:
            yield change
        elif module.parent(use) is None or isinstance(module.parent(use), Function):
            # `const other = hosts;`
            yield from (change for again in _uses(module, use) if (change := _by(module, again)) is not None)


def _uses(module: Module, value: Expression) -> tuple[Name, ...]:
    """The uses of the variable that begins as `value`."""
    variable = module.variable(value)
    return () if variable is None else module.uses(variable)[:_MOST_USES]


def _by_call(call: Call, name: str) -> Change | None:
    """`Reflect.set(x, 'host', value)`, `Object.defineProperty(x, 'host', ...)`."""
    if name not in _DEFINING:
        return None
    _, key, value = (*call.arguments, call, call)[:3]
    return Change("set" if name == "set" else "define", call, key, (value,))


def _by(module: Module, use: Name) -> Change | None:
    parent = module.parent(use)
    outer = None if parent is None else module.parent(parent)
    match parent, outer:
        case Index(index=key), Assignment(target=target) if target is parent and not isinstance(key, Literal):
            return Change("set", outer, key)
        case Index(index=Literal(value=int() as place)), Assignment(target=target) if target is parent:
            return Change("set", outer, str(place))
        case Call(callee=Member(object=Name(name="Object" | "Reflect"), property=name), arguments=(first, *_)), _:
            return _by_call(parent, name) if first is use else None
        case Member(property="length"), Assignment(target=target) if target is parent:
            return Change("length", outer, "")
        case Index(), Call(callee=callee) if callee is parent:
            return Change("call", outer, "", outer.arguments)
        case Member(property=key), Unary(operator="delete"):
            return Change("delete", outer, key)
        case Index(index=key), Unary(operator="delete"):
            return Change("delete", outer, key)
        case Member(object=owner, property=method), Call(callee=callee) if callee is parent and owner is use:
            return Change(method, outer, "", outer.arguments)
        case _:
            return None
