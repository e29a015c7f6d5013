"""The words and orders that people's formats share."""

from __future__ import annotations

from collections.abc import Iterable

from portbind_lint.model.evidence import ArchitectureKind, AuthMode
from portbind_lint.model.report import Report, ReportedSite, SilencedBy
from portbind_lint.model.source import NotAnalysed
from portbind_lint.model.verdict import RuleInfo, Verdict

ARCHITECTURES = {
    ArchitectureKind.STREAMABLE_TRANSPORT: "streamable MCP transport",
    ArchitectureKind.WEB_APPLICATION: "web application",
    ArchitectureKind.MICROSERVICE: "microservice",
    ArchitectureKind.CONTAINER: "container orchestration",
    ArchitectureKind.LOAD_BALANCER: "load balancer backend",
    ArchitectureKind.HOSTING: "hosted deployment",
    ArchitectureKind.NETWORK_SERVICE: "service for other machines",
    ArchitectureKind.UNDOCUMENTED: "undocumented: no document gives a reason",
    ArchitectureKind.DEVELOPMENT_ONLY: "development only: serves a developer, not users",
    ArchitectureKind.INCONSISTENT: "inconsistent: the documents show a local server",
}
CONTROL_MODES = {
    AuthMode.REQUIRED: "",
    AuthMode.OPTIONAL: ", off until somebody sets it up",
    AuthMode.NONE: ", on some routes only",
}
"""What is said behind a control."""
_SILENCED = {
    SilencedBy.COMMENT: "suppressed",
    SilencedBy.CONFIGURATION: "suppressed",
    SilencedBy.BASELINE: "baselined",
    SilencedBy.UNCHANGED: "unchanged",
}
_NOT_SHOWN = {"suppressed": "suppressed", "baselined": "in the baseline", "unchanged": "not new"}
# More places than these say nothing more about one finding.
_NAMED = 3
_ORDER = (Verdict.HIGH, Verdict.MEDIUM, Verdict.ACCEPT, Verdict.NONE)


def by_severity(report: Report) -> tuple[tuple[ReportedSite, RuleInfo], ...]:
    """The findings with their rules, the worst first, then by place."""
    return worst_first(report.findings)


def worst_first(sites: Iterable[ReportedSite]) -> tuple[tuple[ReportedSite, RuleInfo], ...]:
    """The sites that have a rule, with it, the worst first, then by place."""
    found = [(site, site.rule) for site in sites if site.rule is not None]
    return tuple(sorted(found, key=lambda pair: (-pair[1].severity, pair[0].location)))


def counts(report: Report) -> dict[str, int]:
    """How many sites have each verdict, those apart that are not shown and why: together they are all the sites."""
    numbers = {verdict.value: 0 for verdict in _ORDER} | dict.fromkeys(_SILENCED.values(), 0)
    for site in report.sites:
        numbers[_SILENCED[site.suppressed.by] if site.suppressed else site.verdict.value] += 1
    return numbers


def not_shown(report: Report) -> str:
    """`2 suppressed, 1 in the baseline, 3 not new`: what findings there are besides; "" where there are none."""
    numbers = counts(report)
    return ", ".join(f"{numbers[key]} {words}" for key, words in _NOT_SHOWN.items() if numbers[key])


def gone(site: ReportedSite) -> str:
    """What a change took away, as a sentence; "" where it took nothing."""
    given: dict[tuple[str, int, bool], list[str]] = {}
    for piece in site.gone:
        given.setdefault((piece.location.path, piece.location.line, piece.removed), []).append(piece.what)
    parts = [
        f"{path}:{line} {'was removed' if removed else 'no longer counts'} ({', '.join(what)})"
        for (path, line, removed), what in list(given.items())[:_NAMED]
    ]
    return f"New, because {', '.join(parts)}." if parts else ""


def explained(site: ReportedSite) -> str:
    """The whole message, with what a change took away."""
    return " ".join(filter(None, (site.message, gone(site))))


def headline(site: ReportedSite) -> str:
    """The first sentence of the message, which stands alone."""
    sentence, dot, _ = site.message.partition(". ")
    return sentence + "." if dot else sentence


def not_analysed_place(part: NotAnalysed) -> str:
    """`path`, or `path:line` where only a part of the file could not be read."""
    return f"{part.path}:{part.line}" if part.line else part.path


def level(verdict: Verdict) -> str:
    """The word for a verdict in SARIF: `error`, `warning` or `note`."""
    return {Verdict.HIGH: "error", Verdict.MEDIUM: "warning"}.get(verdict, "note")


def plural(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
