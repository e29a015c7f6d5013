"""The name that git gives to a content, wherever it comes from: the same bytes, the same name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
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


Mark = tuple[int, int, int, int]
"""Size, times of the last changes of content and of entry in nanoseconds, and number: another file has another."""


def mark_of(status: os.stat_result) -> Mark:
    """The mark of a file."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


@dataclass(frozen=True, slots=True)
class Marks:
    """The mark and the content's name of files by path: as they were `before`, and as they are `now`.

    A file with the mark of before is not read again for its name. `moved` are those that had another mark when they
    were read than when they were named, or that nobody has named.
    """

    before: Mapping[str, tuple[Mark, str]] = field(default_factory=dict)
    now: dict[str, tuple[Mark, str]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)


def link_to(path: str, name: str) -> str:
    """The identity of a link to the file `path`, whose content has the identity `name`."""
    return f"{name} {path}"
