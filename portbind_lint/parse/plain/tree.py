"""esprima's syntax tree with types, byte offsets and the way up."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Union

from esprima.nodes import Node as Parsed

from portbind_lint.parse.limits import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Field = Union["Place", "list[Place | None]", str, bool]

_START = attrgetter("start")


@dataclass(slots=True, eq=False)  # not frozen: children are filled in after their parent is made
class Place:
    """A node: its ESTree type as `kind`, its bytes, and the field of `parent` that holds it."""

    kind: str
    start: int
    end: int
    parent: Place | None
    role: str
    depth: int
    fields: dict[str, Field] = field(default_factory=dict)
    children: list[Place] = field(default_factory=list)

    def one(self, name: str) -> Place | None:
        """The node in the field `name`."""
        found = self.fields.get(name)
        return found if isinstance(found, Place) else None

    def many(self, name: str) -> list[Place | None]:
        """The nodes in the field `name`; a hole is None."""
        found = self.fields.get(name)
        return found if isinstance(found, list) else []

    def word(self, name: str) -> str:
        """The text in the field `name`."""
        found = self.fields.get(name)
        return found if isinstance(found, str) else ""

    def has(self, name: str) -> bool:
        """Whether the flag `name` is set."""
        return self.fields.get(name) is True

    def ancestors(self) -> Iterator[Place]:
        """The enclosing places, innermost first."""
        place = self.parent
        while place is not None:
            yield place
            place = place.parent


class Tree:
    """One file's places, parents before their children, and its bytes."""

    def __init__(self, data: bytes, text: str, program: object) -> None:
        self.data = data
        self.too_deep: list[int] = []
        self._offsets = byte_offsets(text)
        self.places = self._built(program)
        self.root = self.places[0]
        # A program without statements, or with comments around them, spans less than its file.
        self.root.start, self.root.end = 0, len(data)

    def text(self, start: int, end: int) -> str:
        """The source text of a byte range."""
        return self.data[start:end].decode("utf-8", "replace")

    def byte(self, index: int) -> int:
        """The byte offset of a character."""
        return self._offsets[max(0, min(index, len(self._offsets) - 1))]

    def around(self, start: int, end: int) -> Place:
        """The innermost place that covers the bytes from `start` to `end`."""
        place = self.root
        while True:
            at = bisect_right(place.children, start, key=_START) - 1
            if at < 0 or place.children[at].end < end:
                return place
            place = place.children[at]

    def _built(self, program: object) -> list[Place]:
        places: list[Place] = []
        stack: list[tuple[object, Place | None, str, int]] = [(program, None, "", -1)]
        while stack:
            node, parent, role, index = stack.pop()
            place = self._place(node, parent, role)
            if place.depth > MAX_DEPTH:
                self.too_deep.append(place.start)
                continue
            places.append(place)
            _attach(place, index)
            inner = _read(node, place)
            stack += [(child, place, name, at) for _, child, name, at in sorted(inner, key=_position, reverse=True)]
        return places

    def _place(self, node: object, parent: Place | None, role: str) -> Place:
        kind = getattr(node, "type", "")
        span = getattr(node, "range", None)
        depth = 0 if parent is None else parent.depth + 1
        if span is None:
            start, end = (0, 0) if parent is None else (parent.start, parent.end)
        else:
            start, end = self.byte(span[0]), self.byte(span[1])
        return Place(str(kind), start, max(start, end), parent, role, depth)


_Inner = tuple[int, object, str, int]


def _position(inner: _Inner) -> int:
    return inner[0]


def _attach(place: Place, index: int) -> None:
    parent = place.parent
    if parent is None:
        return
    parent.children.append(place)
    listed = parent.fields.get(place.role)
    if isinstance(listed, list):
        listed[index] = place
    else:
        parent.fields[place.role] = place


def _read(node: object, place: Place) -> list[_Inner]:
    """Note the words and flags of a node and give its parts, each with where it begins, its field and its index."""
    inner: list[_Inner] = []
    for name, value in vars(node).items():
        if isinstance(value, Parsed):
            inner.append((_begin(value), value, name, -1))
        elif isinstance(value, (str, bool)) and name != "type":
            place.fields[name] = value
        elif isinstance(value, list) and name != "range":
            place.fields[name] = [None] * len(value)
            inner += [(_begin(part), part, name, at) for at, part in enumerate(value) if isinstance(part, Parsed)]
    if place.kind == "TemplateElement":
        place.fields["raw"] = str(getattr(getattr(node, "value", None), "raw", ""))
    return inner


def _begin(node: object) -> int:
    span = getattr(node, "range", None)
    return 0 if span is None else int(span[0])


def byte_offsets(text: str) -> Sequence[int]:
    """The byte offset of each character of `text`, and of its end; a byte that is no UTF-8 is a lone surrogate."""
    if text.isascii():
        return range(len(text) + 1)
    return array("I", accumulate(map(_width, text), initial=0))


def _width(character: str) -> int:
    code = ord(character)
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - the ranges of UTF-8 and of PEP 383
        return 1
    return 2 if code < 0x800 else 3 if code < 0x10000 else 4  # noqa: PLR2004 - the ranges of UTF-8
