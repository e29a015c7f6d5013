"""The one answer for a site, from its code, its path, its package and who imports it."""

from __future__ import annotations

from posixpath import basename, dirname, join
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Module
from portbind_lint.model.site import AnySite, Context, Site, ToolSite
from portbind_lint.model.source import Package, Repository
from portbind_lint.model.syntax import Node
from portbind_lint.review.context import words
from portbind_lint.review.context.commands import is_run_by_users
from portbind_lint.review.context.packages import package_context
from portbind_lint.review.context.paths import (
    is_named_mock,
    is_test,
    path_context,
    stands_with_scripts,
    starts_product,
    tokens,
)  # fmt: skip
from portbind_lint.review.context.probe import is_probe
from portbind_lint.review.context.tools import tool_context
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_MOST_LEVELS = 30
# What a library is for, in the catalogue, that nobody runs for users.
_FOR_DEVELOPERS = frozenset({"debugger", "dev-server"})


class Contexts:
    """Judges sites of one repository; what a package says of itself is read once."""

    def __init__(self, repository: Repository, evaluator: Evaluator) -> None:
        self._repository = repository
        self._evaluator = evaluator
        self._packages: dict[str | None, Context | None] = {}

    def context_of(self, site: AnySite) -> Context:
        """Whom the listener at `site` serves. The first rule that speaks decides."""
        if isinstance(site, ToolSite):
            package = self._repository.package_of(site.location.path)
            by_path = path_context(site.location.path, package.folder if package else "")
            return tool_context(site, by_path, self._by_package(package))
        package = self._repository.package_of(site.module.path)
        by_path = self._by_path(site, package)
        if is_probe(site, self._evaluator, in_test=by_path is Context.TEST):
            return Context.PROBE
        if by_path in (Context.TEST, Context.EXAMPLE):
            return by_path
        by_package = self._by_package(package)
        if by_package is Context.EXAMPLE:
            return Context.EXAMPLE
        if by_path is Context.DEV or by_package is Context.DEV or _serves_developer(site):
            return Context.DEV
        return Context.TEST if self._only_for_tests(site) else Context.PRODUCT

    def _by_path(self, site: Site, package: Package | None) -> Context | None:
        path = site.module.path
        found = path_context(path, package.folder if package else "")
        if found is Context.TEST and package is not None and package.bin and package.folder:
            # The folder of a package that installs a program is called after what the program is for.
            above = dirname(package.folder)
            found = path_context(join(above, path.removeprefix(f"{package.folder}/")), above)
        if found is Context.TEST and is_named_mock(path) and self._by_package(package) is Context.DEV:
            return None
        if found is not Context.DEV:
            return found
        starts = starts_product(path) and _imports_product(site.module)
        told = stands_with_scripts(path, package.folder if package else "")
        return None if starts or (told and is_run_by_users(path, package, self._repository)) else found

    def _by_package(self, package: Package | None) -> Context | None:
        """What the nearest package says, else what the repository's root says."""
        key = package.folder if package else None
        if key not in self._packages:
            found = package_context(package, self._repository)
            if found is None and key:
                root = next((each for each in self._repository.packages if each.folder == ""), None)
                found = package_context(root, self._repository)
            self._packages[key] = found
        return self._packages[key]

    def _only_for_tests(self, site: Site) -> bool:
        """Whether the listener stands in what is named a tool of the tests, and nothing but tests imports it."""
        path = site.module.path
        names = (basename(path).partition(".")[0], *_names_around(site.module, site.node))
        if all(words.TEST_TOOL_TOKENS.isdisjoint(tokens(name)) for name in names):
            return False
        importers = [importer for importer in self._repository.importers(path) if importer != path]
        return bool(importers) and all(is_test(importer) for importer in importers)


def _imports_product(module: Module) -> bool:
    """Whether a script takes code from outside its own folder: it then starts what the repository makes."""
    return any(source.startswith("../") for source in module.sources)


def _serves_developer(site: Site) -> bool:
    """A build tool's configuration, a library made for developers, or code in something named for a dev server."""
    if site.config is not None or site.library.role in _FOR_DEVELOPERS:
        return True
    return any(
        all(word in found for word in name)
        for found in (set(tokens(name)) for name in _names_around(site.module, site.node))
        for name in words.DEV_NAMES
    )


def _names_around(module: Module, node: Node) -> tuple[str, ...]:
    """The names of the functions and the class that `node` stands in."""
    found: list[str] = []
    function = module.enclosing_function(node)
    while function is not None and len(found) < _MOST_LEVELS:
        found.append(name_of(module, function))
        function = module.enclosing_function(function)
    cls = module.enclosing_class(node)
    found.append((cls.name or "") if cls is not None else "")
    return tuple(found)
