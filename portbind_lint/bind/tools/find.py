"""Every listener of a repository that is no call: what scripts, Procfiles, containers and other files start or set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar

from portbind_lint.bind.tools.data_files import data_file_sites, is_data_file
from portbind_lint.bind.tools.images import is_image_file, started_by_image
from portbind_lint.bind.tools.launchers import is_launcher, started_by_launcher
from portbind_lint.bind.tools.processes import is_process_file, process_sites
from portbind_lint.bind.tools.scattered import Started
from portbind_lint.bind.tools.scripts import is_procfile, procfile_sites, script_sites
from portbind_lint.bind.tools.services import is_service_file, started_by_services
from portbind_lint.bind.tools.shebangs import SHEBANGS, started_by_program, started_by_shebang
from portbind_lint.bind.tools.sites import Programs
from portbind_lint.bind.tools.spawned import GLOBALS, MODULES, spawned_sites
from portbind_lint.bind.tools.templates import SHELLS
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.library import ConfigFile
from portbind_lint.model.programs import may_be_run
from portbind_lint.model.site import AnySite, Site, ToolSite
from portbind_lint.model.source import Repository

T = TypeVar("T")
Contained = Callable[[str], AbstractContextManager[None]]

STARTING = (
    *(f"{module}{quote}" for module in (*MODULES, *SHELLS) for quote in "\"'"),
    *GLOBALS,
    *SHEBANGS,
)
"""Of these one stands in every script that starts programs, or names in its first line the one that runs it."""


def tool_sites(
    repository: Repository, catalogue: Programs, unfolding: Unfolding, contained: Contained
) -> tuple[ToolSite, ...]:
    """The listeners in the files of `repository`; `contained` keeps what one file breaks from the others."""
    found: list[ToolSite] = []
    for package in repository.packages:
        with contained(package.manifest):
            found += script_sites(package, repository, catalogue, unfolding)
    for path in repository.files:
        with contained(path):
            found += _of_file(path, repository, catalogue, unfolding)
    return tuple(found)


def _of_file(path: str, repository: Repository, catalogue: Programs, unfolding: Unfolding) -> Iterator[ToolSite]:
    """The listeners of one file: of a Procfile, of what it starts otherwise, of what it sets for the tools."""
    if is_procfile(path):
        yield from procfile_sites(path, repository, catalogue, unfolding)
        return
    for folder, started in _started(path, repository):
        yield from started.sites(repository.package_of(folder), catalogue, unfolding)
    if is_data_file(path):
        yield from data_file_sites(path, repository, catalogue)


def _started(path: str, repository: Repository) -> Iterator[tuple[str, Started]]:
    """The commands of a file, each with a path in the folder where it is run."""
    if is_service_file(path):
        yield from started_by_services(path, repository.read(path) or b"")
        return
    for is_one, started_by in _READERS:
        if is_one(path):
            for started in started_by(path, repository.read(path) or b""):
                yield path, started
            return


_READERS: tuple[tuple[Callable[[str], bool], Callable[[str, bytes], Iterator[Started]]], ...] = (
    (is_image_file, started_by_image),
    (is_launcher, started_by_launcher),
    (may_be_run, started_by_program),
)


def started_in_code(
    module: Module, catalogue: Programs, evaluator: Evaluator, unfolding: Unfolding
) -> Iterator[ToolSite]:
    """The listeners of the programs that a module starts, or that run it because its first line says so."""
    yield from spawned_sites(module, catalogue, evaluator, unfolding)
    repository = evaluator.program.repository
    for started in started_by_shebang(module.path, repository.read(module.path) or b""):
        yield from started.sites(repository.package_of(module.path), catalogue, unfolding)
    if is_process_file(module.path):
        yield from process_sites(module, catalogue, evaluator, unfolding)


@dataclass(frozen=True, slots=True)
class Settling:
    """What a site has to do with the host of the commands of `tool`, a package's folder and a library's name.

    `decides`: it is a file that configures it. `lacks`: it is a command that gives none.
    """

    tool: tuple[str, str]
    decides: bool
    lacks: bool


def settling(site: AnySite, repository: Repository) -> Settling:
    """Whether `site` decides, or lacks, the host of its package's commands."""
    package = repository.package_of(site.location.path)
    return Settling(
        tool=(package.folder if package else "", site.library.name),
        decides=site.config is not None if isinstance(site, Site) else isinstance(site.tool, ConfigFile),
        lacks=isinstance(site, ToolSite) and not site.given,
    )


def not_configured(listed: Sequence[T], of: Callable[[T], Settling]) -> Iterator[T]:
    """What is listed, without the commands whose host a file of the same package decides, which is listed itself."""
    decided = {of(one).tool for one in listed if of(one).decides}
    return (one for one in listed if not of(one).lacks or of(one).tool not in decided)
