"""What `python -m tests.npm` found, as a table for the page on hostile input."""

from __future__ import annotations

from collections.abc import Iterator

from tests.npm.results import read
from tests.npm.sets import ALL

_ROWS = ("address", "context", "verdict", "rule", "not analysed")


def table() -> str:
    """The counts over all packages of the set."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    counted = read(ALL)
    yield "| what | how many |"
    yield "|---|---|"
    for word in ("packages", "scripts", "sites", "packages with sites"):
        yield f"| {word} | {counted[word]:,} |"
    for word in _ROWS:
        found = counted[word]
        assert isinstance(found, dict)
        yield f"| {word} | {', '.join(f'{number:,} {name}' for name, number in found.items())} |"


BLOCKS = {"npm-counts": table}
