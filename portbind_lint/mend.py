"""The fixes of findings: proposed, tried in memory, and kept only where the listener is local afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from portbind_lint.bind.sites import find_sites
from portbind_lint.bind.tools.data_files import data_file_sites, is_data_file
from portbind_lint.bind.tools.scripts import is_procfile, procfile_sites, script_sites
from portbind_lint.bind.tools.spawned import spawned_sites
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.load import Catalogue
from portbind_lint.discover.manifests import read_package
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program import Program
from portbind_lint.fix.apply import by_path, collide, digest, edited
from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.overlay import Overlay
from portbind_lint.fix.propose import candidates, is_wanted
from portbind_lint.fix.text import Text
from portbind_lint.model.errors import UserError
from portbind_lint.model.facts import Module
from portbind_lint.model.fix import Edit, Fix, Mending, NotFixed
from portbind_lint.model.report import ReportedSite
from portbind_lint.model.site import Address, AddressClass, AnySite, Context, Site
from portbind_lint.model.source import Location, NotAnalysed, Repository
from portbind_lint.model.verdict import ReviewedSite
from portbind_lint.resolve.address import resolve
from portbind_lint.triage.scope import Scope

Parse = Callable[[str, bytes], Module | NotAnalysed]
Version = Callable[[str, str], str | None]
Failed = Callable[[str, Exception], None]

_Result = TypeVar("_Result")

_LOCAL = (AddressClass.LOOPBACK, AddressClass.LOOPBACK_DEFAULT)
_UNSERVED = (Context.TEST, Context.PROBE)
# Each file is parsed again for every trial; all findings are tried at once first, and few of them one by one.
_ROUNDS = 3
_MOST_ALONE = 50
_MOST_CANDIDATES = 3


@dataclass(frozen=True)
class Surroundings:
    """What an analysis was made of. `fresh` parses a file anew, `parse` gives what was parsed before."""

    repository: Repository
    catalogue: Catalogue
    evaluator: Evaluator
    parse: Parse
    fresh: Parse
    version: Version
    failed: Failed


def mended(
    sites: Iterable[tuple[ReportedSite, ReviewedSite]], around: Surroundings, scope: Scope
) -> tuple[ReportedSite, ...]:
    """The sites, each exposed finding in `scope` with its fix or with the reason why it has none.

    No file outside of `scope` is edited.
    """
    listed = tuple(sites)
    mender = _Mender(tuple(reviewed for _, reviewed in listed), around, scope)
    targets = {n: reviewed for n, (site, reviewed) in enumerate(listed) if _is_target(site) and scope.concerns(site)}
    mendings = mender.mend(targets)
    return tuple(replace(site, mending=mendings.get(number)) for number, (site, _) in enumerate(listed))


def _is_target(site: ReportedSite) -> bool:
    return site.rule is not None and site.suppressed is None and site.address.cls.exposed


class _Mender:
    """Looks for the fixes of one analysis."""

    def __init__(self, reviewed: tuple[ReviewedSite, ...], around: Surroundings, scope: Scope) -> None:
        self._around = around
        self._scope = scope
        self._reviewed = reviewed
        self._now = _Listeners(around.repository, around.catalogue, around.evaluator, around.version)
        self._movable: frozenset[Location] = frozenset()
        self._lines = frozenset((step.path, step.line) for site in reviewed for step in site.address.trail)

    def mend(self, targets: Mapping[int, ReviewedSite]) -> dict[int, Mending]:
        """A fix, or the reason for none, for each of `targets`."""
        served = {site.site.location for site in self._reviewed if site.context not in _UNSERVED}
        wanted_local = {site.site.location for site in targets.values() if not is_wanted(site)}
        self._movable = frozenset({site.site.location for site in self._reviewed} - served | wanted_local)
        found: dict[int, Mending] = {}
        proposed: dict[int, tuple[Candidate, ...]] = {}
        for number, site in targets.items():
            options = self._contained(site, partial(self._candidates, site))
            if isinstance(options, NotFixed):
                found[number] = options
            else:
                proposed[number] = options
        together = self._together(targets, {number: options[0] for number, options in proposed.items()})
        alone = 0
        for number, options in proposed.items():
            if number in together:
                found[number] = self._fix(targets[number], options[0])
            elif alone < _MOST_ALONE:
                alone += 1
                found[number] = self._contained(targets[number], partial(self._alone, targets[number], options))
            else:
                found[number] = NotFixed("too many findings depend on each other to try each by itself")
        return found

    def _contained(self, site: ReviewedSite, work: Callable[[], _Result]) -> _Result | NotFixed:
        """What `work` gives; what it raises costs one site its fix and nothing else."""
        try:
            return work()
        except UncertainError as reason:
            return NotFixed(str(reason))
        except UserError:
            raise
        except Exception as error:
            self._around.failed(site.site.location.path, error)
            return NotFixed(f"the search for a fix failed ({type(error).__name__})")

    def _candidates(self, site: ReviewedSite) -> tuple[Candidate, ...]:
        options: list[Candidate] = []
        for option in candidates(site, self._around.evaluator, self._text, self._lines):
            options.append(option)
            if len(options) == _MOST_CANDIDATES:
                break
        paths = [edit.location.path for option in options for edit in option.edits]
        foreign = [path for path in paths if not self._scope.holds(path)]
        if foreign:
            raise UncertainError(f"it takes an edit of {foreign[0]}, which is not among the given paths")
        return tuple(options)

    def _text(self, path: str) -> Text:
        data = self._around.repository.read(path)
        if data is None:
            raise UncertainError(f"{path} cannot be read")
        try:
            data.decode()
        except UnicodeDecodeError:
            raise UncertainError(f"{path} is not UTF-8 throughout") from None
        return Text(path, data)

    def _together(self, targets: Mapping[int, ReviewedSite], options: Mapping[int, Candidate]) -> frozenset[int]:
        """Those of the targets whose edits do what they should when all of them are made."""
        left = dict(options)
        for _ in range(_ROUNDS):
            edits = tuple(edit for option in left.values() for edit in option.edits)
            if not left or collide(edits):
                return frozenset()
            trial = self._contained(next(iter(targets.values())), partial(self._trial, edits))
            if isinstance(trial, NotFixed):
                return frozenset()
            failed = {number for number in left if trial.reason_for(targets[number])}
            if trial.harm:
                return frozenset()
            if not failed:
                return frozenset(left)
            left = {number: option for number, option in left.items() if number not in failed}
        return frozenset()

    def _alone(self, site: ReviewedSite, options: tuple[Candidate, ...]) -> Mending:
        reason = ""
        for option in options:
            trial = self._trial(option.edits)
            failed = trial.reason_for(site) or trial.harm
            if not failed:
                return self._fix(site, option)
            reason = reason or failed
        return NotFixed(reason)

    def _trial(self, edits: tuple[Edit, ...]) -> _Trial:
        changed = {path: edited(self._data(path), group) for path, group in by_path(edits).items()}
        overlay = Overlay(self._around.repository, changed, read_package)

        def parse(path: str, data: bytes) -> Module | NotAnalysed:
            return (self._around.fresh if path in changed else self._around.parse)(path, data)

        program = Program(overlay, parse)
        then = _Listeners(overlay, self._around.catalogue, Evaluator(program), self._around.version)
        reached = {s.site.location.path for s in self._reviewed if any(p.path in changed for p in s.address.trail)}
        broken = next((path for path in changed if self._is_worse(path, program)), "")
        return _Trial.of(self._now, then, sorted(reached | changed.keys()), self._movable, broken)

    def _is_worse(self, path: str, program: Program) -> bool:
        """Whether a script has more syntax errors than before."""
        before, after = self._around.evaluator.program.module(path), program.module(path)
        if before is None:
            return False
        return after is None or len(after.problems) > len(before.problems)

    def _data(self, path: str) -> bytes:
        return self._around.repository.read(path) or b""

    def _fix(self, site: ReviewedSite, option: Candidate) -> Fix:
        paths = sorted({edit.location.path for edit in option.edits})
        digests = tuple((path, digest(self._data(path))) for path in paths)
        return Fix(option.edits, f"{option.change[:1].upper()}{option.change[1:]}.", _effect(site), digests)


def _effect(site: ReviewedSite) -> str:
    place = site.site.location
    unless = f" unless {', '.join(site.address.settings)} says so" if site.address.settings else ""
    listener = f"the listener of {site.site.library.name} at {place.path}:{place.line}"
    return f"Other machines can then no longer reach {listener}{unless}."


class _Listeners:
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
class _Trial:
    """What came of some edits: the addresses of the listeners by their old places, and the harm that was done."""

    addresses: Mapping[tuple[Location, str], Address]
    harm: str

    @staticmethod
    def of(
        now: _Listeners, then: _Listeners, paths: Iterable[str], movable: frozenset[Location], broken: str
    ) -> _Trial:
        """Compare the listeners of `paths`; those at `movable` places may bind another address than before."""
        if broken:
            return _Trial({}, f"{broken} could not be parsed any more")
        addresses: dict[tuple[Location, str], Address] = {}
        harm = ""
        for path in paths:
            before, after = now.of(path), then.of(path)
            if [_kind(site) for site, _ in before] != [_kind(site) for site, _ in after]:
                return _Trial({}, f"{path} would start other listeners than before")
            for (site, was), (_, becomes) in zip(before, after, strict=True):
                addresses[site.location, site.call] = becomes
                if (was.cls, was.value) != (becomes.cls, becomes.value) and site.location not in movable:
                    harm = harm or f"{site.location.path}:{site.location.line} would bind another address too"
        return _Trial(addresses, harm)

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
