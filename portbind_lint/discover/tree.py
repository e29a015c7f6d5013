"""The files of one commit, read through git and never checked out: the same questions as `reader.Reader` answers."""

from __future__ import annotations

import os
import posixpath
import subprocess
from functools import cached_property
from threading import Timer
from typing import TYPE_CHECKING

from portbind_lint.discover.reader import Kind, as_utf8
from portbind_lint.model.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

    from portbind_lint.discover.git import Git

# All that one analysis asks of a tree; a git that takes longer waits for something that will not come.
_SECONDS = 600
_CHUNK = 1_000_000
_BUDGET = 64_000_000
_KEPT_FILE = 2_000_000
# As many links as systems follow from one name to the next is more than any repository has.
_LINKS = 10
_LINK_BYTES = 4096
_FILE_MODES = ("100644", "100755", "100664")
_LINK_MODE = "120000"


class TreeReader:
    """The bytes of files by path, of `treeish` (a commit, or a folder in one). To be closed in the end."""

    def __init__(self, git: Git, treeish: str) -> None:
        """An empty `treeish` is a tree without files: what there is before the first commit."""
        self._git = git
        self._treeish = treeish
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Timer | None = None
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def close(self) -> None:
        """End the git that was reading; the next read would start another."""
        if self._watch is not None:
            self._watch.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def names(self) -> tuple[str, ...]:
        """Every file of the tree, links included, submodules left out."""
        return tuple(self._entries)

    def kind(self, path: str) -> Kind:
        """What `path` is in the tree."""
        mode = self._entries.get(path, ("", ""))[0]
        if mode in _FILE_MODES:
            return Kind.FILE
        return Kind.LINK if mode == _LINK_MODE and self._target(path) else Kind.OTHER

    def read(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes, None for what is no file; raises `UserError` where the file is not in the clone."""
        if path in self._kept:
            return self._kept[path][:limit]
        real = path if self.kind(path) is Kind.FILE else self._target(path)
        if not real:
            return None
        data = as_utf8(self._blob(self._entries[real][1], limit))
        if len(data) < min(limit, _KEPT_FILE) and self._size + len(data) <= _BUDGET:
            self._kept[path] = data
            self._size += len(data)
        return data

    @cached_property
    def _entries(self) -> Mapping[str, tuple[str, str]]:
        """The mode and the name in git's store of each file, by path."""
        if not self._treeish:
            return {}
        listed = self._git.ask("ls-tree", "-r", "-z", "--full-tree", self._treeish)
        if listed is None:
            return {}
        found = {}
        for entry in listed.split(b"\0"):
            head, _, path = entry.partition(b"\t")
            mode, kind, name = (*head.decode("ascii", "replace").split(" "), "", "")[:3]
            if kind == "blob":
                found[os.fsdecode(path)] = (mode, name)
        return found

    def _target(self, path: str) -> str:
        """The regular file that a link leads to inside the tree, "" where it leads to none."""
        for _ in range(_LINKS):
            mode, name = self._entries.get(path, ("", ""))
            if mode in _FILE_MODES:
                return path
            if mode != _LINK_MODE:
                return ""
            text = os.fsdecode(self._blob(name, _LINK_BYTES))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
        return ""

    def _blob(self, name: str, limit: int) -> bytes:
        process = self._started()
        to, back = _pipes(process)
        try:
            to.write(f"{name}\n".encode("ascii"))
            to.flush()
            head = back.readline().decode("ascii", "replace").split()
            if len(head) != 3 or head[1] != "blob":  # noqa: PLR2004 - name, type, size
                raise self._missing()
            return _content(back, int(head[2]), limit)
        except (OSError, ValueError) as error:
            raise self._missing() from error

    def _missing(self) -> UserError:
        return UserError(
            f"git cannot give all files of {self._treeish[:12]}, with which to compare: this clone is partial or "
            "damaged; fetch all of it first (git fetch --refetch --no-filter)"
        )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - fixed words, no shell
                self._git.command(("cat-file", "--batch")), cwd=self._git.top, env=self._git.environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._watch = Timer(_SECONDS, self._process.kill)
            self._watch.daemon = True
            self._watch.start()
        return self._process


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    to, back = process.stdin, process.stdout
    if to is None or back is None:
        raise OSError
    return to, back


def _content(back: IO[bytes], size: int, limit: int) -> bytes:
    """The beginning of what git sends; the rest is passed over."""
    data = back.read(min(size, limit))
    left = size - len(data)
    while left > 0:
        passed = back.read(min(left, _CHUNK))
        if not passed:
            raise OSError
        left -= len(passed)
    back.read(1)
    return data
