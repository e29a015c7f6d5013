"""What is remembered of the analysis of one state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from portbind_lint.discover.identity import Marks
from portbind_lint.recall.state import is_traced
from portbind_lint.sources import FAILURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portbind_lint.discover.sorting import Sorting
    from portbind_lint.discover.unfit import Unfit
    from portbind_lint.model.source import NotAnalysed
    from portbind_lint.recall.state import State
    from portbind_lint.units import Done, Unit


@dataclass(frozen=True, slots=True)
class Part:
    """The script of one unit ("": the commands of all packages), and what came of it."""

    script: str
    done: Done


@dataclass(frozen=True)
class Remembered:
    """The state, the scripts worth parsing, those that could not be parsed, and the units.

    With a script worth parsing goes whether it can hold a suppression. `sorting` is how the files of the state were
    told from those left out.
    """

    state: State
    worth_parsing: Mapping[str, bool]
    unfit: Unfit
    sorting: Sorting
    parts: tuple[Part, ...]

    @cached_property
    def done(self) -> Mapping[str, Done]:
        """What came of each unit, by its script."""
        return {part.script: part.done for part in self.parts}


NOW = ""
"""The name of the state that is on the disk; others have that of a commit."""


class Memory(Protocol):
    """What is remembered from one run to the next."""

    @property
    def forgets(self) -> bool:
        """Whether nothing is ever kept."""

    @property
    def marks(self) -> Marks:
        """What is known of the files on the disk, once the state `NOW` was recalled."""

    def recalled(self, name: str) -> Remembered | None:
        """What was kept last of the state with this name, if it is still there."""

    def keep(self, name: str, remembered: Remembered) -> None:
        """Keep this of a state for the next run; of `NOW` with the marks of the files."""


class Forgetful:
    """No memory."""

    forgets = True

    def __init__(self) -> None:
        self.marks = Marks()

    def recalled(self, _name: str) -> None:
        """Nothing."""

    def keep(self, _name: str, _remembered: Remembered) -> None:
        """Nothing is kept."""


def parts(units: Iterable[Unit], done: Iterable[Done]) -> tuple[Part, ...]:
    """What can be remembered of units; nothing of one in which the analysis failed, so that it fails again."""
    return tuple(
        Part(unit.script, replace(one, not_analysed=frozenset(filter(lambda p: _is_of(p, one), one.not_analysed))))
        for unit, one in zip(units, done, strict=True)
        if not any(problem.reason.startswith(FAILURE) for problem in one.not_analysed)
    )


def _is_of(problem: NotAnalysed, done: Done) -> bool:
    """Whether a unit met with a problem itself, or all do; it tells those too that others met with before it."""
    return problem.path in done.trace.files or not is_traced(problem.path)
