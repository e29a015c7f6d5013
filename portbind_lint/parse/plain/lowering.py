"""From places of esprima's tree to nodes of `model.syntax`.

All of a file is lowered at once, from the last place to the first: parts come after what they are parts of, so that
each rule finds its parts done and nothing recurses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import (
    ArrayPattern,
    Expression,
    Index,
    Member,
    Name,
    Node,
    ObjectPattern,
    Opaque,
    Pattern,
)  # fmt: skip
from portbind_lint.parse.limits import MAX_HEIGHT
from portbind_lint.parse.plain import atoms, expressions, functions, patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.parse.plain.tree import Place, Tree

Lowered = Union[Expression, Pattern]

_RULES: dict[str, Callable[[Place, Lowering], Lowered]] = {}


class Lowering:
    """The lowered nodes of one file and where each comes from."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._done: dict[Place, Lowered] = {}
        self._heights: dict[Place, int] = {}
        self._origins: dict[Node, Place] = {}
        self._parts: dict[Place, Node] = {}
        self._tallest = 0
        for place in reversed(tree.places):
            self._lower(place)

    def node(self, place: Place | None) -> Lowered | None:
        """The expression or pattern at `place`; None where there is none."""
        return None if place is None else self._done.get(place)

    def value(self, place: Place) -> Expression:
        """The expression that `place` is; `Opaque` where it is none."""
        lowered = self._done.get(place)
        if lowered is None or isinstance(lowered, (ObjectPattern, ArrayPattern)):
            return Opaque(place.start, place.end, place.kind)
        return lowered

    def origin(self, node: Node) -> Place | None:
        """The place that `node` was made from."""
        return self._origins.get(node)

    def part(self, place: Place) -> Node | None:
        """The `Property` or `ClassMember` that was made from a place."""
        return self._parts.get(place)

    def note_part(self, part: Node, place: Place) -> None:
        """Remember what a `Property` or `ClassMember` was made from."""
        self._parts[place] = part
        self._origins[part] = place

    def text(self, place: Place) -> str:
        """The source text of a place."""
        return self.tree.text(place.start, place.end)

    def expression(self, place: Place | None, within: Place) -> Expression:
        """For rules: the part `place` of `within` as an expression; `Opaque` where it is left out for its depth."""
        if place is None:
            return Opaque(within.end, within.end, "missing")
        height = self._heights.get(place, 0)
        if height >= MAX_HEIGHT:
            return Opaque(place.start, place.end, "too deep")
        self._tallest = max(self._tallest, height)
        return self.value(place)

    def pattern(self, place: Place | None, within: Place) -> Pattern:
        """For rules: the part `place` of `within` as the target of an assignment."""
        lowered = self.node(place)
        if place is not None and isinstance(lowered, (ObjectPattern, ArrayPattern)):
            height = self._heights[place]
            self._tallest = max(self._tallest, height)
            return lowered if height < MAX_HEIGHT else Opaque(place.start, place.end, "too deep")
        value = self.expression(place, within)
        return value if isinstance(value, (Name, Member, Index, Opaque)) else Opaque(value.start, value.end, "target")

    def _lower(self, place: Place) -> None:
        rule = _RULES.get(place.kind)
        if rule is None:
            return
        self._tallest = 0
        lowered = rule(place, self)
        self._done[place] = lowered
        self._heights[place] = self._tallest + 1
        self._origins[lowered] = place


_RULES.update(atoms.RULES)
_RULES.update(expressions.RULES)
_RULES.update(functions.RULES)
_RULES.update(patterns.RULES)
