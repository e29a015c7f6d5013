"""Files that are written whole or not at all: no reader meets a part of one."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from portbind_lint.lastly import Lastly

OWNER_ONLY = 0o600


def write_whole(file: Path, data: bytes, mode: int = OWNER_ONLY, *, to_the_disk: bool = False) -> None:
    """Put `data` in the place of `file`, with the permissions `mode`; raises `OSError`, and then all is as before.

    With `to_the_disk` the content is on the disk before the name is: after a loss of power the file is the old one or
    the new one.
    """
    temporary = file.absolute().with_name(f".{file.name}.{os.urandom(4).hex()}")
    # Its own before it is there: an interrupt may come at any moment. Nothing is there any more after the replacement.
    with Lastly(partial(temporary.unlink, missing_ok=True)):
        with open(temporary, "xb", opener=_for_the_owner) as stream:
            stream.write(data)
            stream.flush()
            if to_the_disk:
                os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(file)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)
