"""The insides of functions, classes and the module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import ClassMember
from portbind_lint.parse.plain.functions import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.syntax import Expression
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_HOLDS_STATEMENTS = frozenset(
    {
        "BlockStatement",
        "IfStatement",
        "ForStatement",
        "ForInStatement",
        "ForOfStatement",
        "WhileStatement",
        "DoWhileStatement",
        "TryStatement",
        "CatchClause",
        "SwitchStatement",
        "SwitchCase",
        "LabeledStatement",
        "WithStatement",
    }
)
_EXPORTING = frozenset({"ExportNamedDeclaration", "ExportDefaultDeclaration"})
_DECLARATIONS = frozenset({"FunctionDeclaration", "ClassDeclaration"})


class Bodies:
    """Reads the bodies of one file."""

    def __init__(self, low: Lowering) -> None:
        self._low = low

    def returns(self, function: Place) -> tuple[Expression, ...]:
        """What a function returns; nothing for a generator."""
        body = function.one("body")
        if body is None or function.has("generator"):
            return ()
        if body.kind != "BlockStatement":
            return (self._low.value(body),)
        returned = (statement.one("argument") for statement in _returns(body))
        return tuple(self._low.value(value) for value in returned if value is not None)

    def members(self, cls: Place) -> tuple[ClassMember, ...]:
        """The members of a class in source order."""
        found = (self._low.part(place) for place in members_of(cls))
        return tuple(member for member in found if isinstance(member, ClassMember))

    def top_level(self, root: Place) -> tuple[Expression, ...]:
        """Initialisers and expression statements directly in the module."""
        return tuple(self._low.value(value) for child in root.children for value in _values(child))


def _returns(body: Place) -> Iterator[Place]:
    stack = [body]
    while stack:
        place = stack.pop()
        if place.kind == "ReturnStatement":
            yield place
        elif place.kind in _HOLDS_STATEMENTS:
            stack.extend(reversed(place.children))


def _values(statement: Place) -> list[Place]:
    """The expressions of one statement of the module."""
    inner = statement.one("declaration") if statement.kind in _EXPORTING else None
    if inner is not None and inner.kind != "VariableDeclaration":
        return [] if inner.kind in _DECLARATIONS else [inner]
    statement = inner or statement
    if statement.kind == "VariableDeclaration":
        values = (declarator.one("init") for declarator in statement.children)
        return [value for value in values if value is not None]
    value = statement.one("expression") if statement.kind == "ExpressionStatement" else None
    return [] if value is None else [value]
