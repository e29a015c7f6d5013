"""Reads the repository's files: through no link that leaves the root, no device, no more than the limit."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from portbind_lint.discover.identity import UNREADABLE, Mark, Marks, blob_name, link_to, mark_of
from portbind_lint.discover.left_out import is_script
from portbind_lint.discover.listing import list_files
from portbind_lint.discover.sorting import Again

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portbind_lint.discover.sorting import Before

# What is kept in memory: manifests, documents and settings are asked for by many. Scripts are kept by `scripts`.
_BUDGET = 16_000_000
# Longer files (locks, bundles) are read for one question each.
_KEPT_FILE = 2_000_000
# Longer than any file that somebody writes by hand.
WHOLE_FILE = 20_000_000


_UNNAMED = (None, "")

# No name of a file: what would lead out of the root, or to the same file by another path.
_NO_NAMES = frozenset({"", ".", ".."})


class Kind(Enum):
    """What stands at a path: a regular file, a link to one inside the root, or anything else (or nothing)."""

    FILE = "file"
    LINK = "link"
    OTHER = "other"


class Files(Protocol):
    """The files of one state of a repository: of a folder (`Reader`) or of a commit (`tree.TreeReader`)."""

    def names(self) -> tuple[str, ...]:
        """The path of each, unsorted."""

    @property
    def mark(self) -> str:
        """What tells these names from any others."""

    def again(self, before: Before) -> Again | None:
        """What the files of another state are now; None where there are other names, or nobody can say."""

    def kind(self, path: str) -> Kind:
        """What stands at `path`."""

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes; None for what is missing, special or outside the root. OSError where unreadable."""

    def identity(self, path: str) -> str:
        """What tells the content at `path` from any other; the same in all states of one repository."""


