"""Destructuring patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import ArrayPattern, Expression, ObjectPattern, Opaque, Pattern, PatternEntry
from portbind_lint.parse.entries import with_taken
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.native.kinds import operands
from portbind_lint.parse.native.lowering.objects import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering

_DEFAULTED = frozenset({"assignment_pattern", "object_assignment_pattern"})


def target_of(
    node: tree_sitter.Node | None, within: tree_sitter.Node, low: Lowering
) -> tuple[Pattern, Expression | None]:
    """The target and the default of `target = default`, of a pattern's entry or of a parameter."""
    if node is not None and node.type in _DEFAULTED:
        default = low.expression(node.child_by_field_name("right"), node)
        return low.pattern(node.child_by_field_name("left"), node), default
    return low.pattern(node, within), None


def rest_target(node: tree_sitter.Node, low: Lowering) -> Pattern:
    """The target of `...target`."""
    inner = operands(node)
    return low.pattern(inner[0] if inner else None, node)


def _object_pattern(node: tree_sitter.Node, low: Lowering) -> Pattern:
    if node.named_child_count > MAX_ENTRIES:
        return Opaque(node.start_byte, node.end_byte, "too long")
    entries = [_entry(child, low) for child in operands(node)]
    return ObjectPattern(node.start_byte, node.end_byte, with_taken(entries))


def _entry(node: tree_sitter.Node, low: Lowering) -> PatternEntry:
    start, end = node.start_byte, node.end_byte
    if node.type == "rest_pattern":
        return PatternEntry(start, end, None, rest_target(node, low), None, rest=True)
    if node.type == "pair_pattern":
        target, default = target_of(node.child_by_field_name("value"), node, low)
        return PatternEntry(start, end, key_of(node.child_by_field_name("key"), low), target, default, rest=False)
    name = node.child_by_field_name("left") if node.type in _DEFAULTED else node
    target, default = target_of(node, node, low)
    return PatternEntry(start, end, key_of(name, low), target, default, rest=False)


def _array_pattern(node: tree_sitter.Node, low: Lowering) -> Pattern:
    if node.named_child_count > MAX_ENTRIES:
        return Opaque(node.start_byte, node.end_byte, "too long")
    entries: list[PatternEntry] = []
    index = 0
    for child in node.children:
        if child.type == ",":
            index += 1
        elif child.type == "rest_pattern":
            rest = rest_target(child, low)
            entries.append(PatternEntry(child.start_byte, child.end_byte, str(index), rest, None, rest=True))
        elif child.is_named and child.type != "comment":
            target, default = target_of(child, node, low)
            entries.append(PatternEntry(child.start_byte, child.end_byte, str(index), target, default, rest=False))
    return ArrayPattern(node.start_byte, node.end_byte, tuple(entries))


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Pattern]] = {
    "object_pattern": _object_pattern,
    "array_pattern": _array_pattern,
}
