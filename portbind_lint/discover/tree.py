"""The files of one commit, read through git and never checked out: the same questions as `reader.Reader` answers."""

from __future__ import annotations

import os
import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.discover.blobs import Blobs
from portbind_lint.discover.identity import UNREADABLE, link_to
from portbind_lint.discover.reader import Kind, as_utf8
from portbind_lint.discover.sorting import Again
from portbind_lint.model.errors import UserError
from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from portbind_lint.discover.git import Git
    from portbind_lint.discover.sorting import Before

_BUDGET = 16_000_000
_KEPT_FILE = 2_000_000
# As many links as systems follow from one name to the next is more than any repository has.
_LINKS = 10
_LINK_BYTES = 4096
_FILE_MODES = ("100644", "100755", "100664")
_LINK_MODE = "120000"
_TREEISH = regex("[0-9a-f]{40,64}:.*", re.DOTALL)
_COMPARING = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv")


class TreeReader:
    """The bytes of files by path, of `treeish` (a commit, or a folder in one). To be closed in the end."""

    def __init__(self, git: Git, treeish: str) -> None:
        """An empty `treeish` is a tree without files: what there is before the first commit."""
        self._git = git
        self._treeish = treeish
        self._known: Mapping[str, str] = {}
        self._left: AbstractSet[str] = frozenset()
        self._differences: dict[str, Mapping[str, str] | None] = {}
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def close(self) -> None:
        """End the git that was reading; the next read would start another."""
        self._blobs.close()

    def names(self) -> tuple[str, ...]:
        """Every file of the tree, links included, submodules left out."""
        return tuple(self._entries)

    @property
    def mark(self) -> str:
        """Its name: no tree ever changes."""
        return self._treeish

    def again(self, before: Before) -> Again | None:
        """What the files of another commit are in this one; None unless only contents of files differ."""
        sorting = before.sorting
        if sorting.mark not in self._differences:
            self._differences[sorting.mark] = self._changed_since(sorting.mark)
        changed = self._differences[sorting.mark]
        links = {name.partition(" ")[2] for name in before.identities.values() if " " in name}
        if changed is None or not links.isdisjoint(changed):
            return None
        identities = {path: changed.get(path, name) for path, name in before.identities.items()}
        self._known = {**{path: changed.get(path, name) for path, name in sorting.consulted.items()}, **identities}
        self._left = {*sorting.left_out, *sorting.passed}
        return Again(identities, frozenset())

    def _changed_since(self, treeish: str) -> dict[str, str] | None:
        """The new names of contents by path; None where anything else differs, or git cannot say."""
        if treeish == self._treeish:
            return {}
        if not (_TREEISH.fullmatch(treeish) and self._treeish):
            return None
        listed = self._git.ask("diff-tree", *_COMPARING, treeish, self._treeish)
        if listed is None:
            return None
        words = listed.split(b"\0")
        changed = {}
        for head, path in zip(words[::2], words[1::2], strict=False):
            old, new, _, name, letter = (*head.decode("ascii", "replace").lstrip(":").split(" "), *("",) * 5)[:5]
            if letter != "M" or old not in _FILE_MODES or new not in _FILE_MODES:
                return None
            changed[os.fsdecode(path)] = name
        return changed

    def kind(self, path: str) -> Kind:
        """What `path` is in the tree."""
        if " " in self._known.get(path, ""):
            return Kind.LINK
        mode = self._entry(path)[0]
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
        data = as_utf8(self._blob(self._entry(real)[1], limit))
        if len(data) < min(limit, _KEPT_FILE) and self._size + len(data) <= _BUDGET:
            self._kept[path] = data
            self._size += len(data)
        return data

    def identity(self, path: str) -> str:
        """The name that git has for the content, and where a link leads; `UNREADABLE` for what is no file."""
        if path in self._known:
            return self._known[path]
        real = path if self.kind(path) is Kind.FILE else self._target(path)
        if not real:
            return UNREADABLE
        name = self._entry(real)[1]
        return name if real == path else link_to(real, name)

    def _entry(self, path: str) -> tuple[str, str]:
        """The mode and the name in git's store, "" for what is not there. Links are looked up in the whole list."""
        known = self._known.get(path)
        if known is not None and " " not in known:
            return _FILE_MODES[0], known
        if self._known and known is None and path not in self._left:
            return "", ""
        return self._entries.get(path, ("", ""))

    @cached_property
    def _blobs(self) -> Blobs:
        return Blobs(self._git.command(("cat-file", "--batch")), str(self._git.top), self._git.environment())

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
            mode, name = self._entry(path)
            if mode in _FILE_MODES:
                return path
            if mode != _LINK_MODE:
                return ""
            text = os.fsdecode(self._blob(name, _LINK_BYTES))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), text))
        return ""

    def _blob(self, name: str, limit: int) -> bytes:
        try:
            data = self._blobs.read(name, limit)
        except (OSError, ValueError) as error:
            raise self._missing() from error
        if data is None:
            raise self._missing()
        return data

    def _missing(self) -> UserError:
        return UserError(
            f"git cannot give all files of {self._treeish[:12]}, with which to compare: this clone is partial or "
            "damaged; fetch all of it first (git fetch --refetch --no-filter)"
        )
