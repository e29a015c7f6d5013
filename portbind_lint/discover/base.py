"""The state of a repository with which today's is compared: where a branch began, or what was committed last."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.discover.git import Git
from portbind_lint.discover.root import git_folder
from portbind_lint.discover.safe_git import own_index
from portbind_lint.discover.tree import TreeReader
from portbind_lint.model.errors import UserError
from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COMMIT = regex(r"[0-9a-f]{40,64}")
_RENAMES_TRIED = 5000
_UNSHALLOW = "fetch-depth: 0 of actions/checkout fetches all of it, git fetch --unshallow the rest"


@dataclass(frozen=True, slots=True)
class Base:
    """One commit and what has changed since, in the index; paths are relative to the analysed folder.

    `name` is what people call it. An empty `commit` is the state before the first one. `renames` are old and new paths,
    `changed` the paths that differ now, the old ones of renamed files among them, `removed` those that are gone.
    """

    name: str
    commit: str
    renames: Mapping[str, str]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    git: Git
    prefix: str

    def files(self) -> TreeReader:
        """The files of the commit, those of the analysed folder only."""
        return TreeReader(self.git, f"{self.commit}:{self.prefix}" if self.commit else "")


def find_base(root: Path, wanted: str) -> Base:
    """Where the history of HEAD left that of `wanted`; raises `UserError`, with what to do, where git cannot say."""
    git, prefix = _checkout(root, f"--diff-base {wanted}")
    ours = _commit(git, "HEAD")
    theirs = _commit(git, wanted)
    shallow = git.ask("rev-parse", "--is-shallow-repository") == b"true\n"
    if not theirs or not ours:
        missing = wanted if not theirs else "HEAD"
        hint = f"this clone is shallow: {_UNSHALLOW}" if shallow else f"fetch it first (git fetch origin {missing})"
        raise UserError(f"--diff-base {wanted}: git knows no commit {missing} here; {hint}")
    common = (git.ask("merge-base", "--end-of-options", theirs, ours) or b"").decode("ascii", "replace").strip()
    if not _COMMIT.fullmatch(common):
        hint = f"this clone is shallow: {_UNSHALLOW}" if shallow else "compare with a branch of this repository"
        raise UserError(f"--diff-base {wanted}: it has no commit in common with HEAD; {hint}")
    return _base(git, prefix, wanted, common)


def current_commit(root: Path) -> str:
    """The full name of HEAD; raises `UserError` outside of a checkout."""
    return _commit(_checkout(root, "HEAD")[0], "HEAD")


def last_commits(root: Path) -> tuple[Base, ...]:
    """What the commit in the making builds on: HEAD, and in a merge what is merged; nothing outside of git."""
    if git_folder(root) is None:
        return ()
    git, prefix = _checkout(root, "--hook")
    named = [(name, commit) for name in ("HEAD", "MERGE_HEAD") if (commit := _commit(git, name))]
    return tuple(_base(git, prefix, name, commit) for name, commit in named or [("the empty repository", "")])


def _checkout(root: Path, who: str) -> tuple[Git, str]:
    """Git for the checkout that holds `root`, and the path of `root` in it."""
    found = git_folder(root)
    if found is None:
        raise UserError(f"{who}: {root} is not in a git checkout")
    top, folder = found
    return Git(top, folder, own_index(str(folder))), "" if root == top else root.relative_to(top).as_posix()


def _commit(git: Git, name: str) -> str:
    """The full name of the commit that `name` means, "" where there is none."""
    found = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    text = (found or b"").decode("ascii", "replace").strip()
    return text if _COMMIT.fullmatch(text) else ""


def _base(git: Git, prefix: str, name: str, commit: str) -> Base:
    renames: dict[str, str] = {}
    changed: dict[str, None] = {}
    removed: dict[str, None] = {}
    inside = f"{prefix}/" if prefix else ""
    for status, *paths in _changes(git, commit):
        old, new = (path.removeprefix(inside) if path.startswith(inside) else "" for path in (paths[0], paths[-1]))
        changed.update(dict.fromkeys(path for path in (old, new) if path))
        if old and (status.startswith("D") or old != new):
            removed[old] = None
        if old and new and old != new:
            renames[old] = new
    return Base(name, commit, renames, tuple(changed), tuple(removed), git, prefix)


def _changes(git: Git, commit: str) -> list[list[str]]:
    """What differs between the commit and the index: a letter and a path, for renames both paths.

    The index, unlike the files on disk, is compared without the programs that convert files.
    """
    if not commit:
        return []
    options = ("--cached", "-z", "--name-status", "-M", f"-l{_RENAMES_TRIED}", "--no-ext-diff", "--no-textconv")
    listed = git.ask("diff-index", *options, "--ignore-submodules=all", commit, "--")
    if listed is None:
        raise UserError(f"git cannot compare with {commit[:12]}: this clone is damaged; make a new one")
    words = [os.fsdecode(word) for word in listed.split(b"\0")]
    found, at = [], 0
    while at + 1 < len(words):
        number = 3 if words[at][:1] in ("R", "C") else 2
        found.append(words[at : at + number])
        at += number
    return found
