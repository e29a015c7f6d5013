"""The words and orders that people's formats share."""

from __future__ import annotations

from portbind_lint.model.evidence import ArchitectureKind
from portbind_lint.model.report import Report, ReportedSite
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
_ORDER = (Verdict.HIGH, Verdict.MEDIUM, Verdict.ACCEPT, Verdict.NONE)


def by_severity(report: Report) -> tuple[tuple[ReportedSite, RuleInfo], ...]:
    """The findings with their rules, the worst first, then by place."""
    found = [(site, site.rule) for site in report.findings if site.rule is not None]
    return tuple(sorted(found, key=lambda pair: (-pair[1].severity, pair[0].location)))


def counts(report: Report) -> dict[str, int]:
    """How many sites have each verdict, `suppressed` ones apart: together they are all the sites."""
    numbers = {verdict.value: 0 for verdict in _ORDER} | {"suppressed": 0}
    for site in report.sites:
        numbers["suppressed" if site.suppressed else site.verdict.value] += 1
    return numbers


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
