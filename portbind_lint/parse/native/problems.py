"""The places that the parser could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.source import NotAnalysed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.parse.lines import Lines
    from portbind_lint.parse.native.tree import Tree

_MAX_SHOWN = 5
_MAX_COUNTED = 1_000
_ELEMENTS = frozenset({"jsx_element", "jsx_fragment"})
_CODE = regex(rb"[{}<>]")
_LONGEST_WORD = 30
# What these hold is erased before anything runs, so that nothing is missed where a name in them cannot be read.
_TYPES = frozenset({"interface_body", "object_type", "type_annotation", "type_arguments", "type_alias_declaration"})


def problems(path: str, tree: Tree, lines: Lines) -> tuple[NotAnalysed, ...]:
    """The first few broken places of a file in source order; the last one tells how many more there are."""
    broken = sorted(_broken(tree.root.node), key=lambda node: node.start_byte)
    found = [NotAnalysed(path, _reason(node), lines.line(node.start_byte)) for node in broken[:_MAX_SHOWN]]
    if len(broken) > _MAX_SHOWN:
        more = "many" if len(broken) >= _MAX_COUNTED else str(len(broken) - _MAX_SHOWN)
        found.append(NotAnalysed(path, f"{more} more syntax errors", lines.line(broken[_MAX_SHOWN].start_byte)))
    return tuple(found)


def too_deep(path: str, tree: Tree, lines: Lines) -> tuple[NotAnalysed, ...]:
    """The nests that were met so far and are too deep to look into, the first few."""
    starts = sorted(place.start for place in tree.too_deep.values())[:_MAX_SHOWN]
    return tuple(NotAnalysed(path, "nested too deeply", lines.line(start)) for start in starts)


def _reason(node: tree_sitter.Node) -> str:
    return f"syntax error: {node.type} expected" if node.is_missing else "syntax error"


def _broken(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The outermost broken nodes that may hide code; only subtrees that hold one are entered."""
    stack = [(root, False)] if root.has_error else []
    left = _MAX_COUNTED
    while stack and left:
        node, typed = stack.pop()
        if node.is_error or node.is_missing:
            if not (_is_shown(node) or (typed and _is_word(node))):
                left -= 1
                yield node
        else:
            typed = typed or node.type in _TYPES
            stack.extend((child, typed) for child in reversed(node.children) if child.has_error or child.is_missing)


def _is_word(node: tree_sitter.Node) -> bool:
    """Whether what cannot be read is a word or two, such as a keyword that the grammar takes for no name."""
    text = node.text or b""
    return node.is_error and len(text) <= _LONGEST_WORD and text.replace(b" ", b"").rstrip(b"?:").isalnum()


def _is_shown(node: tree_sitter.Node) -> bool:
    """Whether it is text between JSX tags with a bare `&`, which the grammar refuses and compilers accept."""
    text = node.text or b""
    within = node.parent is not None and node.parent.type in _ELEMENTS
    return node.is_error and within and text.startswith(b"&") and not _CODE.search(text)
