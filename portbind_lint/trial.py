"""Edits tried in memory: what would listen where, and what harm they would do. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from portbind_lint.bind.sites import find_sites
from portbind_lint.bind.tools.data_files import data_file_sites, is_data_file
from portbind_lint.bind.tools.scripts import is_procfile, procfile_sites, script_sites
from portbind_lint.bind.tools.spawned import spawned_sites
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.load import Catalogue
from portbind_lint.discover.manifests import read_package
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.fix.apply import by_path, edited
from portbind_lint.fix.neighbours import Listening
from portbind_lint.fix.overlay import Overlay
from portbind_lint.model.facts import Module
from portbind_lint.model.fix import Edit
from portbind_lint.model.site import Address, AddressClass, AnySite, Site
from portbind_lint.model.source import Location, NotAnalysed, Repository
from portbind_lint.model.verdict import ReviewedSite
from portbind_lint.resolve.address import resolve

Parse = Callable[[str, bytes], Module | NotAnalysed]
Version = Callable[[str, str], str | None]
Failed = Callable[[str, Exception], None]

_LOCAL = (AddressClass.LOOPBACK, AddressClass.LOOPBACK_DEFAULT)


@dataclass(frozen=True)
class Surroundings:
    """What an analysis was made of. `fresh` parses a file anew, `parse` gives what was parsed before.

    `listeners` gives the judged listeners of a script that is not analysed itself.
    """

    repository: Repository
    catalogue: Catalogue
    evaluator: Evaluator
    parse: Parse
    fresh: Parse
    version: Version
    failed: Failed
    listeners: Listening


class Trials:
    """Tries edits; `movable` are the places of listeners that may bind another address than before."""

    def __init__(self, reviewed: Iterable[ReviewedSite], around: Surroundings, movable: frozenset[Location]) -> None:
        self._around = around
        self._movable = movable
        self._trails = [(site.site.location.path, frozenset(p.path for p in site.address.trail)) for site in reviewed]
        self._now = Listeners(around.repository, around.catalogue, around.evaluator, around.version)

    def of(self, edits: Iterable[Edit]) -> Outcome:
        """What comes of `edits`, which must not collide."""
        read = self._around.repository.read
        changed = {path: edited(read(path) or b"", group) for path, group in by_path(edits).items()}
        overlay = Overlay(self._around.repository, changed, read_package)

        def parse(path: str, data: bytes) -> Module | NotAnalysed:
            return (self._around.fresh if path in changed else self._around.parse)(path, data)

        program = Program(overlay, parse)
        then = Listeners(overlay, self._around.catalogue, Evaluator(program), self._around.version)
        reached = {path for path, passed in self._trails if not passed.isdisjoint(changed)}
        broken = next((path for path in changed if self._is_worse(path, program)), "")
        return Outcome.of(self._now, then, sorted(reached | changed.keys()), self._movable, broken)

    def _is_worse(self, path: str, program: Program) -> bool:
        """Whether a script has more syntax errors than before."""
        before, after = self._around.evaluator.program.module(path), program.module(path)
        if before is None:
            return False
        return after is None or len(after.problems) > len(before.problems)


class Listeners:
    """What listens in single files, and where."""

    def __init__(self, repository: Repository, catalogue: Catalogue, evaluator: Evaluator, version: Version) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._evaluator = evaluator
        self._version = version
        self._unfolding = Unfolding(repository.packages)
        self._known: dict[str, tuple[tuple[AnySite, Address], ...]] = {}

    def of(self, path: str) -> tuple[tuple[AnySite, Address], ...]:
        """The listeners of one file in source order, with their addresses."""
        if path not in self._known:
            version = partial(self._version, path)
            self._known[path] = tuple((s, resolve(s, self._evaluator, version)) for s in self._found(path))
        return self._known[path]

    def _found(self, path: str) -> Iterator[AnySite]:
        module = self._evaluator.program.module(path)
        if module is not None:
            yield from find_sites(module, self._catalogue, self._evaluator)
            yield from spawned_sites(module, self._catalogue, self._evaluator, self._unfolding)
            return
        for package in self._repository.packages:
            if package.manifest == path:
                yield from script_sites(package, self._repository, self._catalogue, self._unfolding)
        if is_procfile(path):
            yield from procfile_sites(path, self._repository, self._catalogue, self._unfolding)
        elif is_data_file(path):
            yield from data_file_sites(path, self._repository, self._catalogue)


@dataclass(frozen=True)
class Outcome:
    """What came of some edits: the addresses of the listeners by their old places, and the harm that was done.

    `looks` is how many listeners were looked at for that.
    """

    addresses: Mapping[tuple[Location, str], Address]
    harm: str
    looks: int = 0

    @staticmethod
    def of(now: Listeners, then: Listeners, paths: Iterable[str], movable: frozenset[Location], broken: str) -> Outcome:
        """Compare the listeners of `paths`; those at `movable` places may bind another address than before."""
        if broken:
            return Outcome({}, f"{broken} could not be parsed any more")
        addresses: dict[tuple[Location, str], Address] = {}
        harm, looks = "", 0
        for path in paths:
            before, after = now.of(path), then.of(path)
            looks += len(after)
            if [_kind(site) for site, _ in before] != [_kind(site) for site, _ in after]:
                return Outcome({}, f"{path} would start other listeners than before", looks)
            for (site, was), (_, becomes) in zip(before, after, strict=True):
                addresses[site.location, site.call] = becomes
                if (was.cls, was.value) != (becomes.cls, becomes.value) and site.location not in movable:
                    harm = harm or f"{site.location.path}:{site.location.line} would bind another address too"
        return Outcome(addresses, harm, looks)

    def reason_for(self, site: ReviewedSite) -> str:
        """Why `site` is not local after the edits; "" where it is."""
        address = self.addresses.get((site.site.location, site.site.call))
        if address is None:
            return self.harm or "it is not seen any more"
        if address.cls in _LOCAL:
            return ""
        return f"it would still bind {address.cls.value} {address.value}".rstrip()


def _kind(site: AnySite) -> tuple[str, str]:
    """What stays of a site whatever its address is; the call of a command holds its flags."""
    return site.library.name, site.call if isinstance(site, Site) else ""
