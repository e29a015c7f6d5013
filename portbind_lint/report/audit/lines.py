"""The shape of a record in the audit report: sections of facts, each with the lines that say it."""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.model.source import Location


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with its evidence.

    `text` is ours, or plain text of the repository; `place` is the line that shows it, quoted unless `bare`. `url` is a
    page about it, `value` an address in front of the text. `ticked` makes it an entry of a checklist, done or not.
    """

    text: str
    place: Location | None = None
    url: str = ""
    bare: bool = False
    ticked: bool | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what there is to say under it."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a heading."""

    title: str
    facts: tuple[Fact, ...]
