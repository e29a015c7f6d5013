"""The parts of documents that the program writes: between `<!-- generated: NAME -->` and `<!-- end: NAME -->`."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import cache
from io import StringIO
from pathlib import Path

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.judge.engine import table
from portbind_lint.model.verdict import Verdict
from tests.documents.accuracy import BLOCKS as ACCURACY
from tests.documents.peers import BLOCKS as PEERS
from tests.documents.tables import markdown_table
from tests.example_reports import ROOT, run
from tests.hostile.pages import BLOCKS as HOSTILE
from tests.npm.pages import BLOCKS as NPM

README = ROOT / "README.md"
PROGRAM = ".venv/bin/portbind-lint "
_BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)


def renewed(text: str) -> str:
    """The document with its blocks as they should be; raises KeyError for a block that nothing writes."""
    return _BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block['name']]()}{block[3]}", text)


def blocks(text: str) -> set[str]:
    """The names of the blocks that a document has."""
    return {block["name"] for block in _BLOCK.finditer(text)}


def setup_commands(readme: str) -> list[str]:
    """The commands that set up a fresh machine, in order: one runs the main job, one the tests."""
    return re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)


@cache
def _first_report() -> str:
    """What the first command prints once the package is installed."""
    command = setup_commands(README.read_text(encoding="utf-8"))[0].partition(PROGRAM)[2]
    said = StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with redirect_stderr(said):
            _, printed = run(shlex.split(command))
    finally:
        os.chdir(before)
    return f"```text\n{printed.rstrip()}\n{said.getvalue().rstrip()}\n```\n"


def _decisions() -> str:
    """The decision table, the rows without a rule included."""
    rows = {
        1: ("in test code, or only looks whether a port is free", "none", ""),
        3: ("loopback, a socket file, or one concrete address", "none", ""),
        99: ("exposed, justified, authentication required, guidance", "**ACCEPT**", ""),
    }
    for rule, info in table():
        verdict = "none" if info.verdict is Verdict.NONE else f"**{info.verdict.value.upper()}**"
        severity = f" ({info.severity:.1f})" if info.severity else " (a note)"
        rows[rule.position] = (info.when, verdict, f"[`{info.id}`](reference/rules/{info.id}.md){severity}")
    return markdown_table(
        ("the listener is", "verdict", "rule (security-severity)"), [rows[key] for key in sorted(rows)]
    )


def _library_count() -> str:
    catalogue = load_catalogue()
    names = {library.name for library in catalogue.libraries} - {catalogue.generic.name}
    return f"{len(names)} libraries, runtimes and tools are known; `portbind-lint explain NAME` says what one binds.\n"


BLOCKS: dict[str, Callable[[], str]] = {
    **HOSTILE,
    **NPM,
    "first-report": _first_report,
    "decisions": _decisions,
    "library-count": _library_count,
    **ACCURACY,
    **PEERS,
}
