"""The insides of functions, classes and the module, walked once when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Call, ClassMember, Expression
from portbind_lint.parse.native.kinds import FIELDS, FUNCTIONS, operands
from portbind_lint.parse.native.lowering.functions import type_text
from portbind_lint.parse.native.lowering.objects import key_of, method_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering

_HOLDS_STATEMENTS = frozenset(
    {
        "statement_block",
        "if_statement",
        "else_clause",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "try_statement",
        "catch_clause",
        "finally_clause",
        "switch_statement",
        "switch_body",
        "switch_case",
        "switch_default",
        "labeled_statement",
        "with_statement",
        "ERROR",
    }
)
_CALLS = frozenset({"call_expression", "new_expression"})
_DECLARED_BY_DEFAULT = frozenset({"function_expression", "generator_function", "class"})
"""What `export default` declares without a name; the grammar sees an expression."""
_VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})


class Bodies:
    """Reads the bodies of one file."""

    def __init__(self, low: Lowering) -> None:
        self._low = low

    def returns(self, function: tree_sitter.Node) -> tuple[Expression, ...]:
        """What a function returns; nothing for a generator."""
        body = function.child_by_field_name("body")
        if body is None or any(child.type == "*" for child in function.children):
            return ()
        if body.type != "statement_block":
            return (self._low.value(body),)
        returned = (operands(statement)[:1] for statement in _returns(body))
        return tuple(self._low.value(value) for values in returned for value in values)

    def calls(self, body: tree_sitter.Node) -> tuple[Call, ...]:
        """The calls in `body` in the order of their names, nested functions left out."""
        found = (self._low.value(node) for node in _own_calls(body))
        return tuple(sorted((call for call in found if isinstance(call, Call)), key=lambda call: call.name_start))

    def members(self, node: tree_sitter.Node) -> tuple[ClassMember, ...]:
        """The members of a class in source order."""
        body = node.child_by_field_name("body")
        found = (self._member(child) for child in (body.named_children if body is not None else ()))
        return tuple(member for member in found if member is not None)

    def top_level(self, root: tree_sitter.Node) -> tuple[Expression, ...]:
        """Initialisers and expression statements directly in the module."""
        return tuple(self._low.value(value) for child in root.named_children for value in _values(child))

    def _member(self, node: tree_sitter.Node) -> ClassMember | None:
        if node.type in FIELDS:
            name = node.child_by_field_name("name") or node.child_by_field_name("property")
            written = node.child_by_field_name("value")
            value = None if written is None else self._low.value(written)
            kind = "field"
        elif node.type == "method_definition":
            name = node.child_by_field_name("name")
            value = self._low.value(node)
            kind = method_kind(node)
        else:
            return None
        key = key_of(name, self._low)
        static = any(child.type == "static" for child in node.children)
        if kind == "method" and key == "constructor" and not static:
            kind = "constructor"
        annotation = type_text(node, self._low)
        member = ClassMember(node.start_byte, node.end_byte, key, kind, static, value, annotation)
        self._low.note_part(member, node)
        return member


def _returns(body: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type == "return_statement":
            yield node
        elif node.type in _HOLDS_STATEMENTS:
            stack.extend(reversed(node.named_children))


def _own_calls(body: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The call nodes under `body`, by a walk that keeps its own place: trees are deep."""
    cursor = body.walk()
    while True:
        node = cursor.node
        inside = False
        if node is not None and node.type not in FUNCTIONS and node.type not in FIELDS:
            if node.is_named and node.type in _CALLS:
                yield node
            inside = cursor.goto_first_child()
        while not inside and not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _values(statement: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The expressions of one statement of the module."""
    if statement.type == "export_statement":
        inner = statement.child_by_field_name("declaration") or statement.child_by_field_name("value")
        if inner is None:
            return []
        if inner.type not in _VARIABLES:
            is_value = statement.child_by_field_name("value") is not None and inner.type not in _DECLARED_BY_DEFAULT
            return [inner] if is_value else []
        statement = inner
    if statement.type == "expression_statement":
        return operands(statement)[:1]
    if statement.type in _VARIABLES:
        values = (declarator.child_by_field_name("value") for declarator in operands(statement))
        return [value for value in values if value is not None]
    return []
