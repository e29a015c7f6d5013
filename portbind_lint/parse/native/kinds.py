"""The node types of the grammars, grouped by what they are to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tree_sitter

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
"""Functions with a body."""

SIGNATURES = frozenset(
    {
        "abstract_method_signature",
        "call_signature",
        "construct_signature",
        "constructor_type",
        "function_signature",
        "function_type",
        "method_signature",
    }
)
"""Functions without a body; their parameters are visible to nobody."""

CLASSES = frozenset({"class", "class_declaration", "abstract_class_declaration"})

FIELDS = frozenset({"field_definition", "public_field_definition"})

BLOCKS = frozenset({"statement_block", "program", "switch_body", "class_static_block"})
"""Where `let`, `const`, classes and functions are declared."""

LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})

WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
        "instantiation_expression",
    }
)
"""Syntax around an expression that does not change its value."""

_COMMENTS = frozenset({"comment", "html_comment"})


def operands(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The named children without comments, which may stand anywhere."""
    return [child for child in node.named_children if child.type not in _COMMENTS]


def unwrapped(node: tree_sitter.Node) -> tree_sitter.Node:
    """The expression inside parentheses, type assertions and the like."""
    while node.type in WRAPPERS:
        inner = operands(node)
        if not inner:
            return node
        node = inner[-1] if node.type == "type_assertion" else inner[0]
    return node
