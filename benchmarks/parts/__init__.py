"""The parts of a run: one file each, with `run(plan) -> Result`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import Memory
from benchmarks.tables import Table

NAMES = ("repository", "hook", "growth", "worst")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: a folder for what is made, the tree that was given, how much, and whom to tell."""

    scratch: Path
    tree: Path | None
    smoke: bool
    large: bool
    asked_rounds: int | None
    tell: Callable[[str], None]

    @property
    def nothing(self) -> Memory:
        """For runs that find nothing remembered."""
        return Memory(self.scratch / "nothing")

    @property
    def remembered(self) -> Memory:
        """For runs that find what the last of them left."""
        return Memory(self.scratch / "remembered", lasts=True)

    def rounds(self, usual: int) -> int:
        """How often each program runs."""
        return 1 if self.smoke else self.asked_rounds or usual


@dataclass(frozen=True, slots=True)
class Result:
    """Tables, and drawings: the name of the file, what it shows, the SVG."""

    tables: tuple[Table, ...]
    drawings: tuple[tuple[str, str, str], ...] = ()


Part = Callable[[Plan], Result]
