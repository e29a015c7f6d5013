"""What is a script: by its ending, or, where people run it by its name, by the runtime that its first line names."""

from __future__ import annotations

from posixpath import basename, dirname

from portbind_lint.model.regex import regex

SCRIPT_ENDINGS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
DECLARATION_ENDINGS = (".d.ts", ".d.mts", ".d.cts")
"""Scripts of types alone: nothing in them runs."""

_FOLDERS = frozenset({"bin", "scripts", "script", "tools", "cmd"})
_RUNTIME = regex(rb"#!(?:[^\n]{0,200}[/ \t])?(?:node|nodejs|bun|deno|tsx|ts-node(?:-esm)?|babel-node|zx)(?![\w.-])")


def may_be_run(path: str) -> bool:
    """Whether the file has the name of a program that is run as it is: no ending, in a folder of such programs."""
    return "." not in basename(path) and basename(dirname(path)) in _FOLDERS


def runs_script(data: bytes) -> bool:
    """Whether the first line of a file's beginning `data` hands it to a runtime of JavaScript or TypeScript."""
    return _RUNTIME.match(data) is not None
