"""The first line of a script that people run by its name: `#!/usr/bin/env -S node --inspect=0.0.0.0`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from portbind_lint.bind.tools.scattered import Started, Word
from portbind_lint.bind.tools.text import Text
from portbind_lint.model.programs import runs_script

SHEBANGS = ("env -S", "env --split-string", "--inspect", "--inspect-brk", "--inspect-wait")
"""Of these one must stand in a script whose first line can start a listener."""

_MARK = b"#!"
_LONGEST = 1_000


def started_by_shebang(path: str, data: bytes) -> Iterator[Started]:
    """What the first line runs; nothing where the file has none that says more than a program's name."""
    if not data.startswith(_MARK):
        return
    line = data[: _LONGEST + 1].split(b"\n", 1)[0].rstrip(b"\r")
    if len(line) > _LONGEST:
        return
    text = Text(path, line)
    try:
        words = shlex.split(text.content.removeprefix("#!").replace("--split-string=", "-S "))
    except ValueError:
        return
    if len(words) > 1:
        place = text.location(len(_MARK), len(text.content))
        yield Started(tuple(Word(word, place) for word in words))


def started_by_program(path: str, data: bytes) -> Iterator[Started]:
    """The same for a file that is no script: scripts are read with all others."""
    if not runs_script(data):
        yield from started_by_shebang(path, data)
