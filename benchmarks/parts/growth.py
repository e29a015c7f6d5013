"""How time and memory grow with the bytes and with the number of files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import programs
from benchmarks.drawing import Line, chart
from benchmarks.figures import middle, number
from benchmarks.parts import Plan, Result
from benchmarks.tables import Table
from benchmarks.timing import Run, by_turns
from benchmarks.trees import generated, volume

_ROUNDS = 3
_LARGE_ROUNDS = 1
_LARGE = 50
_FILE_BYTES = 8_000
_SMALL_FILE_BYTES = 700
_MEGABYTES = (1, 10, 100)
_FILES = (10, 100, 1_000, 10_000, 100_000)

Point = tuple[int, float, Run]


def run(plan: Plan) -> Result:
    """Generated repositories, each ten times the one before."""
    sizes = (0.1, 0.2) if plan.smoke else (*_MEGABYTES, 1_000) if plan.large else _MEGABYTES
    numbers = (10, 20) if plan.smoke else _FILES
    by_size = _points(plan, ((round(size * 1e6 / _FILE_BYTES), _FILE_BYTES) for size in sizes))
    by_number = _points(plan, ((count, _SMALL_FILE_BYTES) for count in numbers))
    return Result(
        (
            _table("More source, in files of 8 kB", by_size),
            _table("More files, of 0.7 kB", by_number),
        ),
        (
            ("growth-size.svg", "Time and memory by MB of source", _drawn("MB of source", by_size, lambda at: at[1])),
            ("growth-files.svg", "Time and memory by files", _drawn("files", by_number, lambda at: float(at[0]))),
        ),
    )


def _points(plan: Plan, wanted: Iterable[tuple[int, int]]) -> list[Point]:
    found = []
    for count, size in wanted:
        tree = generated(plan.scratch / "growth", count, size)
        found += _point(plan, tree)
        shutil.rmtree(tree)
    return found


def _point(plan: Plan, tree: Path) -> list[Point]:
    files, megabytes = volume(tree)
    plan.tell(f"{files} files, {megabytes:.1f} MB")
    rounds = plan.rounds(_ROUNDS if megabytes < _LARGE else _LARGE_ROUNDS)
    runs = by_turns((programs.whole(tree, plan.nothing),), rounds, plan.tell)
    return [(files, megabytes, middle(found)) for found in runs.values()]


def _table(title: str, points: Iterable[Point]) -> Table:
    columns = ("files", "MB", "seconds", "seconds per MB", "milliseconds per file", "peak MB")
    rows = tuple(
        (f"{files:,}", number(size), number(run.seconds), number(run.seconds / size),
         number(run.seconds / files * 1000), f"{run.peak:.0f}")
        for files, size, run in points
    )  # fmt: skip
    return Table(title, columns, rows)


def _drawn(label: str, points: list[Point], across: Callable[[Point], float]) -> str:
    seconds = Line("seconds", tuple((across(at), at[2].seconds) for at in points))
    peak = Line("peak MB", tuple((across(at), at[2].peak) for at in points))
    return chart(label, (seconds, peak))
