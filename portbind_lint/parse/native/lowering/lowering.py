"""The driver: lowers an expression and what it is made of, without recursion.

A rule asks for the parts of its node with `expression` or `pattern`. A part that is not there yet is noted, the rule's
result is thrown away, and the rule runs again when the parts are done. So rules read like plain recursive code, and
nesting of any depth takes constant stack and linear time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import (
    ArrayPattern,
    Expression,
    Function,
    Index,
    Member,
    Name,
    Node,
    ObjectPattern,
    Opaque,
    Pattern,
)
from portbind_lint.parse.limits import MAX_HEIGHT
from portbind_lint.parse.native.kinds import unwrapped
from portbind_lint.parse.native.lowering import access, atoms, functions, objects, operators, patterns

if TYPE_CHECKING:
    from collections.abc import Callable

    import tree_sitter

    from portbind_lint.parse.native.tree import Tree

Lowered = Union[Expression, Pattern]

_RULES: dict[str, Callable[[tree_sitter.Node, Lowering], Lowered]] = {
    **atoms.RULES,
    **access.RULES,
    **operators.RULES,
    **objects.RULES,
    **patterns.RULES,
    **functions.RULES,
}


class Lowering:
    """Everything that has been lowered of one file; the same syntax node always gives the same object."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._done: dict[int, Lowered] = {}
        self._heights: dict[int, int] = {}
        self._origins: dict[Node, tree_sitter.Node] = {}
        self._parts: dict[int, Node] = {}
        self._pending: list[tree_sitter.Node] = []
        self._tallest = 0

    def lower(self, node: tree_sitter.Node) -> Lowered:
        """What `node` says; not to be called from a rule."""
        node = unwrapped(node)
        stack = [] if node.id in self._done else [node]
        while stack:
            top = stack[-1]
            if top.id in self._done or self._build(top):
                stack.pop()
            else:
                stack.extend(self._pending)
        return self._done[node.id]

    def value(self, node: tree_sitter.Node) -> Expression:
        """The expression that `node` is; `Opaque` where it is none. Not to be called from a rule."""
        return as_expression(self.lower(node))

    def function(self, node: tree_sitter.Node) -> Function | None:
        """The function that `node` is. Not to be called from a rule."""
        lowered = self.lower(node)
        return lowered if isinstance(lowered, Function) else None

    def origin(self, node: Node) -> tree_sitter.Node | None:
        """The syntax node that `node` was made from."""
        return self._origins.get(node)

    def part(self, node: tree_sitter.Node) -> Node | None:
        """The `Property` or `ClassMember` that was made from a syntax node."""
        return self._parts.get(node.id)

    def note_part(self, part: Node, node: tree_sitter.Node) -> None:
        """Remember what a `Property` or `ClassMember` was made from."""
        self._parts[node.id] = part
        self._origins[part] = node

    def text(self, node: tree_sitter.Node) -> str:
        """The source text of a syntax node."""
        return self.tree.text(node.start_byte, node.end_byte)

    def expression(self, node: tree_sitter.Node | None, within: tree_sitter.Node) -> Expression:
        """For rules: the part `node` of `within` as an expression; `Opaque` where broken source lacks it."""
        return as_expression(self._part_of(node, within))

    def pattern(self, node: tree_sitter.Node | None, within: tree_sitter.Node) -> Pattern:
        """For rules: the part `node` of `within` as the target of an assignment."""
        lowered = self._part_of(node, within)
        if isinstance(lowered, (Name, ObjectPattern, ArrayPattern, Member, Index, Opaque)):
            return lowered
        return Opaque(lowered.start, lowered.end, "target")

    def _part_of(self, node: tree_sitter.Node | None, within: tree_sitter.Node) -> Lowered:
        if node is None:
            return Opaque(within.end_byte, within.end_byte, "missing")
        node = unwrapped(node)
        done = self._done.get(node.id)
        if done is None and node.type in atoms.RULES and node.type not in atoms.NESTED:
            done = self._finish(node, atoms.RULES[node.type](node, self), 1)
        if done is None:
            self._pending.append(node)
            return Opaque(node.start_byte, node.end_byte, "pending")
        height = self._heights[node.id]
        if height >= MAX_HEIGHT:
            return Opaque(node.start_byte, node.end_byte, "too deep")
        self._tallest = max(self._tallest, height)
        return done

    def _build(self, node: tree_sitter.Node) -> bool:
        """Lower `node` if all its parts are there; else leave the missing ones in `_pending`."""
        self._pending = []
        self._tallest = 0
        rule = _RULES.get(node.type)
        lowered = Opaque(node.start_byte, node.end_byte, node.type) if rule is None else rule(node, self)
        if self._pending:
            return False
        self._finish(node, lowered, self._tallest + 1)
        return True

    def _finish(self, node: tree_sitter.Node, lowered: Lowered, height: int) -> Lowered:
        self._done[node.id] = lowered
        self._heights[node.id] = height
        self._origins[lowered] = node
        return lowered


def as_expression(lowered: Lowered) -> Expression:
    """A lowered node as an expression; a pattern where a value is wanted has none."""
    if isinstance(lowered, (ObjectPattern, ArrayPattern)):
        return Opaque(lowered.start, lowered.end, "pattern")
    return lowered


def is_expression(kind: str) -> bool:
    """Whether syntax nodes of this type are expressions that `Lowering` knows."""
    return kind in _RULES and kind not in patterns.RULES
