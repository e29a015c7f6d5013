"""A repository that is a dictionary, and the way from its text to sites and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from portbind_lint.bind.sites import find_sites
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program import Program
from portbind_lint.model.site import Address, Site
from portbind_lint.model.source import NotAnalysed, Package
from portbind_lint.parse.source import parse
from portbind_lint.resolve.address import resolve

NO_PACKAGE = Package("", "package.json")


@dataclass(frozen=True)
class MemoryRepository:
    """`model.source.Repository` over a dictionary from path to text; one package at the root."""

    texts: dict[str, str]
    package: Package = NO_PACKAGE

    @property
    def root(self) -> str:
        return "/repository"

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(sorted(self.texts))

    @property
    def packages(self) -> tuple[Package, ...]:
        return (self.package,)

    def package_of(self, path: str) -> Package | None:
        return self.package if path else None

    def read(self, path: str) -> bytes | None:
        return self.texts[path].encode() if path in self.texts else None

    def sources_naming(self, word: str) -> tuple[str, ...]:
        return tuple(path for path in self.files if word in self.texts[path])

    def importers(self, path: str) -> tuple[str, ...]:
        stem = PurePosixPath(path).stem
        return tuple(other for other in self.files if stem in self.texts[other] and other != path)


def analysed(texts: dict[str, str], path: str, package: Package = NO_PACKAGE) -> list[tuple[Site, Address]]:
    """The sites of one file of a repository with their addresses."""
    program = Program(MemoryRepository(texts, package), parse)
    evaluator = Evaluator(program)
    module = program.module(path)
    assert module is not None
    assert not isinstance(module, NotAnalysed)
    wanted = dict((*package.dependencies, *package.dev_dependencies))
    sites = find_sites(module, load_catalogue(), evaluator)
    return [(site, resolve(site, evaluator, wanted.get)) for site in sites]


def classes(code: str, path: str = "server.ts", **dependencies: str) -> list[str]:
    """The address classes of the sites of one file."""
    package = Package("", "package.json", dependencies=tuple(dependencies.items()))
    return [address.cls.value for _, address in analysed({path: code}, path, package)]
