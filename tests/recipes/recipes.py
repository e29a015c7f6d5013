"""The recipes of `CONTRIBUTING.md`, read as somebody would who follows them to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.example_reports import ROOT

CONTRIBUTING = ROOT / "CONTRIBUTING.md"

_SECTION = re.compile(r"^### (?P<title>[^\n]+)\n(?P<body>.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<language>\w+)\n(?P<body>.*?)^(?P=ticks)$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"# (?P<added>at the end of )?(?P<path>[\w.-]+(?:/[\w.-]+)+)\n")


@dataclass(frozen=True, slots=True)
class Written:
    """A file to write, or with `added` to write more to."""

    path: str
    content: str
    added: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A difference to apply."""

    difference: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command to run, which has to succeed; `output` is what it prints, None where that is not shown."""

    command: str
    output: str | None = None


Step = Written | Change | Command


@dataclass(frozen=True, slots=True)
class Recipe:
    """The steps under one heading."""

    title: str
    steps: tuple[Step, ...]


def recipes() -> tuple[Recipe, ...]:
    """Those with something to follow, in the order of the page."""
    page = CONTRIBUTING.read_text(encoding="utf-8")
    page = page.partition("\n## How to add\n")[2].partition("\n## Generated files\n")[0]
    found = (Recipe(section["title"], tuple(_steps(section["body"]))) for section in _SECTION.finditer(page))
    return tuple(recipe for recipe in found if recipe.steps)


def _steps(text: str) -> Iterator[Step]:
    for fence in _FENCE.finditer(text):
        body = fence["body"]
        match fence["language"]:
            case "diff":
                yield Change(body)
            case "sh":
                yield from (Command(line) for line in body.splitlines())
            case "console":
                for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                    command, _, output = part.partition("\n")
                    yield Command(command, output)
            case _:
                if named := _PATH.match(body):
                    yield Written(named["path"], body[named.end() :], bool(named["added"]))
