"""Every listener of a repository that is no call: scripts of packages, Procfiles, JSON and TOML files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from portbind_lint.bind.tools.data_files import data_file_sites, is_data_file
from portbind_lint.bind.tools.scripts import is_procfile, procfile_sites, script_sites
from portbind_lint.bind.tools.sites import Programs
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.model.library import ConfigFile
from portbind_lint.model.site import AnySite, Site, ToolSite
from portbind_lint.model.source import Repository

Contained = Callable[[str], AbstractContextManager[None]]


def tool_sites(
    repository: Repository, catalogue: Programs, unfolding: Unfolding, contained: Contained
) -> tuple[ToolSite, ...]:
    """The listeners in the files of `repository`; `contained` keeps what one file breaks from the others."""
    found: list[ToolSite] = []
    for package in repository.packages:
        with contained(package.manifest):
            found += script_sites(package, repository, catalogue, unfolding)
    for path in repository.files:
        if is_procfile(path):
            with contained(path):
                found += procfile_sites(path, repository, catalogue, unfolding)
        elif is_data_file(path):
            with contained(path):
                found += data_file_sites(path, repository, catalogue)
    return tuple(found)


def not_configured(sites: Iterable[AnySite], repository: Repository) -> Iterator[AnySite]:
    """The sites without the commands whose host a file of the same package decides, which is a site itself."""
    listed = tuple(sites)
    configured = {(_package(site, repository), site.library.name) for site in listed if _is_configuration(site)}
    for site in listed:
        is_bare = isinstance(site, ToolSite) and not site.given
        if not is_bare or (_package(site, repository), site.library.name) not in configured:
            yield site


def _is_configuration(site: AnySite) -> bool:
    if isinstance(site, Site):
        return site.config is not None
    return isinstance(site.tool, ConfigFile)


def _package(site: AnySite, repository: Repository) -> str:
    package = repository.package_of(site.location.path)
    return package.folder if package else ""
