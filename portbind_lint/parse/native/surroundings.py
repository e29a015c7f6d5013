"""What encloses a node: expressions, functions, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import ArrayPattern, Class, Function, Name, Node, ObjectPattern
from portbind_lint.parse.native.kinds import CLASSES, FIELDS, FUNCTIONS, LOOPS, WRAPPERS
from portbind_lint.parse.native.lowering.lowering import Lowering, is_expression

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.parse.native.bodies import Bodies
    from portbind_lint.parse.native.tree import Place, Tree

_PARTS = frozenset({"pair", "shorthand_property_identifier"})
_VALUES: dict[str, type[Node]] = {"method_definition": Function, "shorthand_property_identifier": Name}
"""Syntax that is a part and its value at once, and what the value is."""

_THIS_MAKERS = FUNCTIONS - {"arrow_function"}


class Surroundings:
    """Looks outwards from the nodes of one file."""

    def __init__(self, tree: Tree, low: Lowering, bodies: Bodies) -> None:
        self._tree = tree
        self._low = low
        self._bodies = bodies
        self._parents: dict[Node, Node | None] = {}
        self._functions: dict[int, Place | None] = {}
        self._classes: dict[int, Place | None] = {}

    def place(self, node: Node) -> Place | None:
        """Where `node` stands in the syntax tree; None where the nesting is too deep."""
        origin = self._low.origin(node)
        if origin is not None:
            return self._tree.place_of(origin)
        return self._tree.place(node.start, node.end)

    def parent(self, node: Node) -> Node | None:
        """The nearest enclosing expression, property, function, class or class member."""
        if node not in self._parents:
            self._parents[node] = self._parent(node)
        return self._parents[node]

    def _parent(self, node: Node) -> Node | None:
        place = self.place(node)
        if place is None:
            return None
        if place.kind in _VALUES and isinstance(node, _VALUES[place.kind]):
            return self._part(place)
        inner = place
        for outer in place.ancestors():
            found = self._part(outer) if _is_key(inner, outer) else self._node_at(outer)
            if found is not None and found is not node:
                return found
            inner = outer
        return None

    def declared_name(self, value: Node) -> Place | None:
        """Where the name stands that is declared with `value`."""
        place = self.place(value)
        outer = None if place is None else place.parent
        while place is not None and outer is not None and outer.kind in WRAPPERS:
            place, outer = outer, outer.parent
        if place is None or outer is None or outer.kind != "variable_declarator" or not place.is_field("value"):
            return None
        name = outer.node.child_by_field_name("name")
        return self._tree.child(outer, name) if name is not None and name.type == "identifier" else None

    def function(self, node: Node) -> Function | None:
        """The function whose parameters or body hold `node`."""
        found = self._outwards(self.place(node), self._functions, _function_at)
        return None if found is None else self._low.function(found.node)

    def cls(self, node: Node) -> Class | None:
        """The class that `this` means at `node`."""
        found = self._outwards(self.place(node), self._classes, _this_at)
        return self._class(found.parent) if found is not None and found.kind == "class_body" else None

    def repeats(self, node: Node, seen: Node | None) -> bool:
        """Whether a loop around `node`, but not around `seen`, runs it more than once."""
        place = self.place(node)
        for outer in () if place is None else place.ancestors():
            if outer.kind in FUNCTIONS or (seen is not None and outer.start <= seen.start and seen.end <= outer.end):
                return False
            if outer.kind in LOOPS:
                return True
        return False

    def _outwards(
        self, place: Place | None, known: dict[int, Place | None], at: Callable[[Place, Place], bool]
    ) -> Place | None:
        """The nearest place around `place` that is `at` what stands in it, remembered for all places on the way."""
        way: list[Place] = []
        while place is not None and place.id not in known and (outer := place.parent) is not None:
            way.append(place)
            if at(place, outer):
                found: Place | None = outer
                break
            place = outer
        else:
            found = None if place is None else known.get(place.id)
        known.update((passed.id, found) for passed in way)
        return found

    def _class(self, place: Place | None) -> Class | None:
        lowered = None if place is None else self._low.lower(place.node)
        return lowered if isinstance(lowered, Class) else None

    def _node_at(self, place: Place) -> Node | None:
        if place.kind in _PARTS or place.kind in FIELDS:
            return self._part(place)
        if place.kind in WRAPPERS or not is_expression(place.kind):
            return None
        lowered = self._low.lower(place.node)
        return None if isinstance(lowered, (ObjectPattern, ArrayPattern)) else lowered

    def _part(self, place: Place) -> Node | None:
        """The `Property` or `ClassMember` at `place`, made by lowering what it is a part of."""
        for outer in place.ancestors():
            if outer.kind in CLASSES:
                if self._low.part(place.node) is None:
                    self._bodies.members(outer.node)
                break
            if outer.kind == "object":
                whole = self._low.lower(outer.node)
                return self._low.part(place.node) or whole
        return self._low.part(place.node)


def _is_key(place: Place, outer: Place) -> bool:
    """Whether `place` is the name of the method `outer`, which is found out before there is a function."""
    return outer.kind == "method_definition" and place.is_field("name")


def _function_at(place: Place, outer: Place) -> bool:
    return outer.kind in FUNCTIONS and not _is_key(place, outer)


def _this_at(_place: Place, outer: Place) -> bool:
    """Whether `this` has a meaning of its own in `outer`."""
    if outer.kind == "class_body":
        return True
    return outer.kind in _THIS_MAKERS and (outer.parent is None or outer.parent.kind != "class_body")
