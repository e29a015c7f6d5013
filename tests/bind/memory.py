"""A repository that is a dictionary, and the way from its text to sites and addresses."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass

from portbind_lint.bind.shown import may_start
from portbind_lint.bind.sites import find_sites
from portbind_lint.bind.tools.find import not_configured, settling, started_in_code, tool_sites
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.discover.left_out import is_script
from portbind_lint.discover.manifests import MANIFESTS, read_package
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.site import Address, AnySite, Site, ToolSite
from portbind_lint.model.source import NotAnalysed, Package
from portbind_lint.parse.source import parse
from portbind_lint.resolve.address import resolve
from tests.evaluate.evaluated import Texts

NO_PACKAGE = Package("", "package.json")


@dataclass(frozen=True)
class MemoryRepository(Texts):
    """The same as `Texts`, with one package at the root."""

    package: Package = NO_PACKAGE

    @property
    def packages(self) -> tuple[Package, ...]:
        return (self.package,)

    def package_of(self, path: str) -> Package | None:
        return self.package if path else None


class MemoryPackages(MemoryRepository):
    """The same with several packages."""

    def __init__(self, texts: dict[str, str], packages: tuple[Package, ...]) -> None:
        super().__init__(texts)
        object.__setattr__(self, "_packages", tuple(sorted(packages, key=lambda package: package.folder)))

    @property
    def packages(self) -> tuple[Package, ...]:
        return self._packages

    def package_of(self, path: str) -> Package | None:
        holding = [p for p in self.packages if not p.folder or path.startswith(f"{p.folder}/")]
        return max(holding, key=lambda package: len(package.folder), default=None)


def analysed(texts: dict[str, str], path: str, package: Package = NO_PACKAGE) -> list[tuple[Site, Address]]:
    """The sites of one file of a repository with their addresses."""
    program = Program(MemoryRepository(texts, package), parse)
    evaluator = Evaluator(program)
    module = program.module(path)
    assert module is not None
    assert not isinstance(module, NotAnalysed)
    wanted = dict((*package.dependencies, *package.dev_dependencies))
    sites = find_sites(module, load_catalogue(), evaluator)
    assert not sites or may_start(path, texts[path].encode(), program.repository, load_catalogue())
    return [(site, resolve(site, evaluator, wanted.get)) for site in sites]


def in_files(texts: dict[str, str], **dependencies: str) -> list[tuple[ToolSite, Address]]:
    """The sites of a repository's files that are no code, but for those that its configurations in code decide."""
    found = [read_package(path, text.encode()) for path, text in texts.items() if path.endswith(MANIFESTS)]
    packages = tuple(package for package in found if package is not None)
    repository = MemoryPackages(texts, packages)
    evaluator = Evaluator(Program(repository, parse))
    catalogue = load_catalogue()
    sites: list[AnySite] = list(tool_sites(repository, catalogue, Unfolding(packages), lambda _: nullcontext()))
    for path in filter(is_script, repository.files):
        module = evaluator.program.module(path)
        assert module is not None
        assert not isinstance(module, NotAnalysed)
        here = find_sites(module, catalogue, evaluator)
        assert not here or may_start(path, texts[path].encode(), repository, catalogue)
        sites += here
    left = not_configured(sites, lambda site: settling(site, repository))
    listed = [site for site in left if isinstance(site, ToolSite)]
    return [(site, resolve(site, evaluator, dependencies.get)) for site in listed]


def started(code: str, path: str = "run.ts") -> list[tuple[ToolSite, Address]]:
    """The listeners of the programs that one file starts."""
    evaluator = Evaluator(Program(MemoryRepository({path: code}), parse))
    module = evaluator.program.module(path)
    assert module is not None
    assert not isinstance(module, NotAnalysed)
    sites = tuple(started_in_code(module, load_catalogue(), evaluator, Unfolding(())))
    assert not sites or may_start(path, code.encode(), evaluator.program.repository, load_catalogue())
    return [(site, resolve(site, evaluator, {}.get)) for site in sites]


def scripts(**lines: str) -> dict[str, str]:
    """A repository that is a package with these scripts."""
    return {"package.json": json.dumps({"scripts": lines}, indent=2)}


def classes(code: str, path: str = "server.ts", **dependencies: str) -> list[str]:
    """The address classes of the sites of one file."""
    package = Package("", "package.json", dependencies=tuple(dependencies.items()))
    return [address.cls.value for _, address in analysed({path: code}, path, package)]
