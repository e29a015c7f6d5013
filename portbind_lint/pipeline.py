"""The whole data flow: from a folder to a report, one call per room, in the order of the rooms."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from portbind_lint import __version__
from portbind_lint.bind.tools.find import not_configured
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.declared import declared_libraries
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.clock import UNREAD, Clock, Stage
from portbind_lint.config.load import read_config
from portbind_lint.config.settings import Config
from portbind_lint.discover.alike import Alike
from portbind_lint.discover.base import Base
from portbind_lint.discover.reader import Files, Reader, read_if_there
from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.sorting import Before
from portbind_lint.discover.versions import Versions
from portbind_lint.judge.engine import all_rules
from portbind_lint.listeners import ByScript, Listeners
from portbind_lint.model.errors import UserError
from portbind_lint.model.report import Report, ReportedSite
from portbind_lint.model.source import Location
from portbind_lint.recall.recall import before_of, recall_of
from portbind_lint.recall.remembered import NOW, Forgetful, Memory, Remembered, parts
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.sources import Failed, Sources
from portbind_lint.suppressions import check_config, comments_in, suppressed
from portbind_lint.triage import newness
from portbind_lint.triage.baseline import Baseline, covered, read_baseline
from portbind_lint.triage.fingerprint import with_fingerprints
from portbind_lint.triage.line_hash import line_hashes
from portbind_lint.triage.newness import compared, with_unchanged
from portbind_lint.triage.scope import Scope, limited
from portbind_lint.units import COMMANDS, Done, Found, Shared, Unit
from portbind_lint.workers import analyse_units

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What the caller asks for.

    `paths` are files and folders relative to `root`, "" for all of it: they limit what is reported, never what is read.
    `ignores` says whether suppressions count, `parser` is a name in `parse.source.PARSERS`. `fixes` asks for the edits
    that would make findings local. `failed` is told of every
    exception that one file cost, `progress` of the files done and their number.
    `bases` are states to compare with: a finding is new that none of them has, and with `only_new` no other is shown.
    `config_file` is where `config` stands in the repository, "" where it comes from elsewhere. Suppressions that
    expired before `today` do not count. `jobs` processes share the work on the state that is reported, 0: one for each
    processor. `memory` gives what is remembered of an earlier run, and keeps what is to be remembered of this one.
    `clock` counts where the time goes.
    """

    root: Path
    config: Config = field(default_factory=Config)
    paths: tuple[str, ...] = ("",)
    persona: str = "regular"
    ignores: bool = True
    parser: str = "tree-sitter"
    fixes: bool = False
    failed: Failed = lambda _path, _error: None
    progress: Progress = lambda _done, _number: None
    baseline: Baseline | None = None
    bases: tuple[Base, ...] = ()
    only_new: bool = True
    config_file: str = ""
    today: date = field(default_factory=date.today)
    jobs: int = 0
    clock: Clock = UNREAD
    memory: Memory = field(default_factory=Forgetful)


def analyse(request: Request) -> Report:
    """Analyse a repository. A file that breaks a room is reported as not analysed, and the run goes on."""
    with request.clock.stage(Stage.REMEMBERING):
        known = request.memory.recalled(NOW)
    files = request.clock.watched(Reader(request.root, request.memory.marks))
    report, remembered = _state(request, files, _rests_on(request), (known,), request.jobs)
    _keep(request, NOW, remembered)
    for base in request.bases:
        report = _since(base, report, request, files, (remembered, known))
    if not request.only_new:
        report = with_unchanged(report)
    shown = limited(report, Scope(request.paths))
    return replace(shown, line_hashes=tuple(_line_hashes(shown.sites, files)))


def _since(
    base: Base, report: Report, request: Request, files: Files, remembered: tuple[Remembered | None, ...]
) -> Report:
    """The report, the findings silenced that `base` has, too.

    The base is analysed only where there are some, and of it only what is not `remembered` of other states: of that of
    `files`, which comes first, and of the one that was analysed last, which often is what was committed.
    """
    if not report.findings:
        return report
    then = base.files()
    try:
        identities = remembered[0].state.identities if remembered[0] else {}
        alike = Alike(request.clock.watched(then), files, identities)
        with request.clock.stage(Stage.REMEMBERING):
            last = request.memory.recalled(base.name)
        if last is not None:
            # What is in that commit is known then without a list of its files.
            alike.again(Before(last.sorting, last.state.identities))
        as_of, states = _as_of(request, alike), (last, *remembered)
        before, then_remembered = _state(replace(as_of, fixes=False), alike, _rests_on(as_of), states)
    finally:
        then.close()
    _keep(request, base.name, then_remembered)
    known = newness.Before(base.name, before.sites, base.renames)
    return replace(report, sites=compared(report.sites, known, lambda path: read_if_there(files, path)))


def _keep(request: Request, name: str, remembered: Remembered | None) -> None:
    if remembered is not None:
        with request.clock.stage(Stage.REMEMBERING):
            request.memory.keep(name, remembered)


def _as_of(request: Request, files: Files) -> Request:
    """The request for another state, with the settings and the baseline that it holds itself."""
    config, baseline = request.config, request.baseline
    if request.config_file:
        data = read_if_there(files, request.config_file)
        with suppress(UserError):
            settled = read_config(request.config_file, data) if data is not None else Config()
            check_config(settled, all_rules())
            config = settled
    if baseline is not None:
        data = read_if_there(files, baseline.path)
        with suppress(UserError):
            baseline = read_baseline(baseline.path, data) if data is not None else None
    return replace(request, config=config, baseline=baseline)


