"""What encloses a node: expressions, functions, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import ArrayPattern, Class, Function, Node, ObjectPattern
from portbind_lint.parse.plain.functions import method_of
from portbind_lint.parse.plain.kinds import FUNCTIONS, REPEATING

if TYPE_CHECKING:
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place, Tree

_THIS_MAKERS = FUNCTIONS - {"ArrowFunctionExpression"}


class Surroundings:
    """Looks outwards from the nodes of one file."""

    def __init__(self, tree: Tree, low: Lowering) -> None:
        self._tree = tree
        self._low = low

    def place(self, node: Node) -> Place:
        """Where `node` stands."""
        return self._low.origin(node) or self._tree.around(node.start, node.end)

    def parent(self, node: Node) -> Node | None:
        """The nearest enclosing expression, property, function, class or class member."""
        for outer in self.place(node).ancestors():
            found = self._low.part(outer) or self._low.node(outer)
            if found is not None and not isinstance(found, (ObjectPattern, ArrayPattern)):
                return found
        return None

    def declared_name(self, value: Node) -> Place | None:
        """Where the name stands that is declared with `value`."""
        place = self.place(value)
        declarator = place.parent
        if declarator is None or declarator.kind != "VariableDeclarator" or place.role != "init":
            return None
        name = declarator.one("id")
        return name if name is not None and name.kind == "Identifier" else None

    def function(self, node: Node) -> Function | None:
        """The function whose parameters or body hold `node`."""
        for outer in self.place(node).ancestors():
            if outer.kind in FUNCTIONS:
                found = self._low.node(outer)
                return found if isinstance(found, Function) else None
        return None

    def repeats(self, node: Node, seen: Node | None) -> bool:
        """Whether a loop around `node`, but not around `seen`, runs it more than once."""
        for outer in self.place(node).ancestors():
            if outer.kind in FUNCTIONS or (seen is not None and outer.start <= seen.start and seen.end <= outer.end):
                return False
            if outer.kind in REPEATING:
                return True
        return False

    def cls(self, node: Node) -> Class | None:
        """The class that `this` means at `node`."""
        for outer in self.place(node).ancestors():
            if outer.kind == "ClassBody":
                found = self._low.node(outer.parent)
                return found if isinstance(found, Class) else None
            method = method_of(outer) if outer.kind in _THIS_MAKERS else None
            if outer.kind in _THIS_MAKERS and (method is None or method.kind == "Property"):
                return None
        return None
