"""What other programs find in `examples/`, beside what portbind-lint finds, by the judgements of `expected.yml`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.documents.tables import markdown_table
from tests.example_reports import ROOT, names, reports

_FOUND = Path(__file__).parent / "peers.yml"
_TO_DO = ("high", "medium")
_EXPECTED = ROOT / "tests" / "examples" / "expected.yml"


def _sites() -> Iterator[tuple[str, set[str]]]:
    """Each judged listener: its verdict, and the places a finding of it can have.

    They are the lines of the call, three at most, and the line where the address is written.
    """
    expected: dict[str, list[dict[str, Any]]] = yaml.safe_load(_EXPECTED.read_text(encoding="utf-8"))
    for example, sites in expected.items():
        for site in sites:
            path, _, line = f"{example}/{site['site']}".rpartition(":")
            origin = {f"{example}/{site['origin']}"} if site.get("origin") else set()
            yield str(site["verdict"]), {f"{path}:{int(line) + more}" for more in range(3)} | origin


def counts(found: set[str]) -> tuple[int, int]:
    """How many of the listeners that call for action are among `found`, and how many others."""
    hits = [verdict in _TO_DO for verdict, places in _sites() if places & found]
    known = set().union(*(places for _, places in _sites()))
    return sum(hits), len(hits) - sum(hits) + len(found - known)


def _table() -> str:
    wanted = sum(verdict in _TO_DO for verdict, _ in _sites())
    own = {f"{name}/{site['path']}:{site['line']}" for name in names() for site in _findings(name)}
    peers = yaml.safe_load(_FOUND.read_text(encoding="utf-8"))
    rows = [("portbind-lint", "", *_row(own, wanted))]
    rows += [(str(peer["program"]), str(peer["how"]), *_row(set(peer["found"]), wanted)) for peer in peers]
    return markdown_table(("program", "", "to be reported, and reported", "reported besides"), rows)


def _findings(example: str) -> Iterator[dict[str, Any]]:
    yield from (site for site in json.loads(reports(example)["json"])["sites"] if site["verdict"] in _TO_DO)


def _row(found: set[str], wanted: int) -> tuple[str, str]:
    right, besides = counts(found)
    return f"{right} of {wanted}", str(besides)


BLOCKS: dict[str, Callable[[], str]] = {"peers": _table}
