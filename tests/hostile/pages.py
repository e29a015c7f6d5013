"""What each hostile repository got, and the tests of faults around a run, as lists for the documentation."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
_FAULTS = ("test_endings.py", "test_faults.py", "test_git.py")


def read() -> dict[str, tuple[int, str]]:
    """The size of each case and what it got, as it was last written."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.is_file() else {}


def got() -> str:
    """A table of the cases."""
    rows = [f"| {_cell(name)} | {size:,} | {_cell(said)} |" for name, (size, said) in read().items()]
    return "\n".join(("| input | size | what it got |", "|---|---|---|", *rows, ""))


def faults() -> str:
    """A list of what else is tested."""
    return "".join(f"- {text}\n" for file in _FAULTS for text in _tests(HERE / file))


def _tests(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.removeprefix("test_").replace("_", " ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


BLOCKS = {"hostile-got": got, "hostile-faults": faults}
