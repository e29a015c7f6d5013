"""What is remembered of a repository, in a file of the user's cache folder.

Whatever is wrong with that file, the analysis goes on as if it were not there. The folder is never in the analysed
repository, which could otherwise bring along what is to be found in it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from portbind_lint.discover.identity import Mark, Marks
from portbind_lint.recall.book import Book
from portbind_lint.recall.installation import installation
from portbind_lint.recall.remembered import NOW, Remembered
from portbind_lint.recall.state import State
from portbind_lint.whole_files import write_whole

_ENDING = ".remembered"
_LARGEST = 200_000_000
_MOST_FILES = 100
_ABANDONED_NS = 3_600_000_000_000
# A file that is changed again within the resolution of its times keeps its mark: one that was written shortly before we
# looked at it, or later, is looked at again.
_SETTLED_NS = 2_000_000_000


class Store:
    """Implements `remembered.Memory` on the disk, for one repository and one set of questions to it."""

    forgets = False

    def __init__(self, folder: Path, root: Path, question: str, complain: Callable[[str], None]) -> None:
        """`question` tells apart what is asked of `root`; `complain` is told, in one line, what cannot be written."""
        key = hashlib.blake2b(f"{root}\0{question}".encode("utf-8", "surrogateescape"), digest_size=16)
        self._root = root
        self._folder = folder
        self._key = key.hexdigest()
        self._complain = complain
        self._last: dict[str, Remembered] = {}
        self._book = Book()
        self._began = time.time_ns()
        self.marks = Marks()

    def recalled(self, name: str) -> Remembered | None:
        """What was kept of a state by this installation, and is whole."""
        if name not in self._last:
            try:
                self._last[name], before = self._book.read(_body(self._file(name)))
            except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError):
                return None
            if name == NOW:
                self.marks = Marks(before)
        return self._last[name]

    def keep(self, name: str, remembered: Remembered) -> None:
        """Keep this of a state, unless it is what was recalled."""
        kept, marks = self._settled(remembered) if name == NOW else (remembered, {})
        if kept == self._last.get(name) and (name != NOW or marks == self.marks.before):
            return
        self._last[name] = kept
        try:
            _write(self._file(name), self._book.written(kept, marks))
        except OSError as error:
            self._complain(
                f"what was found cannot be remembered in {self._folder}: {error.strerror}; "
                "--cache-dir names another folder, --no-cache does without"
            )

    def _file(self, name: str) -> Path:
        """The names of states are those that users give to commits: none is made a part of a file's name."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
        return self._folder / f"{self._key}-{digest}{_ENDING}"

    def _settled(self, remembered: Remembered) -> tuple[Remembered, dict[str, tuple[Mark, str]]]:
        """What may be kept of the files on the disk: one that has changed since it was named is one nobody knows.

        That shows where it was read since. Whatever else of it is remembered holds for what it was when it was named.
        """
        now, changed, settled = self.marks.now, self.marks.moved, self._began - _SETTLED_NS
        sure = {
            path: known
            for path, known in now.items()
            if known[0][1] < settled and known[0][2] < settled and path not in changed
        }
        state = remembered.state
        if changed.isdisjoint(state.identities) and changed.isdisjoint(remembered.sorting.consulted):
            return remembered, sure
        identities = {path: "" if path in changed else name for path, name in state.identities.items()}
        sorting = remembered.sorting
        consulted = {path: "" if path in changed else name for path, name in sorting.consulted.items()}
        return replace(
            remembered,
            state=State(identities, state.settings),
            sorting=replace(sorting, consulted=consulted),
        ), sure


def _body(file: Path) -> bytes:
    """What a file holds that this installation has written; raises OSError or ValueError for any other."""
    with file.open("rb") as stream:
        head, _, body = stream.read(_LARGEST).partition(b"\n")
    if head != _head(body):
        raise ValueError
    return body


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(file, _head(body) + b"\n" + body)
    _prune(file.parent)


def _head(body: bytes) -> bytes:
    """What the first line of a whole file says that this installation has written."""
    return f"{installation()} {hashlib.blake2b(body, digest_size=16).hexdigest()}".encode("ascii")


def _prune(folder: Path) -> None:
    """Let go of what was written longest ago, and of what a run had begun to write that was killed."""
    written = _by_age(folder, f"*{_ENDING}")
    now = time.time_ns()
    begun = [(at, file) for at, file in _by_age(folder, f".*{_ENDING}.*") if now - at > _ABANDONED_NS]
    for _, file in (*written[:-_MOST_FILES], *begun):
        file.unlink(missing_ok=True)


def _by_age(folder: Path, pattern: str) -> list[tuple[int, Path]]:
    found = []
    for file in folder.glob(pattern):
        # Somebody else may be at it.
        with suppress(FileNotFoundError):
            found.append((file.stat().st_mtime_ns, file))
    return sorted(found)
