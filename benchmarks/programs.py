"""The command lines that are compared."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import version
from benchmarks.memory import Memory
from benchmarks.timing import Command
from benchmarks.trees import SCRIPTS
from portbind_lint.recall.folder import VARIABLE

ROOT = Path(__file__).parents[1]
RULES = Path(__file__).parent / "rules"
BARE = "python -I -c pass"
OURS = "portbind-lint check"
REMEMBERED = "portbind-lint check, remembered"
# What one would search for by hand.
LISTENING = r"listen\(|serve\(|createServer|WebSocketServer|0\.0\.0\.0"
# An installed program is compiled already; so is this one, after its first run.
_VARIABLES = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
_QUIET = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}


def bare(folder: Path) -> Command:
    """Python that does nothing: what no Python program can be faster than."""
    return Command(BARE, (sys.executable, "-I", "-c", "pass"), folder)


def ours(folder: Path, memory: Memory, *words: str, name: str = OURS) -> Command:
    """portbind-lint of this checkout with `words`, started as an installed program is."""
    script = Path(sys.executable).with_name("portbind-lint")
    start = (str(script),) if script.is_file() else (sys.executable, "-m", "portbind_lint")
    variables = {**_VARIABLES, VARIABLE: str(memory.folder)}
    return Command(name, (*start, *words), folder, (0, 1), variables, memory.prepare)


def whole(folder: Path, memory: Memory, name: str = OURS) -> Command:
    """The whole analysis of the repository in `folder`."""
    return ours(folder, memory, "check", "--root", ".", "--format", "json", "--exit-zero", "--quiet", name=name)


def peers(folder: Path) -> Iterator[Command]:
    """The others, each with rules for the same question; one that is not installed is found missing when it is run."""
    scripts = (f"*{ending}" for ending in SCRIPTS)
    searching = ("git", "grep", "--no-index", "--exclude-standard", "-nE", LISTENING, "--", *scripts)
    yield Command("git grep", searching, folder, (0, 1))
    yield Command("ast-grep", (_found("ast-grep"), "scan", "--rule", str(RULES / "ast-grep.yml"), "--json=stream"),
                  folder, (0, 1))  # fmt: skip
    yield Command(
        "semgrep",
        (_found("semgrep"), "scan", "--metrics", "off", "--disable-version-check", "--quiet", "--json",
         "--config", str(RULES / "semgrep.yml")),
        folder, (0, 1), _QUIET,
    )  # fmt: skip


def versions() -> str:
    """Which peers there are."""
    # Without the last word semgrep asks the network.
    asked = (("ast-grep", "--version"), ("semgrep", "--version", "--disable-version-check"))
    found = ((name, version((_found(name), *words))) for name, *words in asked)
    return ", ".join(f"{name} {text.removeprefix(name).strip() or 'not installed'}" for name, text in found)


def _found(name: str) -> str:
    """The program beside this Python, else on the path, else its bare name."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name) or name
