"""The other listeners of a repository, as far as a text may speak of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

from portbind_lint.model.programs import SCRIPT_ENDINGS
from portbind_lint.model.site import AnySite, Context
from portbind_lint.review.context import Contexts
from portbind_lint.review.context.paths import is_test
from portbind_lint.review.ports import ports_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.program.program import Program
    from portbind_lint.model.source import Repository


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A listener as the others see it: whom it serves, and the ports that it can have."""

    context: Context
    ports: frozenset[int]


class Neighbourhood(Protocol):
    """What is known of each script, by its path."""

    def listeners(self, path: str) -> tuple[Neighbour, ...]:
        """The listeners in a script."""

    def imported(self, path: str) -> tuple[str, ...]:
        """The scripts of the repository that a script imports."""


# So many scripts are looked into for the listener on one port, and so many of those that they import.
_MOST_SCRIPTS = 40
# So many ports are looked for: nobody has more, but a text may name thousands.
_MOST_PORTS = 20


class Neighbours:
    """Looks for listeners by their ports."""

    def __init__(self, repository: Repository, neighbourhood: Neighbourhood) -> None:
        self._repository = repository
        self._neighbourhood = neighbourhood
        self._known: dict[int, frozenset[Context]] = {}

    def listens(self, port: int, context: Context) -> bool:
        """Whether a listener on `port` is part of the product, or serves developers as one of `context` does.

        Examples are no neighbours, not even of each other: the ports in the README of a library are those of the one
        that it shows, and what it says is about the library.
        """
        if port not in self._known:
            if len(self._known) == _MOST_PORTS:
                return False
            found = (one for path in self._scripts(port) for one in self._neighbourhood.listeners(path))
            self._known[port] = frozenset(one.context for one in found if port in one.ports)
        developed = {Context.DEV} if context is Context.DEV else set[Context]()
        return not self._known[port].isdisjoint({Context.PRODUCT, *developed})

    def _scripts(self, port: int) -> Iterator[str]:
        """The scripts that name a port, those that may import one of them, and what both import.

        The port often is a constant elsewhere, or passed by a command.
        """
        naming = [path for path in self._repository.sources_naming(str(port)) if not is_test(path)]
        importing = (other for path in naming for other in self._repository.importers(path) if not is_test(other))
        found = tuple(dict.fromkeys(islice(chain(naming, importing), _MOST_SCRIPTS)))
        imported = (other for path in found for other in self._neighbourhood.imported(path))
        yield from dict.fromkeys(chain(found, islice(imported, _MOST_SCRIPTS)))


def neighbours_of(sites: Iterable[AnySite], repository: Repository, evaluator: Evaluator) -> tuple[Neighbour, ...]:
    """The listeners at `sites` as the others see them."""
    contexts = Contexts(repository, evaluator)
    return tuple(Neighbour(contexts.context_of(site), ports_of(site, evaluator).numbers) for site in sites)


def imported_by(path: str, program: Program) -> tuple[str, ...]:
    """The scripts of the repository, tests apart, that the one at `path` imports."""
    module = program.module(path)
    paths = program.files(path, module.sources) if module is not None else ()
    return tuple(other for other in paths if other.endswith(SCRIPT_ENDINGS) and not is_test(other))
