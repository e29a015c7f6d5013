"""Moving about in a syntax tree without walking it: from an offset or a word straight to its node and up from there.

tree-sitter's own `Node.parent` searches from the root each time. A `Place` remembers the way down instead, so that
climbing costs one step a level and neighbouring places share their ancestors.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.parse.limits import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import tree_sitter

    from portbind_lint.model.mentions import Rule

_FLAT_ERROR = 64
"""Children above which an ERROR node is searched by bisection: tree-sitter balances every list but these."""


@dataclass(slots=True, eq=False)  # not frozen: that triples the cost of making one, the most frequent step of all
class Place:
    """A node of the syntax tree together with the way to it. Never changed."""

    node: tree_sitter.Node
    parent: Place | None
    depth: int
    kind: str
    start: int
    end: int

    @property
    def id(self) -> int:
        """The node's identity within its tree."""
        return self.node.id

    def ancestors(self) -> Iterator[Place]:
        """The enclosing places, innermost first."""
        place = self.parent
        while place is not None:
            yield place
            place = place.parent

    def is_field(self, name: str) -> bool:
        """Whether this place is the first child `name` of its parent."""
        if self.parent is None:
            return False
        child = self.parent.node.child_by_field_name(name)
        return child is not None and child.id == self.node.id


def _place(node: tree_sitter.Node, parent: Place | None) -> Place:
    depth = 0 if parent is None else parent.depth + 1
    return Place(node, parent, depth, node.type, node.start_byte, node.end_byte)


class Tree:
    """One file's syntax tree and bytes."""

    def __init__(self, data: bytes, tree: tree_sitter.Tree) -> None:
        self.data = data
        self.root = _place(tree.root_node, None)
        self.too_deep: dict[int, Place] = {}
        self._tree = tree
        self._last = self.root
        self._places: dict[int, Place] = {self.root.id: self.root}
        self._children: dict[int, list[tree_sitter.Node]] = {}
        self._words: dict[str, tuple[Place, ...]] = {}
        self._asked = 0

    def text(self, start: int, end: int) -> str:
        """The source text of a byte range."""
        return self.data[start:end].decode("utf-8", "replace")

    def place(self, start: int, end: int) -> Place | None:
        """The innermost place that covers the bytes from `start` to `end`; None where the nesting is too deep."""
        place: Place | None = self.root if start == end else self._last
        while place is not None and not (place.start <= start and end <= place.end):
            place = place.parent
        place = place or self.root
        cursor = place.node.walk()
        while (node := self._step(place, cursor, start)) is not None:
            if node.start_byte > start or node.end_byte < end:
                break
            if place.depth >= MAX_DEPTH:
                self.too_deep[place.id] = place
                self._last = place
                return None
            place = self.child(place, node)
        self._last = place
        return place

    def place_of(self, node: tree_sitter.Node) -> Place | None:
        """The place of a node; None where the nesting is too deep."""
        known = self._places.get(node.id)
        if known is not None:
            return known
        found = self.place(node.start_byte, node.end_byte)
        while found is not None and found.id != node.id:
            found = found.parent
        return found

    def child(self, parent: Place, node: tree_sitter.Node) -> Place:
        """The place of `node`, which must be a child of `parent`."""
        known = self._places.get(node.id)
        if known is None:
            known = self._places[node.id] = _place(node, parent)
        return known

    def words(self, word: str) -> tuple[Place, ...]:
        """The leaves of the tree whose text is `word`, in source order: names, keywords and the insides of strings."""
        found = self._words.get(word)
        if found is None:
            found = self._words[word] = tuple(self.leaves(word, _anywhere))
        return found

    def offsets(self, text: str) -> Iterator[int]:
        """The byte offsets at which `text` stands, overlaps left out; none for empty text."""
        needle = text.encode("utf-8", "replace")
        at = self.data.find(needle) if needle else -1
        while at >= 0:
            yield at
            at = self.data.find(needle, at + len(needle))

    def leaves(self, word: str, rule: Rule) -> Iterator[Place]:
        """The leaves of `words` where `rule` does not rule out what is looked for: to find a leaf takes much longer."""
        needle = word.encode("utf-8", "replace")
        for at in self._starts_of(needle):
            end = at + len(needle)
            if not rule(self.data, at, end):
                continue
            place = self.place(at, end)
            if place is not None and (place.start, place.end) == (at, end) and place.node.child_count == 0:
                yield place

    def _starts_of(self, needle: bytes) -> Iterable[int]:
        """Where `needle` stands with no letter beside it, in the way that is the fastest for this file."""
        if len(self.data) > _LARGE and _WORD.fullmatch(needle):
            self._asked += 1
            if self._asked > _FEW:
                return self._index.get(needle, ())
        return self._starts_by_expression(needle) if len(needle) <= _SHORT else self._starts(needle)

    @cached_property
    def _index(self) -> dict[bytes, array[int]]:
        """Where every word of the file stands: in a large file it pays to go through it once."""
        found: dict[bytes, array[int]] = {}
        for match in _WORD.finditer(self.data):
            word = match.group()
            places = found.get(word)
            if places is None:
                places = found[word] = array("I")
            places.append(match.start())
        return found

    def _starts_by_expression(self, needle: bytes) -> Iterator[int]:
        """As `_starts`, for what stands within every other word of a minified file."""
        return (found.start() for found in _alone(needle).finditer(self.data)) if needle else iter(())

    def _starts(self, needle: bytes) -> Iterator[int]:
        """Where `needle` stands with no letter beside it."""
        data, length = self.data, len(self.data)
        joins = needle[0] in _WORD_BYTES
        at = data.find(needle)
        while at >= 0:
            end = at + len(needle)
            alone = end == length or data[end] not in _WORD_BYTES
            if alone and not (joins and at and data[at - 1] in _WORD_BYTES):
                yield at
            at = data.find(needle, end)

    def _step(self, place: Place, cursor: tree_sitter.TreeCursor, start: int) -> tree_sitter.Node | None:
        """Move `cursor` from `place` to its first child that ends after `start`.

        Not by `Node.first_child_for_byte`: py-tree-sitter 0.26.1 crashes where there is none.
        """
        if place.node.is_error and place.node.child_count > _FLAT_ERROR:
            node = self._child_of_error(place, start)
            if node is not None:
                cursor.reset(node)
            return node
        return None if cursor.goto_first_child_for_byte(start) is None else cursor.node

    def _child_of_error(self, place: Place, start: int) -> tree_sitter.Node | None:
        children = self._children.get(place.id)
        if children is None:
            children = self._children[place.id] = place.node.children
        at = bisect_right(children, start, key=lambda node: node.end_byte)
        return children[at] if at < len(children) else None


_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")
"""ASCII only, since a byte above may be a letter or a space; the leaf that is found tells."""

_SHORT = 2
"""Bytes of a word that may stand within every other word."""

_LARGE = 100_000
"""Bytes of a file that is not searched again for every word."""

_FEW = 12
"""Words of a large file that are sought one by one: going through all of them takes about as long."""

_WORD = regex(rb"[A-Za-z_$][\w$]*")
"""What the index holds: no numbers, of which data is full. A part of a number is no leaf of its own, and so no find."""


@lru_cache(maxsize=4096)
def _alone(needle: bytes) -> re.Pattern[bytes]:
    """`needle` with no letter beside it, itself first: an expression that begins with text is sought for fast."""
    text = re.escape(needle)
    before = rb"(?<![\w$]" + text + rb")" if needle[0] in _WORD_BYTES else b""
    return re.compile(text + rb"(?![\w$])" + before)


def _anywhere(_data: bytes, _start: int, _end: int) -> bool:
    return True
