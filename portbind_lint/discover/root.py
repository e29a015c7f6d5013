"""Which folder is analysed, and where git keeps its knowledge of it.

The work is done on plain strings: a commit hook asks before anything else, and `pathlib` would double what it costs.
"""

from __future__ import annotations

import os

# What `typing.TYPE_CHECKING` is; to import that module costs more than what is done here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A `gitdir:` file is one short line; more than this is something else.
_LINK_LIMIT = 4096


def find_root(start: Path) -> Path:
    """The top level of the git checkout that holds `start`, else `start` itself; always absolute and real."""
    return type(start)(top_level(os.fspath(start)))


def git_folder(root: Path) -> tuple[Path, Path] | None:
    """The top level above `root` and its git folder, or None where git has nothing trustworthy to say."""
    found = git_place(os.fspath(root))
    return (type(root)(found[0]), type(root)(found[1])) if found is not None else None


def top_level(start: str) -> str:
    """As `find_root`."""
    folder = os.path.realpath(start)
    return next((candidate for candidate in (folder, *_above(folder)) if _is_checkout(candidate)), folder)


def git_place(root: str) -> tuple[str, str] | None:
    """As `git_folder`.

    A `.git` file (a worktree, a submodule) is followed only where the place it names agrees: a worktree's git folder
    names the `.git` file back, a submodule's lies in the `.git/modules` of a checkout around it. Anything else could
    be a file of a hostile repository that points at somebody else's.
    """
    top = top_level(root)
    link = _join(top, ".git")
    if os.path.islink(link) or not _is_checkout(top):
        return None
    if os.path.isdir(link):
        return top, link
    target = _linked_folder(link)
    if not target or not (_names_back(target, link) or _is_module_of(target, top)):
        return None
    return top, target


def _above(folder: str) -> Iterator[str]:
    while (parent := os.path.dirname(folder)) != folder:
        yield parent
        folder = parent


def _is_checkout(folder: str) -> bool:
    marker = _join(folder, ".git")
    if os.path.isdir(marker):
        return os.path.exists(_join(marker, "HEAD"))
    return bool(_linked_folder(marker))


def _linked_folder(link: str) -> str:
    """The place that a `.git` file names, "" for none."""
    text = _first_line(link)
    if not text.startswith("gitdir:"):
        return ""
    return os.path.realpath(_join(os.path.dirname(link), text.removeprefix("gitdir:").strip()))


def _names_back(target: str, link: str) -> bool:
    text = _first_line(_join(target, "gitdir"))
    return bool(text) and os.path.realpath(_join(target, text)) == os.path.realpath(link)


def _is_module_of(target: str, top: str) -> bool:
    modules = (_join(parent, ".git", "modules") for parent in _above(top))
    return any(target == place or target.startswith(place + os.sep) for place in modules)


def _first_line(path: str) -> str:
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            data = file.read(_LINK_LIMIT)
    except (OSError, ValueError):
        return ""
    return os.fsdecode(data).partition("\n")[0].replace("\0", "").strip()


_join = os.path.join
