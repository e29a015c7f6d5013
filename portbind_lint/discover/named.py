"""The folders and files that a user names on the command line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from portbind_lint.discover.root import find_root
from portbind_lint.model.errors import UserError


def chosen_root(name: str | None) -> Path:
    """The repository that `--root` names, else the one that holds the working directory; raises `UserError`."""
    if name is None:
        return find_root(Path.cwd())
    if not Path(name).is_dir():
        raise UserError(f"--root {name}: no such folder")
    return Path(name).resolve()


def relative_paths(named: Sequence[str], root: Path, *, skip_missing: bool) -> tuple[str, ...]:
    """The paths relative to the root, "" for all of it; raises `UserError` for one that is missing or elsewhere.

    With `skip_missing`, a path that is missing or elsewhere is left out instead.
    """
    found = (_relative(name, root, skip_missing=skip_missing) for name in named)
    return tuple(path for path in found if path is not None)


def _relative(name: str, root: Path, *, skip_missing: bool) -> str | None:
    # A link itself is meant, not what it points to, so only the folder around it is resolved.
    absolute = Path(os.path.abspath(name))  # noqa: PTH100 - Path.resolve() would follow the link
    if not os.path.lexists(absolute):
        if skip_missing:
            return None
        raise UserError(f"{name}: no such file or folder")
    real = Path(os.path.realpath(absolute.parent)) / absolute.name if absolute.name else absolute
    if root.is_relative_to(os.path.realpath(absolute)):
        return ""
    if real.is_relative_to(root):
        return real.relative_to(root).as_posix()
    if skip_missing:
        return None
    raise UserError(f"{name}: not inside {root}, which is what is analysed; choose another --root")
