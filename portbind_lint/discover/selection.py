"""Which files of a folder belong to the repository: told anew, or as in another state that had the same names."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.discover.identity import UNREADABLE
from portbind_lint.discover.left_out import is_script, sort_out
from portbind_lint.discover.patterns import compile_patterns
from portbind_lint.discover.reader import Kind
from portbind_lint.discover.reading import Reading, printable
from portbind_lint.discover.sorting import Before, Sorting
from portbind_lint.model.programs import may_be_run, runs_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pathspec import GitIgnoreSpec

_HEAD_BYTES = 8_192


class Selection:
    """The files that belong to a repository, found out when somebody asks."""

    def __init__(
        self, reading: Reading, include: Iterable[str], exclude: Iterable[str], before: Before | None = None
    ) -> None:
        """`include` and `exclude` are patterns as in `.gitignore`; `before` was sorted with the same ones."""
        self._reading = reading
        self._files = reading.files
        self._include = tuple(include)
        self._exclude = tuple(exclude)
        self._before = before
        self._again: Mapping[str, str] = {}

    @property
    def files(self) -> tuple[str, ...]:
        """The paths, sorted."""
        return self._sorted[0]

    @property
    def sorting(self) -> Sorting:
        """How they were told from those left out."""
        return self._sorted[1]

    def identities(self) -> dict[str, str]:
        """What tells the content of each of `files` from any other, in all states of the repository alike."""
        files = self.files
        return dict(self._again) or {path: self._files.identity(path) for path in files}

    def is_included(self, path: str) -> bool:
        """Whether the settings name this file: then no default rule leaves it out."""
        return bool(self._include) and self._included.match_file(path)

    @cached_property
    def _sorted(self) -> tuple[tuple[str, ...], Sorting]:
        return self._sorted_before() or self._sort()

    def _sorted_before(self) -> tuple[tuple[str, ...], Sorting] | None:
        """The same as before, if the names are the same, and nothing has changed that decides which belong to it."""
        if self._before is None or UNREADABLE in self._before.sorting.consulted.values():
            return None
        again, sorting = self._files.again(self._before), self._before.sorting
        if again is None or not all(self._is_listed(path) for path in again.doubtful):
            return None
        if any(self._is_listed(path) for path in sorting.passed):
            return None
        known = again.identities
        if any(name != (known.get(path) or self._files.identity(path)) for path, name in sorting.consulted.items()):
            return None
        self._again = known
        return tuple(known), sorting

    def _sort(self) -> tuple[tuple[str, ...], Sorting]:
        consulted: dict[str, str] = {}

        def beginning(path: str) -> bytes:
            # Before it is read: of what changes in between the name has to be the old one.
            consulted[path] = self._files.identity(path)
            return self._reading.up_to(path, _HEAD_BYTES) or b""

        kept, reasons = sort_out(self._files.names(), beginning)
        rescued = {path for path in reasons if self.is_included(path)} if self._include else set()
        listed = {path: self._is_listed(path) for path in (*kept, *rescued)}
        files = tuple(sorted(path for path, is_listed in listed.items() if is_listed))
        left_out = {path: reason for path, reason in reasons.items() if path not in rescued}
        passed = tuple(path for path, is_listed in listed.items() if not is_listed)
        others = tuple(path for path in files if not is_script(path) and not self._is_program(path, beginning))
        return files, Sorting(self._files.mark, left_out, passed, consulted, others)

    def _is_program(self, path: str, beginning: Callable[[str], bytes]) -> bool:
        """Whether a file without an ending is a script by its first line."""
        return may_be_run(path) and self._files.kind(path) is Kind.FILE and runs_script(beginning(path))

    def _is_listed(self, path: str) -> bool:
        kind = self._files.kind(path)
        if kind is Kind.OTHER or (self._exclude and self._excluded.match_file(path)):
            return False
        is_printable = path.isascii() or printable(path) == path
        if is_script(path):
            if not is_printable:
                self._reading.note(path, "the file's name is not valid UTF-8")
                return False
            # The file that a link names is in the list itself; a document counts where the link stands, too.
            return kind is Kind.FILE
        return is_printable

    @cached_property
    def _included(self) -> GitIgnoreSpec:
        return compile_patterns(self._include)

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return compile_patterns(self._exclude)
