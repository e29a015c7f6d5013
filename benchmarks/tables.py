"""Results as Markdown, and their places in a document that is written by hand around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured, the words above the columns, and the rows; only the first column is text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def markdown(self) -> str:
        """The table with its title above and its notes below."""
        rule = (":--", *("--:" for _ in self.columns[1:]))
        lines = [_row(self.columns), _row(rule), *(_row(row) for row in self.rows)]
        notes = ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return "\n".join((f"**{self.title}**", "", *lines, *notes))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def placed(document: str, name: str, text: str) -> str:
    """The document with `text` between the markers of `name`; raises `ValueError` where they are missing."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the document has no {begin} with {end} after it")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"
