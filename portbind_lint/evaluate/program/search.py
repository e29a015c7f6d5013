"""Which modules can matter to a question: those that import a file, or whose text mentions a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.evaluate.program.text_search import (
    Shows,
    Wanted,
    every,
    holds_one,
    is_called,
    is_extended,
    nearest,
    stands,
)  # fmt: skip
from portbind_lint.model.facts import Module

if TYPE_CHECKING:
    from portbind_lint.evaluate.program.program import Program

MOST_FILES = 30
"""Files that are parsed in one search for callers or subclasses."""

MOST_IMPORTED = 6
"""Files imported by one that are parsed to see what they set on the objects it hands to them."""

MOST_SEARCHED = 2_000
FILES_A_STEP = 50
"""How many files are searched for a name in about the time of one step."""

MOST_KNOWING = 1_000
"""Importers, direct and indirect, beyond which everybody counts as one."""

STEPS_A_SEARCH = 5
"""What a search through the files of a package may take, in steps."""


class ModuleSearch:
    """Searches through the files of a program: by text first, parsed is only what may be an answer."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._knowing: dict[str, frozenset[str]] = {}
        self._shown: dict[tuple[str, tuple[bytes, ...], Shows], bool] = {}
        self._imported: dict[tuple[str, str], tuple[str, ...]] = {}
        self._importers: dict[tuple[str, tuple[bytes, ...], Shows, int], tuple[str, ...]] = {}

    def importers(
        self,
        path: str,
        words: Iterable[str] = (),
        most: int = MOST_FILES,
        wanted: Wanted = every,
        shows: Shows = holds_one,
    ) -> Iterator[Module]:
        """The modules that may import the one at `path`, nearest first.

        Where `words` are given, those only whose text `shows` something of one of them.
        """
        names = tuple(word.encode("utf-8", "replace") for word in words)
        if wanted is not every:
            return self._parsed(islice(self._importing(path, names, wanted, shows), most))
        # What sets a member is asked for each object of a module: among the same files, all of which are looked at.
        key = (path, names, shows, most)
        paths = self._importers.get(key)
        if paths is None:
            paths = self._importers[key] = tuple(islice(self._importing(path, names, every, shows), most))
        return self._parsed(paths)

    def _importing(self, path: str, names: tuple[bytes, ...], wanted: Wanted, shows: Shows) -> Iterator[str]:
        """The files that may import the one at `path` and show something of one of the names, if any; nearest first."""
        paths = filter(wanted, nearest(self._program.repository.importers(path), path))
        return (other for other in islice(paths, MOST_SEARCHED) if not names or self._shows(other, names, shows))

    def imported(self, importer: Module, word: str) -> Iterator[Module]:
        """The first few modules that `importer` imports and that hold `word`."""
        key = (importer.path, word)
        paths = self._imported.get(key)
        if paths is None:
            names = (word.encode("utf-8", "replace"),)
            files = dict.fromkeys(self._program.files(importer.path, importer.sources[:MOST_FILES]))
            holding = (path for path in files if self._shows(path, names, holds_one))
            paths = self._imported[key] = tuple(islice(holding, MOST_IMPORTED))
        return self._parsed(paths)

    def knowing(self, path: str) -> Wanted:
        """Which files can know what the one at `path` makes: those that import it, directly or through others."""
        known = self._knowing.get(path)
        if known is None:
            known = self._knowing[path] = frozenset(self._reaching(path))
        return every if len(known) > MOST_KNOWING else known.__contains__

    def _reaching(self, path: str) -> set[str]:
        found = {path}
        waiting = [path]
        while waiting and len(found) <= MOST_KNOWING:
            importers = set(self._program.repository.importers(waiting.pop())) - found
            self._program.spend(len(importers) // FILES_A_STEP)
            found |= importers
            waiting += sorted(importers)
        return found

    def _shows(self, path: str, names: tuple[bytes, ...], shows: Shows) -> bool:
        key = (path, names, shows)
        shown = self._shown.get(key)
        if shown is None:
            self._program.spend(len(self._shown) % FILES_A_STEP == 0)
            shown = self._shown[key] = shows(self._program.repository.read(path) or b"", names)
        return shown

    def calling(self, word: str, near: str = "", wanted: Wanted = every) -> Iterator[Module]:
        """The modules that seem to call or construct something named `word`, of those that can know the file `near`."""
        return self._matching(word, near, wanted, is_called)

    def extending(self, word: str, near: str = "", wanted: Wanted = every) -> Iterator[Module]:
        """The modules that seem to declare a subclass of a class named `word`, of those that can know `near`."""
        return self._matching(word, near, wanted, is_extended)

    def _matching(
        self, word: str, near: str, wanted: Wanted, fits: Callable[[bytes, int, int], bool]
    ) -> Iterator[Module]:
        name = word.encode("utf-8", "replace")
        self._program.spend(STEPS_A_SEARCH)
        paths = filter(wanted, nearest(self._program.repository.sources_naming(word, near), near))
        found = (
            path
            for path in islice(paths, MOST_SEARCHED)
            if stands(self._program.repository.read(path) or b"", name, fits)
        )
        return self._parsed(islice(found, MOST_FILES))

    def _parsed(self, paths: Iterable[str]) -> Iterator[Module]:
        """The modules at `paths`, each parsed when it is asked for: whoever has seen enough pays for no more."""
        for path in paths:
            if not self._program.spend(0):
                return
            if (module := self._program.module(path)) is not None:
                yield module
