"""The repository as it would be with some files changed; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portbind_lint.model.source import Package, Repository

ReadPackage = Callable[[str, bytes], Package | None]


@dataclass(frozen=True)
class Overlay:
    """`model.source.Repository` over another one; `read_package` reads a manifest that changed.

    Which files name a word or import another is asked of the other one: an address and a key that are written do not
    change it.
    """

    beneath: Repository
    changed: Mapping[str, bytes]
    read_package: ReadPackage

    @property
    def root(self) -> str:
        """The absolute path of the analysed folder."""
        return self.beneath.root

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that belongs to the repository."""
        return self.beneath.files

    def files_like(self, text: str) -> tuple[str, ...]:
        """Those whose path holds `text`."""
        return self.beneath.files_like(text)

    def holds(self, path: str) -> bool:
        """Whether `path` is one of them."""
        return self.beneath.holds(path)

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        """Every package, the changed ones as they would be."""
        return tuple(self._renewed(package) for package in self.beneath.packages)

    def package_of(self, path: str) -> Package | None:
        """The nearest package above `path`."""
        package = self.beneath.package_of(path)
        return package and self._renewed(package)

    def read(self, path: str) -> bytes | None:
        """The file's bytes as they would be."""
        return self.changed[path] if path in self.changed else self.beneath.read(path)

    def look(self, path: str) -> bytes | None:
        """The same, for whoever says what is made of it."""
        return self.changed[path] if path in self.changed else self.beneath.look(path)

    def rest_on(self, path: str, what: str, digest: str) -> None:
        """An answer rests on what was made of a file."""
        self.beneath.rest_on(path, what, digest)

    def sources_naming(self, word: str, near: str = "") -> tuple[str, ...]:
        """The JS/TS files that hold `word`."""
        return self.beneath.sources_naming(word, near)

    def importers(self, path: str) -> tuple[str, ...]:
        """The JS/TS files that may import `path`."""
        return self.beneath.importers(path)

    def _renewed(self, package: Package) -> Package:
        if package.manifest not in self.changed:
            return package
        return self.read_package(package.manifest, self.changed[package.manifest]) or package