class Reader:
    """The bytes of files by path. What was read whole is remembered within a budget, but for scripts."""

    def __init__(self, root: Path, marks: Marks | None = None) -> None:
        """`marks` spare reading what has not changed, and learn what has."""
        self._root = os.path.realpath(root)
        self._marks = marks if marks is not None else Marks()
        self._inside = self._root.rstrip(os.sep) + os.sep
        self._folders: dict[str, str | None] = {"": self._root.rstrip(os.sep)}
        self._seen: dict[str, Mark] = {}
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def names(self) -> tuple[str, ...]:
        """Every file under the root that is not ignored, links and special files included."""
        return self._listed

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        return list_files(Path(self._root))

    @property
    def mark(self) -> str:
        """A digest of the names."""
        names = "\0".join(self._listed).encode("utf-8", "surrogateescape")
        return hashlib.blake2b(names, digest_size=16).hexdigest()

    def again(self, before: Before) -> Again | None:
        """What the files of another state are now. To be looked at are those that were changed, and links."""
        if self.mark != before.sorting.mark:
            return None
        found = dict(self._unchanged(before.identities))
        doubtful = frozenset(path for path, name in found.items() if not name)
        found.update((path, self.identity(path)) for path in doubtful)
        return Again(found, doubtful)

    def _unchanged(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each path, sorted, with the identity of a file whose mark is that of before, "" for any other.

        One loop for ten thousand files: where nothing else has changed, this is what a commit waits for.
        """
        before, now = self._marks.before, self._marks.now
        folder, parent = "", self._folders[""]
        for path in paths:
            here, _, name = path.rpartition("/")
            if here != folder:
                folder, parent = here, self._folder(here)
            known = before.get(path)
            if known is not None and parent is not None and known[0] == _mark(f"{parent}/{name}"):
                now[path] = known
                yield path, known[1]
            else:
                yield path, ""

    def kind(self, path: str) -> Kind:
        """What `path` is, seen from inside the root."""
        try:
            return self._look(path)[0]
        except (OSError, ValueError):
            return Kind.OTHER

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes; None for what is missing, special or outside the root. OSError where unreadable."""
        kept = self._kept.get(path)
        if kept is not None:
            return kept[:limit]
        mark = None
        try:
            kind, place = self._look(path)
            data, mark = (None, None) if kind is Kind.OTHER else _read(place, limit)
        finally:
            if mark != self._marks.now.get(path, _UNNAMED)[0]:
                self._marks.moved.add(path)
        if data is None:
            return None
        text = as_utf8(data)
        is_whole = len(data) < min(limit, _KEPT_FILE)
        if is_whole and not is_script(path) and self._size + len(text) <= _BUDGET:
            self._kept[path] = text
            self._size += len(text)
        return text

    def identity(self, path: str) -> str:
        """The name that git has for the content, and where a link leads; `UNREADABLE` for what cannot be read."""
        seen, known = self._seen.pop(path, None), self._marks.before.get(path)
        if seen is not None and known is not None and known[0] == seen:
            self._marks.now[path] = known
            return known[1]
        try:
            kind, place = self._look(path)
            if kind is Kind.OTHER:
                return UNREADABLE
            name = self._name(path, place)
        except (OSError, ValueError):
            return UNREADABLE
        return name if kind is Kind.FILE else link_to(place[len(self._inside) :], name)

    def _name(self, path: str, place: str) -> str:
        """The name of the content; raises OSError."""
        mark, name = self._marks.before.get(path, (None, ""))
        if mark is None or mark != mark_of(os.lstat(place)):
            with _opened(place) as file:
                mark, name = mark_of(os.fstat(file.fileno())), blob_name(file)
        self._marks.now[path] = mark, name
        return name

    def _look(self, path: str) -> tuple[Kind, str]:
        """What `path` is, and the real file behind it; the mark of a file is kept for whoever asks for its name."""
        folder, slash, name = path.rpartition("/")
        parent = self._folders.get(folder, "") or self._folder(folder)
        if parent is None or name in _NO_NAMES or (slash and not folder):
            return Kind.OTHER, ""
        place = f"{parent}/{name}"
        try:
            status = os.lstat(place)
            if stat.S_ISREG(status.st_mode):
                if path in self._marks.before:
                    self._seen[path] = mark_of(status)
                return Kind.FILE, place
            target = os.path.realpath(place)
            if stat.S_ISLNK(status.st_mode) and self._contains(target) and stat.S_ISREG(os.lstat(target).st_mode):
                return Kind.LINK, target
        except (FileNotFoundError, NotADirectoryError):
            pass
        return Kind.OTHER, ""

    def _folder(self, folder: str) -> str | None:
        """The real place of a folder, None where it is none or outside the root. Each folder is looked at once."""
        unknown = []
        while folder not in self._folders:
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        for name in reversed(unknown):
            parent, slash, last = name.rpartition("/")
            place = self._folders[parent] if last not in _NO_NAMES and (parent or not slash) else None
            if place is not None:
                place = f"{place}/{last}"
                if Path(place).is_symlink():
                    place = os.path.realpath(place)
                    place = place if self._contains(place) else None
            self._folders[name] = place
        return self._folders[folder if not unknown else unknown[0]]

    def _contains(self, place: str) -> bool:
        return place == self._root or place.startswith(self._inside)


def _mark(place: str) -> Mark | None:
    """The mark of a regular file, None where none stands there."""
    try:
        status = os.lstat(place)
    except (OSError, ValueError):
        return None
    return mark_of(status) if stat.S_ISREG(status.st_mode) else None


def _read(place: str, limit: int) -> tuple[bytes | None, Mark | None]:
    """The first bytes of a file, and the mark that it has afterwards."""
    with _opened(place) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None, None
        return file.read(limit), mark_of(os.fstat(file.fileno()))


def _opened(place: str) -> IO[bytes]:
    # O_NONBLOCK: what was a file a moment ago and is a pipe now must not make us wait.
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    return os.fdopen(handle, "rb")


def as_utf8(data: bytes) -> bytes:
    """`data`, or what UTF-16 with its mark says: compilers read it too, and hidden in it a listener passes searches."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def read_if_there(files: Files, path: str, limit: int = WHOLE_FILE) -> bytes | None:
    """The bytes of a file; None where it is missing or cannot be read."""
    try:
        return files.read(path, limit)
    except (OSError, ValueError):
        return None
