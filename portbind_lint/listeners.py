"""The listeners of a script, and what the others know of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from portbind_lint.bind.shown import may_start
from portbind_lint.bind.sites import MOST_SITES, find_sites
from portbind_lint.bind.tools.find import started_in_code
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.source import NotAnalysed
from portbind_lint.review.neighbours import Neighbour, imported_by, neighbours_of

if TYPE_CHECKING:
    from portbind_lint.bind.tools.unfold import Unfolding
    from portbind_lint.catalogue.load import Catalogue
    from portbind_lint.discover.repository import FileRepository
    from portbind_lint.discover.trace import Recording
    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import AnySite
    from portbind_lint.sources import Sources

T = TypeVar("T")


class Listeners:
    """Finds the listeners of scripts; the same for all units."""

    def __init__(
        self, repository: FileRepository, catalogue: Catalogue, unfolding: Unfolding, sources: Sources
    ) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._unfolding = unfolding
        self._sources = sources

    def of(self, path: str, evaluator: Evaluator) -> Iterator[AnySite]:
        """Those in the script at `path`. A module without any that nobody asked for is let go of again."""
        module = self._sources.module(path) if self._may_start(path) else None
        if module is None:
            return
        with self._sources.contained(path):
            here = tuple(self._find(module, evaluator))
            yield from here
            if len(here) >= MOST_SITES:
                self._sources.note((NotAnalysed(path, f"only {MOST_SITES:,} listeners of it were looked for"),))
            # What is nested too deeply shows when somebody looks there.
            self._sources.note(module.problems)
            if not here and not evaluator.program.holds(path):
                self._sources.forget(path)

    def _may_start(self, path: str) -> bool:
        data = self._repository.read(path)
        return data is not None and may_start(path, data, self._repository, self._catalogue)

    def _find(self, module: Module, evaluator: Evaluator) -> Iterator[AnySite]:
        """Every listener that a module starts, itself or by a program that it runs."""
        yield from find_sites(module, self._catalogue, evaluator)
        yield from started_in_code(module, self._catalogue, evaluator, self._unfolding)


class ByScript:
    """Implements `review.neighbours.Neighbourhood`: each script is looked into once, whoever asks."""

    def __init__(self, repository: FileRepository, sources: Sources, listeners: Listeners) -> None:
        self._repository = repository
        self._sources = sources
        self._listeners = listeners
        self._listening: _Answers[tuple[Neighbour, ...]] = _Answers(repository)
        self._importing: _Answers[tuple[str, ...]] = _Answers(repository)

    def listeners(self, path: str) -> tuple[Neighbour, ...]:
        """The listeners in a script."""
        return self._listening.of(path, lambda: self._aside(lambda evaluator: self._look_into(path, evaluator)))

    def imported(self, path: str) -> tuple[str, ...]:
        """The scripts of the repository that a script imports."""
        return self._importing.of(path, lambda: self._aside(lambda evaluator: imported_by(path, evaluator.program)))

    def _look_into(self, path: str, evaluator: Evaluator) -> tuple[Neighbour, ...]:
        return neighbours_of(self._listeners.of(path, evaluator), self._repository, evaluator)

    def _aside(self, ask: Callable[[Evaluator], T]) -> T:
        """What an evaluator answers that knows of nothing else, so that it is the same for every unit."""
        with self._sources.aside():
            evaluator = Evaluator(Program(self._repository, self._sources.parse))
            try:
                return ask(evaluator)
            finally:
                evaluator.close()


class _Answers(Generic[T]):
    """Answers about scripts, each with what it rests on: that counts for whoever is given the answer."""

    def __init__(self, repository: FileRepository) -> None:
        self._repository = repository
        self._known: dict[str, tuple[T, Recording]] = {}

    def of(self, path: str, ask: Callable[[], T]) -> T:
        if path not in self._known:
            with self._repository.recorded() as asked:
                self._known[path] = ask(), asked
        answer, asked = self._known[path]
        self._repository.rest_on_all(asked)
        return answer
