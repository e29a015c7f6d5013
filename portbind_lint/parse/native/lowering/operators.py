"""Operators and assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Assignment, Binary, Conditional, Expression, Literal, Opaque, Unary
from portbind_lint.parse.limits import MAX_SEQUENCE
from portbind_lint.parse.native.kinds import operands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering


def _binary(node: tree_sitter.Node, low: Lowering) -> Expression:
    left = low.expression(node.child_by_field_name("left"), node)
    right = low.expression(node.child_by_field_name("right"), node)
    return Binary(node.start_byte, node.end_byte, _operator(node), left, right)


def _unary(node: tree_sitter.Node, low: Lowering) -> Expression:
    operand = low.expression(node.child_by_field_name("argument"), node)
    return Unary(node.start_byte, node.end_byte, _operator(node), operand)


def _await(node: tree_sitter.Node, low: Lowering) -> Expression:
    inner = operands(node)
    return Unary(node.start_byte, node.end_byte, "await", low.expression(inner[0] if inner else None, node))


def _conditional(node: tree_sitter.Node, low: Lowering) -> Expression:
    test = low.expression(node.child_by_field_name("condition"), node)
    then = low.expression(node.child_by_field_name("consequence"), node)
    otherwise = low.expression(node.child_by_field_name("alternative"), node)
    return Conditional(node.start_byte, node.end_byte, test, then, otherwise)


def _sequence(node: tree_sitter.Node, low: Lowering) -> Expression:
    parts = operands(node)
    if len(parts) > MAX_SEQUENCE:
        left: Expression = Opaque(node.start_byte, parts[-2].end_byte, "too long")
    else:
        left = low.expression(parts[0] if parts else None, node)
        for part in parts[1:-1]:
            left = Binary(node.start_byte, part.end_byte, ",", left, low.expression(part, node))
    return Binary(node.start_byte, node.end_byte, ",", left, low.expression(parts[-1] if parts else None, node))


def _assignment(node: tree_sitter.Node, low: Lowering) -> Expression:
    target = low.pattern(node.child_by_field_name("left"), node)
    value = low.expression(node.child_by_field_name("right"), node)
    return Assignment(node.start_byte, node.end_byte, target, _operator(node) or "=", value)


def _update(node: tree_sitter.Node, low: Lowering) -> Expression:
    target = low.pattern(node.child_by_field_name("argument"), node)
    one = Literal(node.end_byte, node.end_byte, 1)
    return Assignment(node.start_byte, node.end_byte, target, _operator(node), one)


def _operator(node: tree_sitter.Node) -> str:
    operator = node.child_by_field_name("operator")
    return "" if operator is None else operator.type


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Expression]] = {
    "binary_expression": _binary,
    "unary_expression": _unary,
    "update_expression": _update,
    "await_expression": _await,
    "ternary_expression": _conditional,
    "sequence_expression": _sequence,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _assignment,
}
