"""The analysed folder as `model.source.Repository`, with the search for files that could matter."""

from __future__ import annotations

import posixpath
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.discover.dependents import Dependents
from portbind_lint.discover.imports import ImportIndex, specifiers
from portbind_lint.discover.left_out import MINIFIED, count, is_script
from portbind_lint.discover.manifests import MANIFESTS, read_package
from portbind_lint.discover.reader import Files, Reader
from portbind_lint.discover.reading import Reading
from portbind_lint.discover.scripts import Scripts
from portbind_lint.discover.selection import Selection
from portbind_lint.discover.sorting import Before, Sorting
from portbind_lint.discover.trace import Answers, Recording, Trace, Unanswered
from portbind_lint.discover.unfit import Unfit
from portbind_lint.discover.words import WordSearch
from portbind_lint.model.source import NotAnalysed, Package

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from portbind_lint.model.problems import Problems

# What a document says beyond this nobody reads.
DOCUMENT_BYTES = 1_000_000


class FileRepository:
    """Implements `model.source.Repository` over a folder; nothing is read before it is asked for."""

    def __init__(
        self,
        root: Path,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        files: Files | None = None,
        before: Before | None = None,
    ) -> None:
        """`include` and `exclude` are patterns as in `.gitignore`; default rules leave out no included file.

        `files` are those of the folder `root`, unless another state of it is meant. `before` is another state that was
        sorted with the same patterns.
        """
        self._folder = root
        self._reading = Reading(files if files is not None else Reader(root))
        self._selection = Selection(self._reading, include, exclude, before)
        self._naming: dict[tuple[str, str], tuple[str, ...]] = {}
        self._importing: dict[str, tuple[str, ...]] = {}
        self._nearest: dict[str, Package | None] = {}
        self._asked = Recording()
        self._answers: Answers = Unanswered()
        self._like: dict[str, tuple[str, ...]] = {}

    @property
    def root(self) -> str:
        """The absolute path of the analysed folder, with POSIX separators."""
        return self._folder.as_posix()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that belongs to the repository, sorted."""
        return self._selection.files

    def files_like(self, text: str) -> tuple[str, ...]:
        """Those of `files` whose path holds `text`, sorted."""
        if text not in self._like:
            self._like[text] = tuple(path for path in self.files if text in path)
        return self._like[text]

    def holds(self, path: str) -> bool:
        """Whether `path` is one of `files`."""
        self._asked.sought.add(path)
        return path in self._names

    def traced(self) -> Trace:
        """What was asked for since the last call, by whoever asked."""
        trace, self._asked = self._asked.trace(), Recording()
        return trace

    @contextmanager
    def recorded(self) -> Iterator[Recording]:
        """What is asked for inside, by itself; it counts for whoever hands that to `rest_on_all`."""
        outer, self._asked = self._asked, Recording()
        try:
            yield self._asked
        finally:
            self._asked = outer

    def rest_on_all(self, asked: Recording) -> None:
        """An answer rests on all that was asked for then."""
        self._asked.add(asked)

    @property
    def unfit(self) -> Unfit:
        """The scripts that are not parsed, as far as they are known."""
        return Unfit(frozenset(self._texts.minified), self.problems.first())

    def recall(self, unfit: Unfit, answers: Answers) -> None:
        """Take from somebody else which scripts are not parsed, and what searches will find."""
        self._answers = answers
        self._texts.minified |= unfit.minified
        for path, problem in unfit.not_analysed.items():
            self.problems.note(path, problem)

    def index_imports(self) -> None:
        """Find out who imports what, unless that is known: for processes that are forked later."""
        if isinstance(self._answers, Unanswered):
            _ = self._imports

    def identities(self) -> dict[str, str]:
        """What tells the content of each of `files` from any other, in all states of the repository alike."""
        return self._selection.identities()

    @property
    def sorting(self) -> Sorting:
        """How the files were told from those left out."""
        return self._selection.sorting

    @property
    def problems(self) -> Problems:
        """The files found unreadable so far."""
        return self._reading.problems

    @property
    def not_analysed(self) -> tuple[NotAnalysed, ...]:
        """The same, sorted."""
        return tuple(sorted(self.problems))

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """How many listed files were left out so far, by reason. Minified ones are found when they are read."""
        return count((*self.sorting.left_out.values(), *(MINIFIED for _ in self._texts.minified)))

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The JavaScript and TypeScript files, sorted; programs without an ending are told by their first line."""
        others = frozenset(self.sorting.others)
        return tuple(path for path in self.files if path not in others)

    def scripts_among(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that are `scripts`."""
        others = self.sorting.others
        return frozenset(path for path in paths if path in self._names and (is_script(path) or path not in others))

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        """Every package, sorted by folder."""
        found = []
        for path in self.files:
            if path.endswith(MANIFESTS) and posixpath.basename(path) in MANIFESTS:
                package = read_package(path, self.read(path) or b"")
                if package is not None:
                    found.append(package)
        return tuple(
            sorted(found, key=lambda package: (package.folder, MANIFESTS.index(posixpath.basename(package.manifest))))
        )

    def package_of(self, path: str) -> Package | None:
        """The nearest package above `path`; `package.json` counts before `deno.json`."""
        folder = path.rpartition("/")[0]
        if folder not in self._nearest:
            above = folder
            while above and above not in self._package_by_folder:
                above = above.rpartition("/")[0]
            self._nearest[folder] = self._package_by_folder.get(above)
        return self._nearest[folder]

    def read(self, path: str) -> bytes | None:
        """The file's bytes: None for a missing, special, outside, minified or oversized one; a long document is cut."""
        self._asked.read.add(path)
        return self.look(path)

    def rest_on(self, path: str, what: str, digest: str) -> None:
        """An answer rests on `what` was made of the file, which has this digest, and on nothing else of it."""
        self._asked.made.add((path, what, digest))

    def look(self, path: str) -> bytes | None:
        """As `read`, for whoever says with `rest_on` what is made of it."""
        if is_script(path):
            return self._texts.text(path)
        data = self._reading.up_to(path, DOCUMENT_BYTES + 1)
        if data is None or len(data) <= DOCUMENT_BYTES:
            return data
        self._reading.note(path, f"only its first {DOCUMENT_BYTES:,} bytes were read")
        return data[:DOCUMENT_BYTES]

    def read_up_to(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes of any file, None where it cannot be read."""
        return self._reading.up_to(path, limit)

    def is_included(self, path: str) -> bool:
        """Whether the settings name this file: then no default rule leaves it out."""
        return self._selection.is_included(path)

    def candidates(
        self, words: Iterable[str], package: Package | None = None, among: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """The scripts that hold one of `words` as a whole word, sorted.

        Those of `package` alone, where one is given, and only those `among` some, where these are given.
        """
        wanted = sorted(set(words))
        if not wanted:
            return ()
        search = WordSearch(wanted)
        folders = None if package is None else {package.folder}
        is_chosen = self._is_chosen(folders, among)
        if among is None:
            found = self._texts.holding(search, folders)
        else:
            chosen = filter(is_chosen, among)
            found = tuple(sorted(path for path in chosen if search.finds(self._texts.text(path) or b"")))
        for path, reason in self._texts.unparsable(search, is_chosen):
            self._reading.note(path, reason)
        return found

    def sources_naming(self, word: str, near: str = "") -> tuple[str, ...]:
        """The scripts that hold `word` as a whole word anywhere in their text, sorted.

        With `near`, only those that can know that file: of its package and of the packages that depend on it.
        """
        folder = self._folder_of(near) if near else ""
        known = self._naming.get((word, folder))
        if known is None:
            known = self._answers.naming(word, folder)
            if known is None:
                known = self._search(word, folder) if word else ()
            self._naming[word, folder] = known
        self._asked.named[word, folder] = known
        return known

    def importers(self, path: str) -> tuple[str, ...]:
        """The scripts with a specifier that can mean `path`, sorted; maybe too many."""
        known = self._importing.get(path)
        if known is None:
            known = self._answers.importing(path)
            if known is None:
                known = self._imports.importers(path, self.package_of(path))
            self._importing[path] = known
        self._asked.imported[path] = known
        return known

    def naming(self, word: str, folder: str, among: Mapping[str, bytes]) -> frozenset[str]:
        """Which `among` some scripts, by their texts, `sources_naming` lists for a file of the package in `folder`."""
        search, near = WordSearch((word,)), self._near(folder)
        found = (path for path, text in among.items() if word and search.finds(text))
        return frozenset(path for path in found if near is None or self._folder_of(path) in near)

    def _search(self, word: str, folder: str) -> tuple[str, ...]:
        """The scripts with a word that can know those of the package in `folder`."""
        return self._texts.holding(WordSearch((word,)), self._near(folder))

    def _near(self, folder: str) -> frozenset[str] | None:
        """The folders of the packages that can know the one in `folder`; None for all, which know that of the root."""
        return self._dependents.around(folder) | {""} if folder else None

    def _is_chosen(self, folders: Collection[str] | None, among: Collection[str] | None) -> Callable[[str], bool]:
        """Which scripts are of some packages (None: of any), and among some (None: any)."""
        return lambda path: (among is None or path in among) and (folders is None or self._folder_of(path) in folders)

    def _folder_of(self, path: str) -> str:
        """The folder of the package of a file, "" where it is of none."""
        package = self.package_of(path)
        return package.folder if package is not None else ""

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.files)

    @cached_property
    def _package_by_folder(self) -> dict[str, Package]:
        return {package.folder: package for package in reversed(self.packages)}

    def _scripts_by_folder(self) -> dict[str, tuple[str, ...]]:
        """The scripts by the folder of their package, "" for those of none."""
        found: dict[str, list[str]] = {}
        for path in self.scripts:
            found.setdefault(self._folder_of(path), []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    @cached_property
    def _texts(self) -> Scripts:
        return Scripts(self._scripts_by_folder, self)

    @cached_property
    def _dependents(self) -> Dependents:
        return Dependents(self.packages)

    @cached_property
    def _imports(self) -> ImportIndex:
        return ImportIndex((path, specifiers(text)) for path, text in self._texts.texts())
