"""The arithmetic: medians, and ratios of runs that were made in the same round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.timing import Run


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long as another program: the median over the rounds, and the lowest and highest of them."""

    middle: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{number(self.middle)} ({number(self.lowest)} to {number(self.highest)})"


def paired(ours: Sequence[Run], theirs: Sequence[Run]) -> Ratio:
    """Each of our runs by theirs of the same round; raises `ValueError` for none, or for unequal numbers of rounds."""
    if not ours:
        raise ValueError("no runs to compare")
    ratios = [one.seconds / other.seconds for one, other in zip(ours, theirs, strict=True)]
    return Ratio(median(ratios), min(ratios), max(ratios))


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(median(run.seconds for run in runs), median(run.cpu for run in runs), median(run.peak for run in runs))


def number(value: float) -> str:
    """Three digits that mean something, no exponent: 0.0123, 1.23, 12.3, 123, 12345."""
    if value == 0:
        return "0"
    digits = 2
    size = abs(value)
    while size >= 10 and digits > 0:  # noqa: PLR2004 - the next digit
        size /= 10
        digits -= 1
    while size < 1 and digits < 9:  # noqa: PLR2004 - a nanosecond is nothing
        size *= 10
        digits += 1
    return f"{value:.{digits}f}"
