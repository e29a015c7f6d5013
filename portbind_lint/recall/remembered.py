"""What is remembered of the analysis of one state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from portbind_lint.recall.state import is_traced
from portbind_lint.sources import FAILURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portbind_lint.discover.unfit import Unfit
    from portbind_lint.model.source import NotAnalysed
    from portbind_lint.recall.state import State
    from portbind_lint.units import Done, Unit


@dataclass(frozen=True, slots=True)
class Part:
    """The scripts of one unit (none: the commands of all packages), and what came of them."""

    scripts: tuple[str, ...]
    done: Done


@dataclass(frozen=True, slots=True)
class Remembered:
    """The state, the scripts in it that were worth parsing, those that could not be, and its units."""

    state: State
    worth_parsing: tuple[str, ...]
    unfit: Unfit
    parts: tuple[Part, ...]


class Memory(Protocol):
    """What is remembered from one run to the next."""

    @property
    def forgets(self) -> bool:
        """Whether nothing is ever kept."""

    def recalled(self) -> Remembered | None:
        """What was kept last, if it is still there."""

    def keep(self, remembered: Remembered) -> None:
        """Keep this for the next run."""


class Forgetful:
    """No memory."""

    forgets = True

    def recalled(self) -> None:
        """Nothing."""

    def keep(self, _remembered: Remembered) -> None:
        """Nothing is kept."""


def parts(units: Iterable[Unit], done: Iterable[Done]) -> tuple[Part, ...]:
    """What can be remembered of units; nothing of one in which the analysis failed, so that it fails again."""
    return tuple(
        Part(unit.scripts, replace(one, not_analysed=frozenset(filter(lambda p: _is_of(p, one), one.not_analysed))))
        for unit, one in zip(units, done, strict=True)
        if not any(problem.reason.startswith(FAILURE) for problem in one.not_analysed)
    )


def _is_of(problem: NotAnalysed, done: Done) -> bool:
    """Whether a unit met with a problem itself, or all do; it tells those too that others met with before it."""
    return problem.path in done.trace.read or not is_traced(problem.path)
