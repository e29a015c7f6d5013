"""The audit trail of a run, in words: what the Markdown and the HTML report both say, each in its own shape.

The records follow the template of the method: location and pattern, documentation review, key findings, risk.
"""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.model.report import Report, ReportedSite
from portbind_lint.model.site import AddressClass
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import Verdict
from portbind_lint.report.audit import reviewed
from portbind_lint.report.audit.binding import binding
from portbind_lint.report.audit.lines import Fact, Line, Section
from portbind_lint.report.parts.words import counts, headline, plural

# What a record's verdict is called, the gravest first.
LABELS = {
    "high": "High",
    "medium": "Medium",
    "accept": "Accept",
    "unknown": "Unknown",
    "suppressed": "Suppressed",
    "none": "Not exposed",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One listener: `verdict` is a key of `LABELS`, `number` counts from 1 in the order of the report."""

    number: int
    verdict: str
    headline: str
    site: ReportedSite
    sections: tuple[Section, ...]

    @property
    def label(self) -> str:
        """The verdict for people."""
        return LABELS[self.verdict]

    @property
    def process(self) -> str:
        """The package that runs the listener, else its file."""
        return self.site.package or self.site.location.path

    @property
    def detailed(self) -> bool:
        """Whether the whole trail is worth showing at once."""
        return self.verdict in ("high", "medium", "accept")


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole report: `totals` has a number for each key of `LABELS`."""

    report: Report
    lead: str
    totals: tuple[tuple[str, int], ...]
    records: tuple[Record, ...]


def audit_of(report: Report) -> Audit:
    """The audit of a run; the records are sorted by verdict, severity and place."""
    ordered = sorted(report.sites, key=_rank)
    records = tuple(
        Record(number, verdict_of(site), headline(site), site, _sections(site))
        for number, site in enumerate(ordered, 1)
    )
    found = [record.verdict for record in records]
    totals = tuple((verdict, found.count(verdict)) for verdict in LABELS)
    return Audit(report, _lead(report), totals, records)


def verdict_of(site: ReportedSite) -> str:
    """The key of `LABELS` for a site."""
    if site.suppressed is not None:
        return "suppressed"
    if site.address.cls is AddressClass.UNKNOWN and site.context.serves:
        return "unknown"
    return site.verdict.value


def _rank(site: ReportedSite) -> tuple[int, float, Location]:
    return list(LABELS).index(verdict_of(site)), -(site.rule.severity if site.rule else 0.0), site.location


def _lead(report: Report) -> str:
    """What an auditor says first, in one or two sentences."""
    numbers = counts(report)
    if not report.sites:
        return "Nothing in this repository listens on a network."
    high, medium, accepted = numbers["high"], numbers["medium"], numbers["accept"]
    listeners = plural(len(report.sites), "listener")
    if high:
        said = f"{high} of {listeners} {_are(high)} open to the network without a reason that the documents support."
    elif medium:
        said = f"{medium} of {listeners} {_are(medium)} meant for the network, but not yet safe to expose."
    elif accepted:
        said = (
            f"All exposure is by design: {accepted} of {listeners} {_are(accepted)} documented, guarded and explained "
            "to deployers."
        )
    else:
        said = f"None of {listeners} is known to be reachable from other machines."
    if high and medium:
        said += f" {medium} more {_are(medium)} meant for the network, but not yet safe to expose."
    return said


def searched(report: Report) -> str:
    """What was looked through and what was not."""
    unread = f"; {plural(len(report.not_analysed), 'place')} could not be analysed" if report.not_analysed else ""
    left = "; left out: " + ", ".join(f"{number} {reason}" for reason, number in report.left_out)
    files = plural(report.scripts, "JavaScript or TypeScript file")
    return f"{plural(len(report.sites), 'listener')} in {files}{unread}{left if report.left_out else ''}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _sections(site: ReportedSite) -> tuple[Section, ...]:
    exposed = site.address.cls.exposed and site.context.serves
    parts = [Section("Binding", tuple(binding(site)))]
    if exposed:
        parts.append(Section("Documentation review", tuple(reviewed.checklist(site))))
        parts.append(Section("Key findings", tuple(reviewed.key_findings(site))))
    elif site.architecture.mcp or site.controls:
        parts.append(Section("Key findings", tuple(reviewed.other_findings(site))))
    parts.append(Section("Risk assessment", tuple(_risk(site))))
    return tuple(parts)


def _risk(site: ReportedSite) -> tuple[Fact, ...]:
    facts = [Fact("Severity", (Line(_severity(site)),)), Fact("Reasoning", (Line(_reasoning(site)),))]
    if site.rule is not None and site.remedy:
        facts.append(Fact("Recommendation", (Line(site.remedy),)))
    if site.gone:
        facts.append(Fact("Taken away", tuple(Line(piece.what, piece.location) for piece in site.gone)))
    if site.suppressed is not None:
        facts.append(Fact("Suppressed", (Line(site.suppressed.reason, site.suppressed.location),)))
    return tuple(facts)


def _severity(site: ReportedSite) -> str:
    if site.rule is not None and site.rule.severity:
        return f"{site.rule.verdict.value.capitalize()} ({site.rule.severity:.1f}), rule {site.rule.id}"
    if site.verdict is Verdict.ACCEPT:
        return "Acceptable"
    return "Not known" if site.address.cls is AddressClass.UNKNOWN else "None"


def _reasoning(site: ReportedSite) -> str:
    """What stands behind the headline, which every format shows first."""
    if site.rule is not None:
        return site.why
    first = headline(site)
    return site.message[len(first) :].strip() or first
