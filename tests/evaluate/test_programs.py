"""Every small program of `programs/*.yml` shows what its author says: the effective cases first, then the others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.evaluate.evaluated import shown_in

PROGRAMS = Path(__file__).with_name("programs")


@dataclass(frozen=True)
class Example:
    name: str
    files: dict[str, str]
    file: str
    show: list[str]


def examples() -> list[Example]:
    found = []
    for path in sorted(PROGRAMS.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            files = entry.get("files") or {"main.ts": entry["code"]}
            file = entry.get("file") or "main.ts"
            found.append(Example(f"{path.stem}: {entry['name']}", files, file, entry["show"]))
    return found


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_example(example: Example) -> None:
    assert shown_in(example.files, example.file) == example.show
