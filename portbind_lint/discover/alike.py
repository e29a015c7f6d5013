"""The files of a commit, those read from the folder that are the same there: git takes longer to give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portbind_lint.discover.reader import Files, Kind
    from portbind_lint.discover.sorting import Again, Before


class Alike:
    """Implements `reader.Files` as `then` does, with what `now` has of it."""

    def __init__(self, then: Files, now: Files, identities: Mapping[str, str]) -> None:
        """`identities` are those of the files of `now`."""
        self._then = then
        self._now = now
        self._identities = identities

    def names(self) -> tuple[str, ...]:
        """The path of each, unsorted."""
        return self._then.names()

    @property
    def mark(self) -> str:
        """What tells these names from any others."""
        return self._then.mark

    def again(self, before: Before) -> Again | None:
        """What the files of another state are now."""
        return self._then.again(before)

    def kind(self, path: str) -> Kind:
        """What stands at `path`."""
        return self._then.kind(path)

    def identity(self, path: str) -> str:
        """What tells the content at `path` from any other."""
        return self._then.identity(path)

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes; as `then` or `now` gives them."""
        same = self._identities.get(path) == self._then.identity(path)
        return (self._now if same else self._then).read(path, limit)
