"""Which folder is analysed, and where git keeps its knowledge of it."""

from __future__ import annotations

import os
from pathlib import Path

# A `gitdir:` file is one short line; more than this is something else.
_LINK_LIMIT = 4096


def find_root(start: Path) -> Path:
    """The top level of the git checkout that holds `start`, else `start` itself; always absolute and real."""
    folder = Path(os.path.realpath(start))
    for candidate in (folder, *folder.parents):
        if _is_checkout(candidate):
            return candidate
    return folder


def git_folder(root: Path) -> tuple[Path, Path] | None:
    """The top level above `root` and its git folder, or None where git has nothing trustworthy to say.

    A `.git` file (a worktree, a submodule) is followed only where the place it names agrees: a worktree's git folder
    names the `.git` file back, a submodule's lies in the `.git/modules` of a checkout around it. Anything else could
    be a file of a hostile repository that points at somebody else's.
    """
    top = find_root(root)
    link = top / ".git"
    if link.is_symlink() or not _is_checkout(top):
        return None
    if link.is_dir():
        return top, link
    target = _linked_folder(link)
    if target is None or not (_names_back(target, link) or _is_module_of(target, top)):
        return None
    return top, target


def _is_checkout(folder: Path) -> bool:
    marker = folder / ".git"
    if marker.is_dir():
        return (marker / "HEAD").exists()
    return _linked_folder(marker) is not None


def _linked_folder(link: Path) -> Path | None:
    text = _first_line(link)
    if not text.startswith("gitdir:"):
        return None
    return Path(os.path.realpath(link.parent / text.removeprefix("gitdir:").strip()))


def _names_back(target: Path, link: Path) -> bool:
    text = _first_line(target / "gitdir")
    return bool(text) and os.path.realpath(target / text) == os.path.realpath(link)


def _is_module_of(target: Path, top: Path) -> bool:
    return any(target.is_relative_to(parent / ".git" / "modules") for parent in top.parents)


def _first_line(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            data = file.read(_LINK_LIMIT)
    except (OSError, ValueError):
        return ""
    return os.fsdecode(data).partition("\n")[0].replace("\0", "").strip()
