"""Object and array literals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import Array, Expression, Object, Opaque, Property, Spread
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.literals import number
from portbind_lint.parse.native.kinds import operands
from portbind_lint.parse.native.lowering.atoms import string_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering

_ACCESSORS = frozenset({"get", "set"})


def key_of(node: tree_sitter.Node | None, low: Lowering) -> str | None:
    """The name of a property, member or enum key; None where it is computed."""
    if node is None:
        return None
    if node.type == "computed_property_name":
        inner = operands(node)
        return string_value(inner[0], low) if inner and inner[0].type == "string" else None
    if node.type == "string":
        return string_value(node, low)
    if node.type == "number":
        return str(number(low.text(node)))
    return low.text(node)


def method_kind(node: tree_sitter.Node) -> str:
    """`get`, `set` or `method`, by the keywords before the name of a `method_definition`."""
    name = node.child_by_field_name("name")
    for child in node.children:
        if name is not None and child.start_byte >= name.start_byte:
            break
        if child.type in _ACCESSORS:
            return child.type
    return "method"


def _object(node: tree_sitter.Node, low: Lowering) -> Expression:
    if node.named_child_count > MAX_ENTRIES:
        return Opaque(node.start_byte, node.end_byte, "too long")
    entries = (_entry(child, low) for child in operands(node))
    return Object(node.start_byte, node.end_byte, tuple(entry for entry in entries if entry is not None))


def _entry(node: tree_sitter.Node, low: Lowering) -> Union[Property, Spread, None]:
    if node.type == "spread_element":
        return _spread(node, low)
    if node.type == "shorthand_property_identifier":
        value = low.expression(node, node)
        entry = Property(node.start_byte, node.end_byte, low.text(node), None, value, "value")
    elif node.type == "pair":
        name = node.child_by_field_name("key")
        entry = _keyed(node, name, low.expression(node.child_by_field_name("value"), node), low)
    elif node.type == "method_definition":
        entry = _keyed(node, node.child_by_field_name("name"), low.expression(node, node), low)
    else:
        return None
    low.note_part(entry, node)
    return entry


def _keyed(node: tree_sitter.Node, name: tree_sitter.Node | None, value: Expression, low: Lowering) -> Property:
    kind = method_kind(node) if node.type == "method_definition" else "value"
    return Property(node.start_byte, node.end_byte, key_of(name, low), _computed(name, low), value, kind)


def _computed(name: tree_sitter.Node | None, low: Lowering) -> Expression | None:
    if name is None or key_of(name, low) is not None:
        return None
    inner = operands(name)
    return low.expression(inner[0] if inner else None, name)


def _array(node: tree_sitter.Node, low: Lowering) -> Expression:
    if node.named_child_count > MAX_ENTRIES:
        return Opaque(node.start_byte, node.end_byte, "too long")
    items: list[Expression | None] = []
    expected = True
    for child in node.children:
        if child.is_named and child.type != "comment":
            items.append(low.expression(child, node))
            expected = False
        elif child.type == ",":
            if expected:
                items.append(None)
            expected = True
    return Array(node.start_byte, node.end_byte, tuple(items))


def _spread(node: tree_sitter.Node, low: Lowering) -> Spread:
    inner = operands(node)
    return Spread(node.start_byte, node.end_byte, low.expression(inner[0] if inner else None, node))


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Expression]] = {
    "object": _object,
    "array": _array,
    "spread_element": _spread,
}
