"""What tells this installation of the program from any other: what another one remembers is of no use to it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
# What else an answer can depend on.
_LIBRARIES = (
    "tree_sitter", "tree_sitter_javascript", "tree_sitter_typescript", "esprima", "ahocorasick_rs", "yaml",
    "markdown_it", "pathspec",
)  # fmt: skip


@cache
def installation() -> str:
    """A digest of the interpreter's version, and of the size and the time of every file of the program."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for place in (*sorted(_files(str(_PACKAGE))), *_libraries()):
        # One that goes meanwhile belongs to another installation, and so does what is remembered now.
        with suppress(FileNotFoundError):
            status = Path(place).stat()
            digest.update(f"{place}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry.path


def _libraries() -> Iterator[str]:
    """One file of each that is there, which an installation writes anew."""
    for name in _LIBRARIES:
        with suppress(ImportError, ValueError):
            found = find_spec(name)
            if found is not None and found.origin is not None:
                yield found.origin
