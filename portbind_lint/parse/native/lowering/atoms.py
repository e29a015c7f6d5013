"""Names and literals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import Expression, Literal, Name, Opaque, Super, Template, This
from portbind_lint.parse.limits import MAX_PARTS
from portbind_lint.parse.literals import cooked, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering


def string_value(node: tree_sitter.Node, low: Lowering) -> str:
    """The value of a `string` node."""
    end = node.end_byte - 1 if node.end_byte - node.start_byte > 1 else node.end_byte
    return cooked(low.tree.text(node.start_byte + 1, end))


def _name(node: tree_sitter.Node, low: Lowering) -> Expression:
    return Name(node.start_byte, node.end_byte, low.text(node))


def _string(node: tree_sitter.Node, low: Lowering) -> Expression:
    return Literal(node.start_byte, node.end_byte, string_value(node, low))


def _number(node: tree_sitter.Node, low: Lowering) -> Expression:
    value = number(low.text(node))
    if value is None:
        return Opaque(node.start_byte, node.end_byte, "number")
    return Literal(node.start_byte, node.end_byte, value)


def _keyword(node: tree_sitter.Node, _low: Lowering) -> Expression:
    return Literal(node.start_byte, node.end_byte, {"true": True, "false": False}.get(node.type))


def _this(node: tree_sitter.Node, _low: Lowering) -> Expression:
    return This(node.start_byte, node.end_byte)


def _super(node: tree_sitter.Node, _low: Lowering) -> Expression:
    return Super(node.start_byte, node.end_byte)


def _opaque(node: tree_sitter.Node, _low: Lowering) -> Expression:
    return Opaque(node.start_byte, node.end_byte, node.type)


def _template(node: tree_sitter.Node, low: Lowering) -> Expression:
    substitutions = [child for child in node.named_children if child.type == "template_substitution"]
    if len(substitutions) > MAX_PARTS:
        return Opaque(node.start_byte, node.end_byte, "too long")
    parts: list[Union[str, Expression]] = []
    at = node.start_byte + 1
    for substitution in substitutions:
        _add_text(parts, low.tree.text(at, substitution.start_byte))
        inner = substitution.named_children
        parts.append(low.expression(inner[0] if inner else None, substitution))
        at = substitution.end_byte
    _add_text(parts, low.tree.text(at, max(at, node.end_byte - 1)))
    if not substitutions:
        return Literal(node.start_byte, node.end_byte, str(parts[0]) if parts else "")
    return Template(node.start_byte, node.end_byte, tuple(parts))


def _add_text(parts: list[Union[str, Expression]], text: str) -> None:
    # A template's line ends are \n whatever the file has (ECMA-262, 12.9.6).
    if text:
        parts.append(cooked(text.replace("\r\n", "\n").replace("\r", "\n")))


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Expression]] = {
    "identifier": _name,
    "import": _name,
    "undefined": _name,
    "shorthand_property_identifier": _name,
    "shorthand_property_identifier_pattern": _name,
    "type_identifier": _name,
    "string": _string,
    "number": _number,
    "true": _keyword,
    "false": _keyword,
    "null": _keyword,
    "this": _this,
    "super": _super,
    "template_string": _template,
    "regex": _opaque,
    "yield_expression": _opaque,
    "jsx_element": _opaque,
    "jsx_self_closing_element": _opaque,
    "jsx_fragment": _opaque,
}

NESTED = frozenset({"template_string"})
"""The rules here whose nodes have parts."""
