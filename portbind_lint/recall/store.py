"""What is remembered of a repository, in a file of the user's cache folder.

Whatever is wrong with that file, the analysis goes on as if it were not there. The folder is never in the analysed
repository, which could otherwise bring along what is to be found in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from portbind_lint.discover.identity import Mark, Marks, mark_of
from portbind_lint.model.records import replace
from portbind_lint.recall.installation import installation
from portbind_lint.recall.plain import Plain
from portbind_lint.recall.remembered import NOW, Remembered
from portbind_lint.recall.state import State
from portbind_lint.whole_files import write_whole

_ENDING = ".remembered"
_LARGEST = 200_000_000
_MOST_FILES = 100
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
        self._began = time.time_ns()
        self.marks = Marks()

    def recalled(self, name: str) -> Remembered | None:
        """What was kept of a state by this installation, and is whole."""
        if name not in self._last:
            try:
                self._last[name], before = _read(self._file(name))
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
            _write(self._file(name), kept, marks)
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
        """What may be kept of the files on the disk: one that has changed since it was named is one nobody knows."""
        marks = {path: known for path, known in self.marks.now.items() if self._still_has(path, known[0])}
        names = remembered.state.identities
        identities = {path: name if path in marks or path not in self.marks.now else "" for path, name in names.items()}
        kept = replace(remembered, state=State(identities, remembered.state.settings))
        settled = self._began - _SETTLED_NS
        sure = {path: (mark, name) for path, (mark, name) in marks.items() if max(mark[1], mark[2]) < settled}
        return kept, sure

    def _still_has(self, path: str, mark: Mark) -> bool:
        try:
            return mark_of(os.stat(f"{self._root}/{path}")) == mark  # noqa: PTH116 - a Path for each of many files is slow
        except (OSError, ValueError):
            return False


def _read(file: Path) -> tuple[Remembered, Mapping[str, tuple[Mark, str]]]:
    """What the file holds; raises OSError, or anything that `Plain` raises, where it is of no use."""
    with file.open("rb") as stream:
        head, _, body = stream.read(_LARGEST).partition(b"\n")
    if head != _head(body):
        raise ValueError
    paths, marks, remembered = json.loads(body)
    found = Plain(paths).from_json(remembered)
    if not isinstance(found, Remembered):
        raise TypeError
    return found, {
        path: ((size, modified, changed, number), name) for path, size, modified, changed, number, name in marks
    }


def _write(file: Path, remembered: Remembered, marks: Mapping[str, tuple[Mark, str]]) -> None:
    paths = tuple(remembered.state.identities)
    content = (paths, [(path, *mark, name) for path, (mark, name) in marks.items()], Plain(paths).as_json(remembered))
    body = json.dumps(content, separators=(",", ":")).encode("ascii")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(file, _head(body) + b"\n" + body)
    _prune(file.parent)


def _head(body: bytes) -> bytes:
    """What the first line of a whole file says that this installation has written."""
    return f"{installation()} {hashlib.blake2b(body, digest_size=16).hexdigest()}".encode("ascii")


def _prune(folder: Path) -> None:
    """Let go of what was written longest ago."""
    written = []
    for file in folder.glob(f"*{_ENDING}"):
        # Somebody else may be at it.
        with suppress(FileNotFoundError):
            written.append((file.stat().st_mtime_ns, file))
    for _, file in sorted(written)[:-_MOST_FILES]:
        file.unlink(missing_ok=True)
