"""Changed files back to where they were read: each whole or not at all, none outside of the root."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from portbind_lint.whole_files import write_whole


class NotWrittenError(Exception):
    """The file stays as it was; the message is the reason, a clause without a full stop."""


def current(root: Path, path: str) -> bytes:
    """What the file at `path` (relative to `root`) holds now; raises `NotWrittenError`."""
    try:
        return _place(root, path).read_bytes()
    except OSError as error:
        raise NotWrittenError(f"it cannot be read: {error.strerror}") from error


def replace(root: Path, path: str, data: bytes) -> None:
    """Put `data` in the place of a file, with the same permissions; raises `NotWrittenError`.

    A reader sees the old file or the new one, never a part. A link inside the root stays a link: what it names is
    replaced. A file with several names is left alone, because the others would keep the old content.
    """
    place = _place(root, path)
    try:
        before = place.stat()
        if before.st_nlink > 1:
            raise NotWrittenError("it has more than one name on the disk")
        write_whole(place, data, stat.S_IMODE(before.st_mode), to_the_disk=True)
    except OSError as error:
        raise NotWrittenError(f"it cannot be written: {error.strerror}") from error


def _place(root: Path, path: str) -> Path:
    """The real file; it must lie in the root and be a regular one."""
    real = Path(os.path.realpath(root / path))
    if not real.is_relative_to(os.path.realpath(root)):
        raise NotWrittenError("it lies outside of the repository")
    if not real.is_file():
        raise NotWrittenError("it is no file any more")
    return real
