"""What somebody asked of a repository: all that an answer of theirs can rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Named = tuple[str, str, tuple[str, ...]]
"""A word, the folder of the package whose neighbours were searched ("" for everybody), and the scripts found."""

Imported = tuple[str, tuple[str, ...]]
"""A file, and the scripts that may import it."""

Made = tuple[str, str, str]
"""A file, what was made of it, and a digest of that."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The files that were read, those that were sought by name, there or not, and the searches with their answers.

    `made` are files of which nothing else counted than what was made of them.
    """

    read: frozenset[str] = frozenset()
    sought: frozenset[str] = frozenset()
    named: tuple[Named, ...] = ()
    imported: tuple[Imported, ...] = ()
    made: tuple[Made, ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """All files of which anything counted."""
        return self.read.union(path for path, _, _ in self.made)


class Common:
    """Makes traces share what they have in common: those that other processes sent have everything anew."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are those of the files that are likely to stand in traces."""
        self._paths = {path: path for path in paths}
        self._named: dict[Named, Named] = {}
        self._imported: dict[Imported, Imported] = {}

    def trace(self, trace: Trace) -> Trace:
        """The same trace, made of what earlier ones are made of."""
        return replace(
            trace,
            read=frozenset(self._of(trace.read)),
            sought=frozenset(self._of(trace.sought)),
            named=tuple([self._search(search) for search in trace.named]),
            imported=tuple([self._importers(importers) for importers in trace.imported]),
        )

    def _of(self, paths: Iterable[str]) -> Iterator[str]:
        return (self._paths.setdefault(path, path) for path in paths)

    def _search(self, search: Named) -> Named:
        known = self._named.get(search)
        if known is None:
            word, folder, found = search
            known = (word, folder, tuple(self._of(found)))
            self._named[known] = known
        return known

    def _importers(self, importers: Imported) -> Imported:
        known = self._imported.get(importers)
        if known is None:
            path, found = importers
            known = (path, tuple(self._of(found)))
            self._imported[known] = known
        return known


@dataclass(slots=True)
class Recording:
    """A trace in the making."""

    read: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)
    named: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    imported: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made: set[Made] = field(default_factory=set)

    def add(self, other: Recording) -> None:
        """Whatever was asked there counts here, too."""
        self.read |= other.read
        self.sought |= other.sought
        self.named |= other.named
        self.imported |= other.imported
        self.made |= other.made

    def trace(self) -> Trace:
        """What was asked so far."""
        named = tuple((word, folder, found) for (word, folder), found in sorted(self.named.items()))
        imported, made = tuple(sorted(self.imported.items())), tuple(sorted(self.made))
        return Trace(frozenset(self.read), frozenset(self.sought), named, imported, made)


class Answers(Protocol):
    """What searches are known to find without searching; None where that is not known."""

    def naming(self, word: str, folder: str) -> tuple[str, ...] | None:
        """The scripts that name `word` and can know those of the package in `folder`, sorted."""

    def importing(self, path: str) -> tuple[str, ...] | None:
        """The scripts that may import the file at `path`, sorted."""


class Unanswered:
    """Nothing is known."""

    def naming(self, _word: str, _folder: str) -> None:
        """Not known."""

    def importing(self, _path: str) -> None:
        """Not known."""
