"""The whole data flow: from a folder to a report, one call per room, in the order of the rooms."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from portbind_lint import __version__
from portbind_lint.bind.sites import find_sites
from portbind_lint.bind.tools.find import not_configured, started_in_code, tool_sites
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.catalogue.declared import declared_libraries
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.config.load import read_config
from portbind_lint.config.settings import Config
from portbind_lint.discover.base import Base
from portbind_lint.discover.patterns import compile_patterns
from portbind_lint.discover.reader import Files, Reader, read_if_there
from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.versions import Versions
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program import Program
from portbind_lint.judge.engine import all_rules, decide
from portbind_lint.model.errors import UserError
from portbind_lint.model.facts import Module
from portbind_lint.model.report import Notice, Report, ReportedSite
from portbind_lint.model.site import AnySite
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import ReviewedSite, RuleInfo
from portbind_lint.prefilter import worth_parsing
from portbind_lint.resolve.address import resolve
from portbind_lint.review.context import Contexts
from portbind_lint.review.gather import Reviewer
from portbind_lint.sources import Failed, Sources
from portbind_lint.triage.baseline import Baseline, covered, read_baseline
from portbind_lint.triage.fingerprint import with_fingerprints
from portbind_lint.triage.line_hash import line_hashes
from portbind_lint.triage.newness import Before, compared, with_unchanged
from portbind_lint.triage.repeats import without_repeats
from portbind_lint.triage.scope import Scope, limited
from portbind_lint.triage.suppress import Comments, Dated, Ignore, by_path, in_force, read_comments, silence

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
    expired before `today` do not count.
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


def analyse(request: Request) -> Report:
    """Analyse a repository. A file that breaks a room is reported as not analysed, and the run goes on."""
    files = Reader(request.root)
    report = _state(request, files)
    for base in request.bases:
        report = _since(base, report, request, files)
    if not request.only_new:
        report = with_unchanged(report)
    return limited(report, Scope(request.paths))


def _since(base: Base, report: Report, request: Request, files: Files) -> Report:
    """The report, the findings silenced that `base` has, too; the base is analysed only where there are some."""
    if not report.findings:
        return report
    then = base.files()
    try:
        before = _state(_as_of(request, then), then)
    finally:
        then.close()
    known = Before(base.name, before.sites, base.renames)
    return replace(report, sites=compared(report.sites, known, lambda path: read_if_there(files, path)))


def _as_of(request: Request, files: Files) -> Request:
    """The request for another state, with the settings and the baseline that it holds itself."""
    config, baseline = request.config, request.baseline
    if request.config_file:
        data = read_if_there(files, request.config_file)
        with suppress(UserError):
            config = read_config(request.config_file, data) if data is not None else Config()
            _check_suppressions(config, all_rules())
    if baseline is not None:
        data = read_if_there(files, baseline.path)
        with suppress(UserError):
            baseline = read_baseline(baseline.path, data) if data is not None else None
    return replace(request, config=config, baseline=baseline, fixes=False)


def _state(request: Request, files: Files) -> Report:
    """The report of one state of the repository, whole."""
    rules = all_rules()
    _check_suppressions(request.config, rules)
    repository = FileRepository(request.root, request.config.include, request.config.exclude, files)
    catalogue = load_catalogue(declared_libraries(request.config.libraries))
    sources = Sources(repository, request.parser, request.failed)
    evaluator = Evaluator(Program(repository, sources.parse))

    unfolding = Unfolding(repository.packages)
    known = frozenset(rule.id for rule in rules)
    comments: list[Comments] = []

    def find(module: Module) -> Iterator[AnySite]:
        """Every listener that a module starts, itself or by a program that it runs; its comments are read meanwhile."""
        comments.append(read_comments(module, known))
        yield from find_sites(module, catalogue, evaluator)
        yield from started_in_code(module, catalogue, evaluator, unfolding)

    in_code = _sites(worth_parsing(repository, catalogue), find, sources, evaluator.program, request.progress)
    found = not_configured((*in_code, *tool_sites(repository, catalogue, unfolding, sources.contained)), repository)
    versions = Versions(repository)
    sorted_sites = sorted(found, key=_order)
    reviewed = tuple(without_repeats(_reviewed(sorted_sites, repository, evaluator, sources, versions)))
    judged = with_fingerprints(_reported(site, request.persona, repository) for site in reviewed)

    unsuppressed, notices = _suppressed(judged, comments, request)
    sites, stale = covered(unsuppressed, request.baseline, rules) if request.baseline else (unsuppressed, ())
    if request.fixes:
        # Only who asks for fixes pays for them.
        from portbind_lint.mend import mended  # noqa: PLC0415 - see above
        from portbind_lint.trial import Surroundings  # noqa: PLC0415 - see above

        around = Surroundings(
            repository, catalogue, evaluator, sources.parse, sources.fresh, versions.of, request.failed
        )
        sites = mended(zip(sites, reviewed, strict=True), around, Scope(request.paths))
    return Report(
        version=__version__,
        sites=sites,
        not_analysed=tuple(sorted({*repository.not_analysed, *sources.not_analysed})),
        notices=tuple(sorted((*notices, *stale), key=lambda notice: (notice.location, notice.message))),
        rules=rules,
        left_out=repository.left_out,
        line_hashes=tuple(_line_hashes(sites, repository)),
        scripts=len(repository.scripts),
        name=_name(repository),
    )


def _name(repository: FileRepository) -> str:
    """What the root's package is called, else the folder."""
    named = (package.name for package in repository.packages if package.folder == "" and package.name)
    return next(named, posixpath.basename(repository.root))


