"""Which packages of a repository depend on which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from portbind_lint.model.source import Package


class Dependents:
    """The packages that name another one of the repository as a dependency, directly or through others."""

    def __init__(self, packages: Iterable[Package]) -> None:
        known = tuple(packages)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._folders: defaultdict[str, set[str]] = defaultdict(set)
        for package in known:
            if package.name:
                self._names[package.folder].add(package.name)
            for name, _ in (*package.dependencies, *package.dev_dependencies):
                self._folders[name].add(package.folder)

    def around(self, folder: str) -> frozenset[str]:
        """The folder itself and those of all packages that depend on the package there."""
        found = {folder}
        waiting = [folder]
        while waiting:
            for name in self._names[waiting.pop()]:
                waiting += self._folders[name] - found
                found |= self._folders[name]
        return frozenset(found)
