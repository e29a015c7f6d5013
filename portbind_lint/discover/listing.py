"""The files of a folder: git's own list, or where there is no git a walk that honours `.gitignore` files.

Both leave nested repositories and submodules alone, follow no symbolic link to a folder, and return POSIX paths
relative to the root, unsorted; names that are no valid UTF-8 keep their bytes as surrogates.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from portbind_lint.discover.git import Git
from portbind_lint.discover.left_out import prunes
from portbind_lint.discover.patterns import compile_patterns
from portbind_lint.discover.root import git_folder
from portbind_lint.lastly import Lastly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathspec import GitIgnoreSpec

# No real `.gitignore` comes near it.
_IGNORE_BYTES = 256_000
# git reads whatever is called `.gitignore`, and waits where that is a pipe; a walk does without.
_SECONDS = 15


def list_files(root: Path) -> tuple[str, ...]:
    """Every file under `root` that is not ignored, symbolic links and special files included."""
    checkout = git_folder(root)
    listed = _git_files(root, *checkout) if checkout is not None else None
    if listed is None:
        listed = _unversioned_files(root)
    return tuple(_walk(root)) if listed is None else listed


def _unversioned_files(root: Path) -> tuple[str, ...] | None:
    """The files of a plain folder, read as a checkout to which nothing has been added: git knows ignore rules best."""
    try:
        temporary = TemporaryDirectory()
    except OSError:
        return None
    folder = Path(temporary.name)
    with Lastly(temporary.cleanup), suppress(OSError):
        for name in ("objects", "refs"):
            (folder / name).mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        return _git_files(root, root, folder)
    return None


def _git_files(root: Path, top: Path, folder: Path) -> tuple[str, ...] | None:
    listed = Git(top, folder).ask(
        "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=root, seconds=_SECONDS
    )
    if listed is None:
        return None
    # An unmerged file is listed once a stage, a nested repository as a folder with a slash at its end.
    names = dict.fromkeys(name for name in listed.split(b"\0") if name and not name.endswith(b"/"))
    return tuple(os.fsdecode(name) for name in names)


def _walk(root: Path) -> Iterator[str]:
    """Depth first without recursion; each entry of `pending` is a folder with the ignore rules that hold in it."""
    pending: list[tuple[str, tuple[tuple[str, GitIgnoreSpec], ...]]] = [("", ())]
    while pending:
        folder, rules = pending.pop()
        entries = _entries(root / folder)
        names = {entry.name for entry in entries}
        if folder and ".git" in names:
            continue
        if ".gitignore" in names:
            rules = (*rules, *_ignore_rules(root, folder))
        prefix = f"{folder}/" if folder else ""
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git" and not prunes(entry.name, names) and not _ignored(path + "/", rules):
                    pending.append((path, rules))
            elif not _ignored(path, rules):
                yield path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _ignore_rules(root: Path, folder: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    try:
        file = root / folder / ".gitignore"
        if file.is_symlink() or not file.is_file():
            return ()
        with file.open("rb") as stream:
            text = stream.read(_IGNORE_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ()
    return ((f"{folder}/" if folder else "", compile_patterns(text.splitlines())),)


def _ignored(path: str, rules: Iterable[tuple[str, GitIgnoreSpec]]) -> bool:
    """The innermost `.gitignore` that says anything decides."""
    verdict = False
    for prefix, spec in rules:
        said = spec.check_file(path[len(prefix) :]).include
        if said is not None:
            verdict = said
    return verdict
