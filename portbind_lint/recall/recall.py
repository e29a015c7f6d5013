"""What another state's analysis tells about this one: each unit whose questions would be answered as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.discover.sorting import Before
from portbind_lint.prefilter import suppresses, worth_parsing
from portbind_lint.recall.changes import Changes, KnownAnswers
from portbind_lint.recall.remembered import Part, Remembered
from portbind_lint.recall.state import State
from portbind_lint.sources import FAILURE
from portbind_lint.units import Unit

if TYPE_CHECKING:
    from portbind_lint.catalogue.load import Catalogue
    from portbind_lint.discover.repository import FileRepository
    from portbind_lint.model.source import NotAnalysed
    from portbind_lint.units import Done

_MOST_CHANGED = 2_000
"""Beyond so many changed files hardly a unit holds, and to find that out costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Recall:
    """`state` is the one that is analysed, None where nothing is to be remembered of it.

    `before` is another one with what makes the difference, None where nothing is known that could be used.
    """

    state: State | None = None
    before: tuple[Remembered, Changes] | None = None

    def worth_parsing(self, repository: FileRepository, catalogue: Catalogue) -> Mapping[str, bool]:
        """The scripts worth parsing, sorted, with whether they can hold a suppression; unchanged ones are known."""
        if self.before is None:
            return {path: suppresses(path, repository) for path in worth_parsing(repository, catalogue)}
        remembered, changes = self.before
        worth = {path: known for path, known in remembered.worth_parsing.items() if path not in changes.paths}
        now = worth_parsing(repository, catalogue, changes.scripts)
        worth.update((path, suppresses(path, repository)) for path in now)
        return {path: worth[path] for path in sorted(worth)}

    def completed(self, units: Sequence[Unit], analyse: Callable[[Sequence[Unit]], Iterable[Done]]) -> tuple[Done, ...]:
        """What came of each unit, in their order: as it is remembered, else as `analyse` finds it."""
        known = [self._known(unit) for unit in units]
        rest = iter(analyse([unit for unit, done in zip(units, known, strict=True) if done is None]))
        return tuple(next(rest) if done is None else done for done in known)

    def _known(self, unit: Unit) -> Done | None:
        if self.before is None:
            return None
        remembered, changes = self.before
        done = remembered.done.get(unit.script)
        return done if done is not None and changes.spare(done.trace) else None

    def remembered(
        self,
        repository: FileRepository,
        worth: Mapping[str, bool],
        parts: tuple[Part, ...],
        problems: Iterable[NotAnalysed],
    ) -> Remembered | None:
        """What is to be remembered of the state that was analysed; nothing where that failed outside of units."""
        if self.state is None or any(problem.reason.startswith(FAILURE) for problem in problems):
            return None
        return Remembered(self.state, worth, repository.unfit, repository.sorting, parts)


def recall_of(
    known: Iterable[Remembered | None], repository: FileRepository, settings: str, made: Callable[[str, str], str]
) -> Recall:
    """What the one of `known` that differs least tells about the state that `repository` shows.

    `settings` are those of the analysis, and whatever else it rests on; nothing is remembered where they are "".
    `made` gives the digest of what is made of a file, where nothing else of it counts.
    """
    if not settings:
        return Recall()
    state = State(repository.identities(), settings)
    others = [(state.changed(one.state), one) for one in known if one is not None]
    alike = [pair for pair in others if len(pair[0]) <= _MOST_CHANGED and state.has_frame_of(pair[1].state, pair[0])]
    if not alike:
        return Recall(state)
    changed, remembered = min(alike, key=lambda pair: len(pair[0]))
    changes = Changes(changed, remembered.state, repository, made)
    answers = KnownAnswers((part.done.trace for part in remembered.parts), changes)
    repository.recall(remembered.unfit.among(lambda path: path not in changed), answers)
    return Recall(state, (remembered, changes))


def before_of(known: Iterable[Remembered | None], settings: str) -> Before | None:
    """The state that is likely to have the same files as the one to be analysed: the first of `known`."""
    first = next(iter(known), None)
    if not settings or first is None or first.state.settings != settings:
        return None
    return Before(first.sorting, first.state.identities)
