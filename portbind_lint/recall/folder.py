"""Where is remembered what was found."""

from __future__ import annotations

import os
from pathlib import Path

from portbind_lint.model.errors import UserError

VARIABLE = "PORTBIND_LINT_CACHE_DIR"


def cache_folder(named: str | None, root: Path) -> Path | None:
    """The folder that the user named, by argument or variable, else the one that the system has for such files.

    Raises `UserError` for a named one inside the repository `root`: whoever wrote the repository could have put in it
    what shall be found there. For the same reason None where the system's lies there.
    """
    chosen = named or os.environ.get(VARIABLE)
    if not chosen:
        # Only who analyses something pays for it.
        from platformdirs import user_cache_path  # noqa: PLC0415 - the help texts need no folder

        folder = user_cache_path("portbind-lint", appauthor=False)
        return None if _is_inside(folder, root) else folder
    if _is_inside(Path(chosen), root):
        source = "--cache-dir" if named else VARIABLE
        raise UserError(f"{source} {chosen}: it lies in {root}, which is analysed and could bring its own answers")
    return Path(chosen).absolute()


def _is_inside(folder: Path, root: Path) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root))