def _sites(
    paths: tuple[str, ...],
    find: Callable[[Module], Iterator[AnySite]],
    sources: Sources,
    program: Program,
    progress: Progress,
) -> tuple[AnySite, ...]:
    """What `find` finds in the scripts at `paths`. A module without a site that nobody asked for is let go of again."""
    found: list[AnySite] = []
    for done, path in enumerate(paths):
        progress(done, len(paths))
        module = sources.module(path)
        if module is None:
            continue
        with sources.contained(path):
            here = tuple(find(module))
            found += here
            # What is nested too deeply shows when somebody looks there.
            sources.note(module.problems)
            if not here and not program.holds(path):
                sources.forget(path)
    return tuple(found)


def _order(site: AnySite) -> tuple[Location, str, str]:
    """By path and line."""
    return site.location, site.library.name, site.call


def _reviewed(
    sites: Iterable[AnySite], repository: FileRepository, evaluator: Evaluator, sources: Sources, versions: Versions
) -> Iterator[ReviewedSite]:
    """Each site with the address that it binds, whom it serves and what the repository says about it."""
    contexts, reviewer = Contexts(repository, evaluator), Reviewer(repository, evaluator)
    for site in sites:
        path = site.location.path
        with sources.contained(path, site.location.line):
            address = resolve(site, evaluator, partial(versions.of, path))
            yield ReviewedSite(site, address, contexts.context_of(site), reviewer.review(site, address))
    sources.note(reviewer.not_analysed)


def _reported(reviewed: ReviewedSite, persona: str, repository: FileRepository) -> ReportedSite:
    site, review, decision = reviewed.site, reviewed.review, decide(reviewed, persona)
    package = repository.package_of(site.location.path)
    return ReportedSite(
        location=site.location,
        library=site.library.name,
        library_url=site.library.documentation,
        call=site.call,
        context=reviewed.context,
        address=reviewed.address,
        documentation=review.documentation,
        auth=review.auth,
        controls=review.controls,
        guidance=review.guidance,
        verdict=decision.verdict,
        rule=decision.rule,
        message=decision.message,
        remedy=decision.remedy,
        fingerprint="",
        architecture=review.architecture,
        package=package.name if package else "",
        documents=review.documents,
        why=decision.why,
    )


def _suppressed(
    sites: tuple[ReportedSite, ...], comments: Iterable[Comments], request: Request
) -> tuple[tuple[ReportedSite, ...], tuple[Notice, ...]]:
    """The sites, those marked that somebody has judged already, and what is wrong with the suppressions."""
    if not request.ignores:
        return sites, ()
    configured, expired = in_force(_configured(request.config), request.today)
    ignores: list[Ignore] = []
    notices: list[Notice] = [*expired]
    for read in comments:
        ignores += read.ignores
        notices += read.notices
    silenced, unused = silence(sites, (*ignores, *configured))
    return silenced, (*notices, *unused)


def _configured(config: Config) -> Iterator[Dated]:
    for configured in config.suppressions:
        matches = compile_patterns((configured.pattern,)).match_file
        yield Dated(by_path(configured.suppression, matches), configured.until)


def _check_suppressions(config: Config, rules: Iterable[RuleInfo]) -> None:
    known = sorted(rule.id for rule in rules)
    for configured in config.suppressions:
        place = configured.suppression.location
        for rule in configured.suppression.rules:
            if rule not in known:
                raise UserError(f"{place.path}:{place.line}: unknown rule {rule!r}; the rules are {', '.join(known)}")


def _line_hashes(sites: Iterable[ReportedSite], repository: FileRepository) -> Iterator[tuple[str, int, str]]:
    wanted: dict[str, set[int]] = {}
    for site in sites:
        if site.rule is not None:
            wanted.setdefault(site.primary.path, set()).add(site.primary.line)
    for path, lines in sorted(wanted.items()):
        text = (repository.read(path) or b"").decode("utf-8", "replace")
        for line, hashed in sorted(line_hashes(text, lines).items()):
            yield path, line, hashed
