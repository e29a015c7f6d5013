"""The analysis cut into units, one for each script: it has an evaluator of its own, which is forgotten with the unit.

So the memory that is needed grows with what one script leads to and not with the repository, units may be analysed in
any order by several processes, and what came of one holds as long as nothing changes that it asked for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.bind.tools.find import Settling, settling, tool_sites
from portbind_lint.clock import Clock, Stage
from portbind_lint.discover.trace import Trace
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.garbage import uncollected
from portbind_lint.judge.engine import decide
from portbind_lint.model.report import ReportedSite
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.model.verdict import ReviewedSite
from portbind_lint.resolve.address import resolve
from portbind_lint.review.context import Contexts
from portbind_lint.review.gather import Reviewer
from portbind_lint.triage.repeats import without_repeats

if TYPE_CHECKING:
    from portbind_lint.bind.tools.unfold import Unfolding
    from portbind_lint.catalogue.load import Catalogue
    from portbind_lint.discover.identity import Marks
    from portbind_lint.discover.repository import FileRepository
    from portbind_lint.discover.versions import Versions
    from portbind_lint.listeners import ByScript, Listeners
    from portbind_lint.model.problems import Problems
    from portbind_lint.model.site import AnySite
    from portbind_lint.review.deployments import Deployments
    from portbind_lint.review.documents import Documents
    from portbind_lint.sources import Failed, Sources
    from portbind_lint.triage.scope import Scope


COMMANDS = ""
"""In place of a script: what manifests, Procfiles, containers and their like start."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A script to be searched for listeners; `COMMANDS` for all that files other than scripts start."""

    script: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What all units of one state of a repository share. `fixable` limits where fixes are looked for, None for none.

    `traced` says whether somebody will ask what each unit rests on. `marks` learn of files that change while they are
    read.
    """

    repository: FileRepository
    catalogue: Catalogue
    unfolding: Unfolding
    versions: Versions
    documents: Documents
    deployments: Deployments
    sources: Sources
    listeners: Listeners
    neighbourhood: ByScript
    persona: str
    fixable: Scope | None
    failed: Failed
    clock: Clock
    traced: bool
    marks: Marks


@dataclass(frozen=True, slots=True)
class Found:
    """One site with its verdict, and what it has to do with the commands of its package."""

    site: ReportedSite
    settling: Settling


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one unit and what it rests on, as plain data that may come from another process."""

    found: tuple[Found, ...]
    not_analysed: frozenset[NotAnalysed]
    trace: Trace


@uncollected
def analysed(unit: Unit, shared: Shared) -> Done:
    """Find, resolve, review and judge the listeners of `unit`."""
    shared.repository.traced()
    _untold(shared)
    analysis, clock = _Analysis(shared), shared.clock
    found = clock.each(Stage.FINDING, analysis.found(unit))
    sites = sorted(found, key=_order)
    reviewed = tuple(without_repeats(analysis.reviewed(sites)))
    with clock.stage(Stage.JUDGING):
        reported = tuple(_reported(site, shared) for site in reviewed)
    if shared.fixable is not None:
        with clock.stage(Stage.FIXING):
            reported = analysis.mended(reported, reviewed, shared.fixable)
    settled = (settling(site.site, shared.repository) for site in reviewed)
    analysis.close()
    shared.sources.trim()
    trace = shared.repository.traced()
    # What others met with before counts, too.
    known = (problem for problems in _problems(shared) for problem in problems.of(trace.files))
    return Done(
        tuple(Found(site, settles) for site, settles in zip(reported, settled, strict=True)),
        frozenset((*known, *_untold(shared))),
        trace if shared.traced else Trace(),
    )


def _problems(shared: Shared) -> tuple[Problems, ...]:
    """What was not analysed so far, by who found it."""
    return (
        shared.sources.problems,
        shared.repository.problems,
        shared.documents.problems,
        shared.deployments.problems,
    )


def _untold(shared: Shared) -> tuple[NotAnalysed, ...]:
    """What was found not to be analysed since this was asked last."""
    return tuple(problem for problems in _problems(shared) for problem in problems.untold())


class _Analysis:
    """The analysis of one unit."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._sources = shared.sources
        self._evaluator = Evaluator(Program(shared.repository, shared.sources.parse))

    def close(self) -> None:
        """Let go of what was learnt."""
        self._evaluator.close()

    def found(self, unit: Unit) -> Iterator[AnySite]:
        """The listeners of `unit`."""
        return self._commands() if unit.script == COMMANDS else self._sites(unit.script)

    def _sites(self, path: str) -> Iterator[AnySite]:
        return self._shared.listeners.of(path, self._evaluator)

    def _commands(self) -> Iterator[AnySite]:
        """The listeners that files other than scripts start."""
        shared = self._shared
        yield from tool_sites(shared.repository, shared.catalogue, shared.unfolding, self._sources.contained)

    def reviewed(self, sites: Iterable[AnySite]) -> Iterator[ReviewedSite]:
        """Each site with the address that it binds, whom it serves and what the repository says about it."""
        shared = self._shared
        contexts = Contexts(shared.repository, self._evaluator)
        reviewer = Reviewer(
            shared.repository, self._evaluator, shared.documents, shared.deployments, shared.neighbourhood
        )
        for site in sites:
            path = site.location.path
            with self._sources.contained(path, site.location.line):
                with shared.clock.stage(Stage.RESOLVING):
                    address = resolve(site, self._evaluator, partial(shared.versions.of, path))
                with shared.clock.stage(Stage.REVIEWING):
                    context = contexts.context_of(site)
                    review = reviewer.review(site, address, context)
                yield ReviewedSite(site, address, context, review)

    def mended(
        self, reported: tuple[ReportedSite, ...], reviewed: tuple[ReviewedSite, ...], scope: Scope
    ) -> tuple[ReportedSite, ...]:
        """The sites with their fixes, each tried on all listeners of the unit."""
        from portbind_lint.mend import mended  # noqa: PLC0415 - only who asks for fixes pays for them
        from portbind_lint.trial import Surroundings  # noqa: PLC0415 - only who asks for fixes pays for them

        shared, sources = self._shared, self._sources
        around = Surroundings(
            shared.repository,
            shared.catalogue,
            self._evaluator,
            sources.parse,
            sources.fresh,
            shared.versions.of,
            shared.failed,
            self._listeners,
        )
        return mended(zip(reported, reviewed, strict=True), around, scope)

    def _listeners(self, path: str) -> tuple[tuple[ReportedSite, ReviewedSite], ...]:
        """The judged listeners of another script."""
        reviewed = without_repeats(self.reviewed(sorted(self._sites(path), key=_order)))
        return tuple((_reported(site, self._shared), site) for site in reviewed)


def _order(site: AnySite) -> tuple[Location, str, str]:
    """By path and line."""
    return site.location, site.library.name, site.call


def _reported(reviewed: ReviewedSite, shared: Shared) -> ReportedSite:
    site, review, decision = reviewed.site, reviewed.review, decide(reviewed, shared.persona)
    package = shared.repository.package_of(site.location.path)
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
