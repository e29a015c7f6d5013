"""The programs that are run meet the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from portbind_lint.bind.tools.line import Run
from portbind_lint.bind.tools.words import MARK, Origins, hosts, listens
from portbind_lint.model.library import Library
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Location

_LONGEST = 60
_ONE_LINE = Origins()

Place = Callable[[str], Location]


class Programs(Protocol):
    """What is asked of the catalogue here."""

    @property
    def programs(self) -> tuple[str, ...]:
        """The names of all programs that listen when they are run."""

    def of_program(self, name: str) -> tuple[Library, ...]:
        """The libraries whose commands have the program `name`."""

    def of_config(self, path: str) -> tuple[Library, ...]:
        """The libraries that read the file `path` as their configuration."""


def sites_of(
    found: Iterable[Run], catalogue: Programs, place: Place, script: str = "", origins: Origins = _ONE_LINE
) -> Iterator[ToolSite]:
    """The listeners among the programs of one line; `place` gives the location of a program by its name."""
    seen: set[tuple[str, str]] = set()
    for run in found:
        for library in catalogue.of_program(run.words[0]):
            for command in library.commands:
                if not listens(command, run.words):
                    continue
                location = place(run.words[0])
                values, given = hosts(command, run, location, origins)
                call = _call(run)
                if (library.name, call) not in seen:
                    seen.add((library.name, call))
                    yield ToolSite(location, library, command, call, values, script, given)
                break


def _call(run: Run) -> str:
    """The command for people, cut where it is long; what code computes is an ellipsis."""
    text = re.sub(f"{MARK}\\d+", "…", " ".join(run.words))
    return " ".join(text.split())[:_LONGEST].rstrip()
