"""The other listeners of a repository, as far as a text may speak of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from portbind_lint.evaluate.program.specifiers import InRepository
from portbind_lint.model.programs import SCRIPT_ENDINGS
from portbind_lint.model.site import AnySite, Context
from portbind_lint.review.context import Contexts
from portbind_lint.review.context.paths import is_test
from portbind_lint.review.ports import ports_of

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.source import Repository

Listeners = Callable[[str], Iterable[AnySite]]
"""The listeners in a script, by its path."""

# So many scripts are looked into for the listener on one port, and so many of those that they import.
_MOST_SCRIPTS = 40
# So many ports are looked for: nobody has more, but a text may name thousands.
_MOST_PORTS = 20


class Neighbours:
    """Looks for listeners by their ports."""

    def __init__(self, repository: Repository, evaluator: Evaluator, listeners: Listeners) -> None:
        self._repository = repository
        self._evaluator = evaluator
        self._listeners = listeners
        self._contexts = Contexts(repository, evaluator)
        self._known: dict[int, frozenset[Context]] = {}

    def listens(self, port: int, context: Context) -> bool:
        """Whether a listener on `port` is part of the product, or serves developers as one of `context` does.

        Examples are no neighbours, not even of each other: the ports in the README of a library are those of the one
        that it shows, and what it says is about the library.
        """
        if port not in self._known:
            if len(self._known) == _MOST_PORTS:
                return False
            sites = (site for path in self._scripts(port) for site in self._listeners(path))
            self._known[port] = frozenset(
                self._contexts.context_of(site) for site in sites if port in ports_of(site, self._evaluator).numbers
            )
        developed = {Context.DEV} if context is Context.DEV else set[Context]()
        return not self._known[port].isdisjoint({Context.PRODUCT, *developed})

    def _scripts(self, port: int) -> Iterator[str]:
        """The scripts that name a port, those that may import one of them, and what both import.

        The port often is a constant elsewhere, or passed by a command.
        """
        naming = [path for path in self._repository.sources_naming(str(port)) if not is_test(path)]
        importing = (other for path in naming for other in self._repository.importers(path) if not is_test(other))
        found = tuple(dict.fromkeys(islice(chain(naming, importing), _MOST_SCRIPTS)))
        imported = (other for path in found for other in self._imported(path))
        yield from dict.fromkeys(chain(found, islice(imported, _MOST_SCRIPTS)))

    def _imported(self, path: str) -> Iterator[str]:
        """The scripts of the repository that a script imports."""
        program = self._evaluator.program
        module = program.module(path)
        for source in module.sources if module is not None else ():
            match program.resolve(path, source):
                case InRepository(other) if other.endswith(SCRIPT_ENDINGS) and not is_test(other):
                    yield other
                case _:
                    pass
