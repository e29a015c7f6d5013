"""Places that stand within each other: which of them is the innermost around another one."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portbind_lint.parse.native.tree import Place


class Nest:
    """Some places of one tree; a search costs by how many of them lie in each other, not by how deep the tree is."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = sorted(places, key=attrgetter("start", "depth"))
        self._starts = [place.start for place in self._places]
        self._outer: list[int] = []
        open_: list[int] = []
        for number, place in enumerate(self._places):
            while open_ and not _holds(self._places[open_[-1]], place):
                open_.pop()
            self._outer.append(open_[-1] if open_ else -1)
            open_.append(number)

    def around(self, place: Place) -> Place | None:
        """The innermost of them that is `place` or around it; `place` is not empty."""
        at = bisect_right(self._starts, place.start) - 1
        while at >= 0 and not _holds(self._places[at], place):
            at = self._outer[at]
        return self._places[at] if at >= 0 else None


def _holds(outer: Place, inner: Place) -> bool:
    """Whether `outer`, which does not start behind it, is `inner` or around it."""
    return inner.end <= outer.end and outer.depth <= inner.depth
