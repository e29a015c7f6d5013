"""The parts of README.md that the program writes: between `<!-- generated: NAME -->` and `<!-- end: NAME -->`."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from unittest.mock import patch

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.verdict import Verdict
from tests.example_reports import ROOT, run

README = ROOT / "README.md"
PROGRAM = ".venv/bin/portbind-lint "
_BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)


def renewed(readme: str) -> str:
    """The README with its blocks as they should be; raises KeyError for a block that nothing writes."""
    return _BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block['name']](readme)}{block[3]}", readme)


def blocks(readme: str) -> set[str]:
    """The names of the blocks that the README has."""
    return {block["name"] for block in _BLOCK.finditer(readme)}


def setup_commands(readme: str) -> list[str]:
    """The commands that set up a fresh machine, in order: one runs the main job, one the tests."""
    return re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)


def _first_report(readme: str) -> str:
    """What the first command prints once the package is installed."""
    command = setup_commands(readme)[0].partition(PROGRAM)[2]
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        _, printed = run(shlex.split(command))
    finally:
        os.chdir(before)
    return _fenced(printed)


def _help(_readme: str) -> str:
    sections = []
    for command in ([], ["check"]):
        with patch.dict(os.environ, {"COLUMNS": "100", "NO_COLOR": "1"}):
            _, printed = run([*command, "--help"])
        sections.append(printed.rstrip())
    return _fenced("\n\n".join(sections))


def _rules(_readme: str) -> str:
    rows = ["| rule | verdict | security-severity | fires when |", "|---|---|---|---|"]
    for rule in all_rules():
        note = rule.verdict is Verdict.NONE
        severity = "note" if note else f"{rule.severity:.1f}"
        rows.append(f"| `{rule.id}` | {rule.verdict.value} | {severity} | {rule.title} |")
    return "\n".join(rows) + "\n"


def _libraries(_readme: str) -> str:
    catalogue = load_catalogue()
    names = {library.name for library in catalogue.libraries} - {catalogue.generic.name}
    return fill(", ".join(f"`{name}`" for name in sorted(names, key=str.casefold)), 120, break_on_hyphens=False) + "\n"


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


BLOCKS: dict[str, Callable[[str], str]] = {
    "first-report": _first_report,
    "help": _help,
    "rules": _rules,
    "libraries": _libraries,
}
