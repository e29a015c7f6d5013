"""Files that are written whole or not at all: no reader meets a part of one."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

OWNER_ONLY = 0o600


def write_whole(file: Path, data: bytes, mode: int = OWNER_ONLY, *, to_the_disk: bool = False) -> None:
    """Put `data` in the place of `file`, with the permissions `mode`; raises `OSError`, and then all is as before.

    With `to_the_disk` the content is on the disk before the name is: after a loss of power the file is the old one or
    the new one.
    """
    with NamedTemporaryFile("wb", dir=file.absolute().parent, prefix=f".{file.name}.", delete=False) as temporary:
        try:
            temporary.write(data)
            temporary.flush()
            if to_the_disk:
                os.fsync(temporary.fileno())
            Path(temporary.name).chmod(mode)
            Path(temporary.name).replace(file)
        except BaseException:
            Path(temporary.name).unlink(missing_ok=True)
            raise
