"""Members, calls and constructions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Call, Expression, Index, Member, Name, Opaque
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.native.kinds import operands, unwrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering


def _member(node: tree_sitter.Node, low: Lowering) -> Expression:
    name = node.child_by_field_name("property")
    target = low.expression(node.child_by_field_name("object"), node)
    if name is None:
        return Opaque(node.start_byte, node.end_byte, "missing")
    return Member(node.start_byte, node.end_byte, target, low.text(name), name.start_byte)


def _subscript(node: tree_sitter.Node, low: Lowering) -> Expression:
    target = low.expression(node.child_by_field_name("object"), node)
    index = low.expression(node.child_by_field_name("index"), node)
    return Index(node.start_byte, node.end_byte, target, index)


def _meta(node: tree_sitter.Node, low: Lowering) -> Expression:
    word, _, name = low.text(node).partition(".")
    start = node.start_byte
    return Member(start, node.end_byte, Name(start, start + len(word), word), name.strip(), node.end_byte - len(name))


def _call(node: tree_sitter.Node, low: Lowering) -> Expression:
    function = node.child_by_field_name("function")
    if function is not None and function.type == "await_expression":
        # The grammar reads `await f<T>()` as a call of `await f`; what is meant is written `(await f)<T>()`.
        function = function.named_child(0)
    given = node.child_by_field_name("arguments")
    if given is not None and given.type == "template_string":
        return Opaque(node.start_byte, node.end_byte, "tagged template")
    callee = low.expression(function, node)
    start = node.start_byte if function is None else last_name(function)
    return Call(node.start_byte, node.end_byte, callee, _arguments(given, low), is_new=False, name_start=start)


def _new(node: tree_sitter.Node, low: Lowering) -> Expression:
    callee = low.expression(node.child_by_field_name("constructor"), node)
    given = _arguments(node.child_by_field_name("arguments"), low)
    return Call(node.start_byte, node.end_byte, callee, given, is_new=True, name_start=node.start_byte)


def _arguments(node: tree_sitter.Node | None, low: Lowering) -> tuple[Expression, ...]:
    if node is None:
        return ()
    if node.named_child_count > MAX_ENTRIES:
        return (Opaque(node.start_byte, node.end_byte, "too long"),)
    return tuple(low.expression(child, node) for child in operands(node))


def last_name(callee: tree_sitter.Node) -> int:
    """The offset of the name that a reader takes for the called function's."""
    while True:
        callee = unwrapped(callee)
        if callee.type == "member_expression":
            name = callee.child_by_field_name("property")
            return callee.start_byte if name is None else name.start_byte
        inner = _inner(callee)
        if inner is None:
            return callee.start_byte
        callee = inner


def _inner(callee: tree_sitter.Node) -> tree_sitter.Node | None:
    """What names a callee that is no name itself: an index, the call of `f()()`, the last of `(0, f)`."""
    if callee.type == "subscript_expression":
        return callee.child_by_field_name("index")
    if callee.type == "sequence_expression":
        return operands(callee)[-1]
    return None


RULES: Mapping[str, Callable[[tree_sitter.Node, Lowering], Expression]] = {
    "member_expression": _member,
    "subscript_expression": _subscript,
    "meta_property": _meta,
    "call_expression": _call,
    "new_expression": _new,
}
