"""Which scripts are worth parsing: a search through their bytes for what the catalogue knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from portbind_lint.bind.tools.find import STARTING
from portbind_lint.bind.tools.processes import is_process_file
from portbind_lint.catalogue.load import Catalogue
from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.words import WordSearch
from portbind_lint.model.source import Package
from portbind_lint.triage.suppress import WORD


def suppresses(path: str, repository: FileRepository) -> bool:
    """Whether a script can hold a suppression."""
    return WORD.encode() in (repository.read(path) or b"")


def worth_parsing(
    repository: FileRepository, catalogue: Catalogue, among: Collection[str] | None = None
) -> tuple[str, ...]:
    """The scripts that name a listener or a suppression, and those that a tool reads as its configuration, sorted.

    Only those `among` some scripts, where these are given.
    """
    named = set(repository.candidates((*catalogue.words, WORD), among=among))
    for package in repository.packages:
        named.update(repository.candidates(catalogue.common_in(_at_hand(package)), package, among))
    chosen = repository.scripts if among is None else among
    configurations = (path for path in chosen if catalogue.of_config(path) or is_process_file(path))
    return tuple(sorted(named | {*configurations, *_starting_programs(repository, catalogue, among)}))


def _at_hand(package: Package) -> Iterator[str]:
    """The package itself and what it depends on: a server may be started in a file that does not import its library."""
    yield package.name
    for name, _ in (*package.dependencies, *package.dev_dependencies):
        yield name


def _starting_programs(
    repository: FileRepository, catalogue: Catalogue, among: Collection[str] | None
) -> tuple[str, ...]:
    """The scripts that can start programs, or are run by one that their first line names, and name one that listens."""
    starting = repository.candidates(STARTING, among=among)
    search = WordSearch(catalogue.programs)
    return tuple(path for path in starting if search.finds(repository.read(path) or b""))
