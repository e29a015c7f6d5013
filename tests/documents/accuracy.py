"""The figures on accuracy: those of `docs/accuracy.yml`, and those of the oracle from its results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

from tests.documents.tables import markdown_table
from tests.example_reports import ROOT
from tests.oracle.results import read

FIGURES = ROOT / "docs" / "accuracy.yml"

# What the example of a spelling is called: that of a call, `, host`, and the spelling.
_SPELLING = ", host "
_ASKED = {
    "recall": "listeners that were found",
    "decoys reported": "look-alikes that were reported as listeners",
    "bind": "class of the address",
    "exposed": "exposed or not",
    "context": "whom it serves",
    "documentation": "what the documents say, of exposed listeners",
    "authentication": "authentication, of exposed listeners",
    "guidance": "guidance for deployers, of exposed listeners",
    "verdict": "verdict",
}


@cache
def figures() -> dict[str, Any]:
    """The data file."""
    return yaml.safe_load(FIGURES.read_text(encoding="utf-8"))


def oracle() -> dict[str, int]:
    """How many runs of the libraries ended how, and of how many entries and examples."""
    rows = list(read().values())
    counts = Counter(row.status for row in rows)
    proven = [row for row in rows if row.status == "proven"]
    return {
        "entries": len({row.entry for row in rows}),
        "proven entries": len({row.entry for row in proven}),
        "proven examples": len({(row.entry, row.example) for row in proven}),
        "proven runs": counts["proven"],
        "runs of forms": sum(_SPELLING not in row.example for row in proven),
        "contradicted": counts["contradiction"] + counts["failed"],
        "refused": counts["refused"],
        "not run": counts["not run"],
    }


def _pairs(section: str) -> str:
    rows = [
        (_ASKED[key], f"{value[0]} of {value[1]}", f"{100 * value[0] / value[1]:.1f} %")
        for key, value in figures()[section].items()
        if isinstance(value, list)
    ]
    return markdown_table(("question", "answers", "share"), rows)


def _labels() -> str:
    found = figures()["labels"]
    extra = f"\nReported beyond the labels: {found['extra']}. Cohen's kappa of the verdict: {found['kappa']:.3f}.\n"
    return _pairs("labels") + extra


def _unseen() -> str:
    found = figures()["unseen"]
    return f"{found['sites']} listeners in {found['repositories']} repositories.\n\n{_pairs('unseen')}"


def _generator() -> str:
    found = figures()["generator"]
    return (
        f"{found['programs']:,} programs: {found['right']:,} answered right, {found['unknown']:,} unknown, "
        f"{found['wrong']:,} wrong.\n"
    )


def _oracle() -> str:
    found = oracle()
    return (
        f"{found['entries']} entries, of which {found['proven entries']} were run: {found['proven examples']} examples "
        f"proven by {found['proven runs']} runs on pinned versions, {found['contradicted']} contradicted.\n"
        f"{found['runs of forms']} of these runs are of calls, configurations and commands, "
        f"{found['proven runs'] - found['runs of forms']} of spellings of a host. In {found['refused']} more runs the\n"
        f"library refuses to start with the host that was tried; {found['not run']} examples were not run.\n"
    )


def _in_short() -> str:
    labels, unseen, generator, runs = figures()["labels"], figures()["unseen"], figures()["generator"], oracle()
    rows = [
        (
            "labelled listeners of public repositories, on which the rules were developed",
            f"{_of(labels['recall'])} found, verdict right for {_of(labels['verdict'])}",
        ),
        (
            "repositories that were not looked at before",
            f"verdict right for {_of(unseen['verdict'])} listeners, before anything was mended",
        ),
        (
            "catalogue against sockets of running libraries",
            f"{runs['proven runs']} runs agree, {runs['contradicted']} contradict",
        ),
        (
            "generated programs with a known address",
            f"{generator['right']:,} right, {generator['unknown']:,} unknown, {generator['wrong']:,} wrong",
        ),
    ]
    return markdown_table((f"measured {figures()['measured']}", "result"), rows)


def _of(pair: list[int]) -> str:
    return f"{pair[0]} of {pair[1]}"


BLOCKS: dict[str, Callable[[], str]] = {
    "accuracy-labels": _labels,
    "accuracy-unseen": _unseen,
    "accuracy-generator": _generator,
    "accuracy-oracle": _oracle,
    "accuracy": _in_short,
}
