"""Functions, parameters and classes, without their bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Class, Expression, Function, Parameter
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.native.kinds import CLASSES, FUNCTIONS, operands
from portbind_lint.parse.native.lowering.objects import key_of
from portbind_lint.parse.native.lowering.patterns import rest_target, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering

_TYPED = frozenset({"required_parameter", "optional_parameter"})
_PROPERTY_MARKS = frozenset({"accessibility_modifier", "readonly", "override_modifier"})


def type_text(node: tree_sitter.Node, low: Lowering) -> str | None:
    """The text of a declaration's type annotation, without the colon."""
    annotation = node.child_by_field_name("type")
    return None if annotation is None else low.text(annotation).lstrip(":").strip()


def parameter_nodes(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The syntax nodes of a function's parameters, TypeScript's `this` left out; their order gives the indices."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = node.child_by_field_name("parameters")
    if listed is None or listed.named_child_count > MAX_ENTRIES:
        return []
    return [child for child in operands(listed) if child.type not in {"decorator", "ERROR"} and not _is_this(child)]


def _is_this(node: tree_sitter.Node) -> bool:
    pattern = node.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "this"


def _function(node: tree_sitter.Node, low: Lowering) -> Expression:
    parameters = tuple(_parameter(child, low) for child in parameter_nodes(node))
    return Function(
        node.start_byte,
        node.end_byte,
        key_of(node.child_by_field_name("name"), low),
        parameters,
        is_arrow=node.type == "arrow_function",
    )


def _parameter(node: tree_sitter.Node, low: Lowering) -> Parameter:
    typed = node.type in _TYPED
    pattern = node.child_by_field_name("pattern") if typed else node
    rest = pattern is not None and pattern.type == "rest_pattern"
    if rest and pattern is not None:
        target, default = rest_target(pattern, low), None
    else:
        target, default = target_of(pattern, node, low)
    value = node.child_by_field_name("value") if typed else None
    return Parameter(
        node.start_byte,
        node.end_byte,
        target,
        default if value is None else low.expression(value, node),
        rest,
        optional=node.type == "optional_parameter",
        type=type_text(node, low) if typed else None,
        is_property=typed and any(child.type in _PROPERTY_MARKS for child in node.children),
    )


def _class(node: tree_sitter.Node, low: Lowering) -> Expression:
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    decorators = tuple(
        low.expression(inner[0], child) for child in _decorators(node, low) if (inner := operands(child))
    )
    return Class(
        node.start_byte,
        node.end_byte,
        key_of(node.child_by_field_name("name"), low),
        None if heritage is None else _superclass(heritage, low),
        decorators,
    )


def _decorators(node: tree_sitter.Node, low: Lowering) -> list[tree_sitter.Node]:
    """The decorators of a class; those before `export` belong to the export statement in the grammar."""
    place = low.tree.place_of(node)
    outer = place.parent if place is not None else None
    before = outer.node.named_children if outer is not None and outer.kind == "export_statement" else []
    return [child for child in (*before, *node.named_children) if child.type == "decorator"]


def _superclass(heritage: tree_sitter.Node, low: Lowering) -> Expression | None:
    for child in operands(heritage):
        if child.type == "extends_clause":
            return low.expression(child.child_by_field_name("value"), child)
        if child.type != "implements_clause":
            return low.expression(child, heritage)
    return None


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Expression]] = {
    **dict.fromkeys(FUNCTIONS, _function),
    **dict.fromkeys(CLASSES, _class),
}
