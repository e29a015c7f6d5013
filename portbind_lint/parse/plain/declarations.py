"""From a declaring name to its binding and the place whose scope holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.facts import Binding, Declared, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Class, Function, Name, Opaque
from portbind_lint.parse.plain.functions import parameters_of
from portbind_lint.parse.plain.kinds import BLOCKS, CLASSES, FUNCTIONS, LOOPS
from portbind_lint.parse.scopes import path_to

if TYPE_CHECKING:
    from portbind_lint.model.syntax import PatternEntry
    from portbind_lint.parse.plain.imports import Imports
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.names import Use
    from portbind_lint.parse.plain.tree import Place

Scoped = tuple["Place", Binding]

_OWN = frozenset({"FunctionExpression", "ClassExpression"})
_FUNCTION_SCOPES = FUNCTIONS | {"Program"}


class Declarations:
    """Makes the bindings of one file."""

    def __init__(self, root: Place, low: Lowering, imports: Imports) -> None:
        self._root = root
        self._low = low
        self._imports = imports

    def declared(self, use: Use) -> Union[Scoped, None]:
        """The scope and the binding of a declaring occurrence."""
        holder = use.target.parent
        if holder is None:
            return None
        if holder.kind == "VariableDeclarator":
            return self._variable(use, holder)
        if holder.kind in FUNCTIONS and use.target.role == "params":
            return self._parameter(use, holder)
        if holder.kind in FUNCTIONS | CLASSES:
            return self._function_or_class(use, holder)
        if holder.kind == "CatchClause":
            return holder, OpaqueName(use.place.word("name"), use.place.start, "catch", None)
        made = self._imports.at(use.place)
        return None if made is None else (self._root, made)

    def _variable(self, use: Use, declarator: Place) -> Union[Scoped, None]:
        statement = declarator.parent
        outer = None if statement is None else statement.parent
        if statement is None or outer is None:
            return None
        kind, name, start = statement.word("kind"), use.place.word("name"), use.place.start
        if kind == "var":
            scope = self._nearest(statement, _FUNCTION_SCOPES)
        else:
            scope = outer if outer.kind in LOOPS else self._nearest(statement, BLOCKS)
        looped = outer.one("right") if statement.role == "left" else None
        if looped is not None:
            return scope, OpaqueName(name, start, "loop", self._low.value(looped), self._path(use))
        value = declarator.one("init")
        initial = None if value is None else self._low.value(value)
        return scope, Variable(name, start, kind, initial, self._path(use), None)

    def _parameter(self, use: Use, holder: Place) -> Union[Scoped, None]:
        function = self._low.node(holder)
        listed = parameters_of(holder)
        if not isinstance(function, Function) or use.target not in listed:
            return None
        index = listed.index(use.target)
        path = path_to(function.parameters[index].target, use.place.start)
        return holder, ParameterName(use.place.word("name"), use.place.start, function, index, path)

    def _function_or_class(self, use: Use, holder: Place) -> Union[Scoped, None]:
        value = self._low.node(holder)
        if not isinstance(value, (Function, Class)):
            return None
        scope = holder if holder.kind in _OWN else self._nearest(holder, BLOCKS)
        return scope, Declared(use.place.word("name"), use.place.start, value)

    def _path(self, use: Use) -> tuple[PatternEntry, ...]:
        target = self._low.node(use.target)
        return () if target is None or isinstance(target, (Name, Opaque)) else path_to(target, use.place.start)

    def _nearest(self, place: Place, kinds: frozenset[str]) -> Place:
        return next((outer for outer in place.ancestors() if outer.kind in kinds), self._root)
