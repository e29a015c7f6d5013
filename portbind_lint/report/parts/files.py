"""Reports as files."""

from __future__ import annotations

import os
from pathlib import Path

from portbind_lint.model.errors import UserError
from portbind_lint.whole_files import write_whole


def save(file: Path, text: str) -> None:
    """Write the whole report or nothing, as UTF-8: a reader must never meet half of one; raises `UserError`."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if _is_stream(file):
            with file.open("wb") as stream:
                stream.write(data)
            return
        write_whole(file, data, _readable_as_others())
    except OSError as error:
        raise UserError(f"cannot write {file}: {error.strerror}") from error


def _is_stream(file: Path) -> bool:
    """Whether `file` is a device or a pipe, such as `/dev/stdout`: it is written to, never replaced by a file.

    A link that stands elsewhere may be of the analysed repository: it is replaced, whatever it leads to.
    """
    if Path(os.path.realpath(file.absolute().parent)).parts[1:2] in (("dev",), ("proc",)):
        return file.exists() and not file.is_dir() and (file.is_symlink() or not file.is_file())
    if file.is_symlink():
        return False
    return file.is_fifo() or file.is_char_device()


def _readable_as_others() -> int:
    """The permissions that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
