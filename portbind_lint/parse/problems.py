"""The places that the parser could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.source import NotAnalysed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.parse.lines import Lines
    from portbind_lint.parse.tree import Tree

_MAX_SHOWN = 5
_MAX_COUNTED = 1_000


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
    """The outermost broken nodes; only subtrees that hold one are entered."""
    stack = [root] if root.has_error else []
    left = _MAX_COUNTED
    while stack and left:
        node = stack.pop()
        if node.is_error or node.is_missing:
            left -= 1
            yield node
        else:
            stack.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
