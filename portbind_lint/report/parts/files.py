"""Reports as files."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from portbind_lint.model.errors import UserError


def save(file: Path, text: str) -> None:
    """Write the whole report or nothing, as UTF-8: a reader must never meet half of one; raises `UserError`."""
    try:
        with NamedTemporaryFile("wb", dir=file.absolute().parent, prefix=f".{file.name}.", delete=False) as temporary:
            try:
                temporary.write(text.encode("utf-8", "backslashreplace"))
            except BaseException:
                Path(temporary.name).unlink()
                raise
        _move(Path(temporary.name), file)
    except OSError as error:
        raise UserError(f"cannot write {file}: {error.strerror}") from error


def _move(temporary: Path, file: Path) -> None:
    # A temporary file is readable by its owner only; a report is as readable as other files.
    mask = os.umask(0)
    os.umask(mask)
    try:
        temporary.chmod(0o666 & ~mask)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