def _state(
    request: Request, files: Files, rests_on: str, remembered: Sequence[Remembered | None], jobs: int = 1
) -> tuple[Report, Remembered | None]:
    """The report of one state of the repository, whole, by so many processes (0: as many as there are processors).

    With it what is to be remembered of the state, where somebody can use it: that `rests_on` the same.
    """
    rules, clock = all_rules(), request.clock
    check_config(request.config, rules)
    before = before_of(remembered, rests_on)
    repository = FileRepository(request.root, request.config.include, request.config.exclude, files, before)
    with clock.stage(Stage.LISTING):
        number = len(repository.files) - len(repository.sorting.others)
    with clock.stage(Stage.REMEMBERING):
        documents = Documents(repository)
        recall = recall_of(remembered, repository, rests_on, documents.digest)
    with clock.stage(Stage.CATALOGUE):
        shared = _shared(request, repository, documents, traced=bool(rests_on))
    with clock.stage(Stage.SEARCHING):
        looks = recall.worth_parsing(repository, shared.catalogue)
    units = (Unit(COMMANDS), *map(Unit, looks))

    def analyse_left(left: Sequence[Unit]) -> Iterator[Done]:
        clock.note_spared(_scripts(units) - _scripts(left))
        return analyse_units(left, shared, jobs, _counting(request.progress, _scripts(left)))

    done = recall.completed(units, analyse_left)
    found = sorted((one for part in _undisputed(done, request) for one in part), key=_order)
    listed = not_configured(found, lambda one: one.settling)
    judged = with_fingerprints(one.site for one in listed)
    comments = comments_in((path for path, suppresses in looks.items() if suppresses), shared.sources, rules)
    laid = suppressed(judged, comments, request.config, request.today) if request.ignores else (judged, ())
    unsuppressed, notices = laid
    sites, stale = covered(unsuppressed, request.baseline, rules) if request.baseline else (unsuppressed, ())
    problems = {problem for one in done for problem in one.not_analysed}
    report = Report(
        version=__version__,
        sites=tuple(site if site.suppressed is None else replace(site, mending=None) for site in sites),
        not_analysed=tuple(sorted({*problems, *repository.not_analysed, *shared.sources.problems})),
        notices=tuple(sorted((*notices, *stale), key=lambda notice: (notice.location, notice.message))),
        rules=rules,
        left_out=repository.left_out,
        scripts=number,
        name=_name(repository),
    )
    return report, recall.remembered(repository, looks, parts(units, done), shared.sources.problems)


def _rests_on(request: Request) -> str:
    """What a unit depends on besides the repository; "" where nothing is remembered, or nobody could use it."""
    config = request.config
    if config.libraries or (request.memory.forgets and not request.bases):
        return ""
    fixes = sorted(request.paths) if request.fixes else None
    return repr((request.root, request.parser, request.persona, config.include, config.exclude, fixes))


def _scripts(units: Iterable[Unit]) -> int:
    return sum(bool(unit.script) for unit in units)


def _shared(request: Request, repository: FileRepository, documents: Documents, *, traced: bool) -> Shared:
    catalogue = load_catalogue(declared_libraries(request.config.libraries))
    unfolding = Unfolding(repository.packages)
    sources = Sources(repository, request.parser, request.failed, request.clock)
    listeners = Listeners(repository, catalogue, unfolding, sources)
    return Shared(
        repository=repository,
        catalogue=catalogue,
        unfolding=unfolding,
        versions=Versions(repository),
        documents=documents,
        deployments=Deployments(repository),
        sources=sources,
        listeners=listeners,
        neighbourhood=ByScript(repository, sources, listeners),
        persona=request.persona,
        fixable=Scope(request.paths) if request.fixes else None,
        failed=request.failed,
        clock=request.clock,
        traced=traced,
        marks=request.memory.marks,
    )


def _counting(progress: Progress, number: int) -> Callable[[int], None]:
    """What is told how many scripts were done since the last time, and tells `progress` how many that makes in all."""
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        progress(done, number)
        done += more

    return tick


def _undisputed(done: Sequence[Done], request: Request) -> Iterator[tuple[Found, ...]]:
    """The sites of each unit, without the fixes that would move a listener of another unit."""
    if not request.fixes:
        yield from (one.found for one in done)
        return
    from portbind_lint.fix.across import undisputed  # noqa: PLC0415 - only who asks for fixes pays for them

    parts = undisputed([[found.site for found in one.found] for one in done])
    for one, sites in zip(done, parts, strict=True):
        yield tuple(replace(found, site=site) for found, site in zip(one.found, sites, strict=True))


def _order(found: Found) -> tuple[Location, str, str]:
    """By path and line."""
    return found.site.location, found.site.library, found.site.call


def _name(repository: FileRepository) -> str:
    """What the root's package is called, else the folder."""
    named = (package.name for package in repository.packages if package.folder == "" and package.name)
    return next(named, posixpath.basename(repository.root))


def _line_hashes(sites: Iterable[ReportedSite], files: Files) -> Iterator[tuple[str, int, str]]:
    wanted: dict[str, set[int]] = {}
    for site in sites:
        if site.rule is not None:
            wanted.setdefault(site.primary.path, set()).add(site.primary.line)
    for path, lines in sorted(wanted.items()):
        text = (read_if_there(files, path) or b"").decode("utf-8", "replace")
        for line, hashed in sorted(line_hashes(text, lines).items()):
            yield path, line, hashed
