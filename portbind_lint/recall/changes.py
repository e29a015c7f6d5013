"""What differs between two states of a repository, and which questions the later one answers in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.discover.imports import ImportIndex, specifiers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portbind_lint.discover.repository import FileRepository
    from portbind_lint.discover.trace import Trace
    from portbind_lint.recall.state import State


class Changes:
    """The `paths` of the files that differ, and the `scripts` among them that the later state has."""

    def __init__(
        self, paths: frozenset[str], before: State, repository: FileRepository, made: Callable[[str, str], str]
    ) -> None:
        """`repository` shows the later state; `made` gives the digest of what is made of one of its files."""
        self.paths = paths
        self.scripts = repository.scripts_among(paths)
        self._repository = repository
        self._made = made
        self._moved = frozenset(path for path in paths if (path in before.identities) != repository.holds(path))
        self._texts = {path: repository.read(path) or b"" for path in self.scripts}
        self._imports = ImportIndex((path, specifiers(text)) for path, text in self._texts.items())
        self._named: dict[tuple[str, str], frozenset[str]] = {}

    def spare(self, trace: Trace) -> bool:
        """Whether all that was asked of the state before would be answered alike in the later one."""
        if not self.paths.isdisjoint(trace.read) or not self._moved.isdisjoint(trace.sought):
            return False
        if any(path in self.paths and self._made(path, what) != digest for path, what, digest in trace.made):
            return False
        return all(
            self.paths.intersection(found) == self.naming(word, folder) for word, folder, found in trace.named
        ) and all(self.paths.intersection(found) == self.importing(path) for path, found in trace.imported)

    def naming(self, word: str, folder: str) -> frozenset[str]:
        """The scripts among them that a search finds now."""
        key = word, folder
        if key not in self._named:
            self._named[key] = self._repository.naming(word, folder, self._texts)
        return self._named[key]

    def importing(self, path: str) -> frozenset[str]:
        """The scripts among them that may import a file now."""
        return frozenset(self._imports.importers(path, self._repository.package_of(path)))


class KnownAnswers:
    """Implements `discover.trace.Answers` by what was found in the state before, mended for what has changed."""

    def __init__(self, traces: Iterable[Trace], changes: Changes) -> None:
        """`traces` are those of the analysis of the state before."""
        self._changes = changes
        self._named: dict[tuple[str, str], tuple[str, ...]] = {}
        self._imported: dict[str, tuple[str, ...]] = {}
        for trace in traces:
            self._named.update(((word, folder), found) for word, folder, found in trace.named)
            self._imported.update(trace.imported)

    def naming(self, word: str, folder: str) -> tuple[str, ...] | None:
        """The scripts that name `word`, if that was asked before."""
        found = self._named.get((word, folder))
        return None if found is None else self._mended(found, self._changes.naming(word, folder))

    def importing(self, path: str) -> tuple[str, ...] | None:
        """The scripts that may import the file at `path`, if that was asked before."""
        found = self._imported.get(path)
        return None if found is None else self._mended(found, self._changes.importing(path))

    def _mended(self, found: tuple[str, ...], now: frozenset[str]) -> tuple[str, ...]:
        kept = (path for path in found if path not in self._changes.paths)
        return tuple(sorted((*kept, *now)))
