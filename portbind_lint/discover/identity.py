"""The name that git gives to a content, wherever it comes from: the same bytes, the same name."""

from __future__ import annotations

import hashlib
import os
from typing import IO

_STEP = 1_000_000
UNREADABLE = "unreadable"
"""The identity of what cannot be read."""


def blob_name(file: IO[bytes]) -> str:
    """What `git hash-object` says of the bytes of an open file in a repository with SHA-1 names; raises OSError."""
    size = os.fstat(file.fileno()).st_size
    name = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    while data := file.read(_STEP):
        name.update(data)
    return name.hexdigest()


def link_to(path: str, name: str) -> str:
    """The identity of a link to the file `path`, whose content has the identity `name`."""
    return f"{name} {path}"
