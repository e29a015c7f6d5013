"""The terminal sessions of the documentation: every command in a `console` block is run, and what it prints is written.

The blocks of one page are one session in a home folder of its own, where `~/portbind-lint` is this checkout. A line
`$ COMMAND` is run by bash in the folder that the last one left; standard error is printed, too, as in a terminal. Any
other code block of which the first line is a comment with nothing but a path is written to that path first.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.example_reports import ROOT

FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?://|#|<!--) (?P<path>[\w.-]+(?:/[\w.-]+)*)(?: -->)?\n")
_HOME = "/home/you"
_LIMIT = 60


@cache
def renewed(text: str) -> str:
    """The page with the output of its commands as it should be."""
    if "```console\n" not in text:
        return text
    with TemporaryDirectory() as folder:
        session = _Session(Path(folder).resolve())
        return FENCE.sub(lambda fence: _renewed(fence, session), text)


def _renewed(fence: re.Match[str], session: _Session) -> str:
    if fence["language"] != "console":
        if named := _FILE.match(fence["body"]):
            session.write(named["path"], fence["body"][named.end() :])
        return fence[0]
    commands = [line for line in fence["body"].splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(f"{command}\n{session.run(command[2:])}" for command in commands) + "```"


class _Session:
    """One person's shell."""

    def __init__(self, home: Path) -> None:
        self._home, self._here = home, home
        programs = home / ".programs"
        programs.mkdir()
        program = programs / "portbind-lint"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m portbind_lint "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (programs / "python3").symlink_to(sys.executable)
        (home / "portbind-lint").symlink_to(ROOT)
        (home / ".gitconfig").write_text(
            "[user]\nname = You\nemail = you@example.org\n[init]\ndefaultBranch = main\n", encoding="utf-8"
        )
        self._environment = {
            "HOME": str(home),
            "PATH": f"{programs}:{os.defpath}:/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": str(home),
        }

    def write(self, path: str, content: str) -> None:
        file = self._here / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def run(self, command: str) -> str:
        """What it prints, one newline at the end of each line; raises RuntimeError where there is no such program."""
        place = self._home / ".here"
        script = f"{command}\npwd > {shlex.quote(str(place))}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._here,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=_LIMIT,
            check=False,
        )
        if "command not found" in done.stdout or "internal error" in done.stdout:
            raise RuntimeError(f"{command}: {done.stdout}")
        self._here = Path(place.read_text(encoding="utf-8").rstrip("\n"))
        return "".join(f"{line.rstrip()}\n" for line in done.stdout.replace(str(self._home), _HOME).splitlines())
