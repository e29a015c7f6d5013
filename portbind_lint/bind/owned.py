"""Which names of calls can be a listener's in a repository: `startServer` is one package's and everybody's own name.

What a package starts is known by its specifier, so that the package's name stands in a script, a manifest or an import
map. Where it stands in none, its calls are the repository's own, however many there are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from portbind_lint.model.source import Package, Repository

_IMPORT_MAP = "import_map.json"


class Catalogue(Protocol):
    """What is asked of the catalogue here."""

    def owners(self, word: str) -> tuple[str, ...]:
        """The packages of which one must be named somewhere for a call of `word` to listen; () where none need be."""


def can_listen(word: str, catalogue: Catalogue, repository: Repository) -> bool:
    """Whether a call of `word` can start a listener of a library somewhere in `repository`."""
    owners = catalogue.owners(word)
    return not owners or any(_is_named(package, repository) for package in owners)


def _is_named(package: str, repository: Repository) -> bool:
    return bool(repository.sources_naming(package)) or _is_declared(package, repository)


def _is_declared(package: str, repository: Repository) -> bool:
    """Whether a manifest names it, or an import map that nobody has read may do so."""
    names, aliases = _declared(repository.packages)
    return package in names or package in aliases or bool(repository.files_like(_IMPORT_MAP))


@lru_cache(maxsize=4)  # the same for every file of a repository; where two states are compared there are two
def _declared(packages: tuple[Package, ...]) -> tuple[frozenset[str], str]:
    """The names of the packages and of what they depend on; and the versions that name a package, as one text."""
    wanted = [pair for package in packages for pair in (*package.dependencies, *package.dev_dependencies)]
    names = frozenset((*(package.name for package in packages), *(name for name, _ in wanted)))
    return names, "\n".join(version for _, version in wanted if ":" in version)
