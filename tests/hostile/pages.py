"""What each hostile repository got, and the tests of faults around a run, as lists for the documentation."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
FULL = HERE / "full.json"
_FAULTS = (
    "test_endings.py",
    "test_interrupts.py",
    "test_limits.py",
    "test_shared_cache.py",
    "test_faults.py",
    "test_git.py",
)


def read(path: Path = RESULTS) -> dict[str, tuple[int | float | str, ...]]:
    """The size of each case, what it took (in full size), and what it got, as it was last written."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def got() -> str:
    """A table of the cases."""
    rows = [f"| {_cell(name)} | {size:,} | {_cell(str(said))} |" for name, (size, said) in read().items()]
    return "\n".join(("| input | size | what it got |", "|---|---|---|", *rows, ""))


def full() -> str:
    """A table of the cases in full size, those that took longest first."""
    found = sorted(read(FULL).items(), key=lambda item: -float(item[1][1]))
    rows = [
        f"| {_cell(name)} | {size:,} | {seconds} | {peak} | {_cell(str(said))} |"
        for name, (size, seconds, peak, said) in found
    ]
    return "\n".join(("| input | size | seconds | peak MB | what it got |", "|---|--:|--:|--:|---|", *rows, ""))


def faults() -> str:
    """A list of what else is tested."""
    return "".join(f"- {text}\n" for file in _FAULTS for text in _tests(HERE / file))


def _tests(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.removeprefix("test_").replace("_", " ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


BLOCKS = {"hostile-got": got, "hostile-full": full, "hostile-faults": faults}
