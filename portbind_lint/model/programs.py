"""Scripts without an ending that people run by their name: their first line says which runtime reads them."""

from __future__ import annotations

import re
from posixpath import basename, dirname

_FOLDERS = frozenset({"bin", "scripts", "script", "tools", "cmd"})
_RUNTIME = re.compile(
    rb"#!(?:[^\n]{0,200}[/ \t])?(?:node|nodejs|bun|deno|tsx|ts-node(?:-esm)?|babel-node|zx)(?![\w.-])"
)


def may_be_run(path: str) -> bool:
    """Whether the file has the name of a program that is run as it is: no ending, in a folder of such programs."""
    return "." not in basename(path) and basename(dirname(path)) in _FOLDERS


def runs_script(data: bytes) -> bool:
    """Whether the first line of a file's beginning `data` hands it to a runtime of JavaScript or TypeScript."""
    return _RUNTIME.match(data) is not None
