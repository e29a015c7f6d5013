"""The report for a person in a terminal.

Each finding says what is wrong in one sentence, shows the line, then the evidence, what to do and why it matters.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portbind_lint.model.evidence import Architecture, Control, DocumentationStatus
from portbind_lint.model.regex import regex
from portbind_lint.model.report import Gone, Report, ReportedSite
from portbind_lint.model.site import AddressClass
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import RuleInfo, Verdict
from portbind_lint.report.parts.frame import source_frame
from portbind_lint.report.parts.text import excerpt, neutral, source_line
from portbind_lint.report.parts.words import (
    ARCHITECTURES,
    CONTROL_MODES,
    by_severity,
    counts,
    gone,
    headline,
    not_analysed_place,
    not_shown,
    plural,
)
from portbind_lint.report.registry import RenderOptions

_LABEL = 15
_QUOTE = 140
_WIDTH = 95
_LISTED = 20
_COLORS = {Verdict.HIGH: "31;1", Verdict.MEDIUM: "33;1", Verdict.ACCEPT: "32", Verdict.NONE: "36"}
_NAMES = {Verdict.HIGH: "HIGH", Verdict.MEDIUM: "MEDIUM", Verdict.ACCEPT: "ACCEPT", Verdict.NONE: "NOTE"}
_TRAILS = {AddressClass.WILDCARD: "written at", AddressClass.WILDCARD_DEFAULT: "no host at"}
# Suppressing comments are read in these.
_SCRIPT = regex(r"\.[cm]?[jt]sx?$", re.IGNORECASE)
_SILENT = "nothing about reaching it over a network"
_STATUS = {
    DocumentationStatus.JUSTIFIED: "asks for the network",
    DocumentationStatus.DEPLOY_CONFIG: "only a deployment file needs the network",
    DocumentationStatus.CONTRADICTS: "shows a local server",
    DocumentationStatus.SILENT: _SILENT,
}


def render(report: Report, options: RenderOptions) -> str:
    """The findings, the worst first, then what could not be read and the numbers."""
    paint = _Paint(options.color)
    findings = by_severity(report)
    if options.concise:
        return _text(_concise(findings, report, paint))
    lines = [line for site, rule in findings for line in _finding(site, rule, paint)]
    if not options.quiet:
        lines += [*_notices(report), *_unread(report), *_summary(report, paint)]
    return _text(lines)


@dataclass(frozen=True, slots=True)
class _Paint:
    color: bool

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def _text(lines: Iterable[str]) -> str:
    return "".join(_inert(line) + "\n" for line in lines)


def _inert(line: str) -> str:
    """`line`, so that GitHub's build log does not take a file name at its start for a command."""
    command = line.lstrip()
    return line[: len(line) - len(command)] + "\\x3a" + command[1:] if command.startswith("::") else line


def _concise(findings: tuple[tuple[ReportedSite, RuleInfo], ...], report: Report, paint: _Paint) -> Iterator[str]:
    """One line for each finding and a hint; nothing at all without findings."""
    for site, rule in findings:
        name = paint(_COLORS[rule.verdict], _NAMES[rule.verdict])
        said = " ".join(filter(None, (headline(site), gone(site))))
        yield f"{_place(site.location)}: {name} {rule.id}: {neutral(said)}"
    for notice in report.notices:
        yield f"{_place(notice.location)}: {neutral(notice.message)}"
    if findings:
        yield _hint(*findings[0])
    besides = not_shown(report)
    if besides:
        yield f"portbind-lint: {besides}"


def _finding(site: ReportedSite, rule: RuleInfo, paint: _Paint) -> Iterator[str]:
    name = paint(_COLORS[rule.verdict], _NAMES[rule.verdict])
    yield f"{name} {paint('1', rule.id)}  {_place(site.location)}"
    yield from (f"  {line}" for line in _wrapped(headline(site)))
    yield from _frame(site.location, paint)
    for label, values in _rows(site, rule):
        for number, value in enumerate(values):
            yield f"  {paint('2', (label if number == 0 else '').ljust(_LABEL))}{value}"
    yield ""


def _frame(location: Location, paint: _Paint) -> Iterator[str]:
    line, caret = source_frame(location)
    if line:
        number = str(location.line)
        yield ""
        yield f"  {paint('2', number + ' |')} {line}"
        yield f"  {paint('2', ' ' * len(number) + ' |')} {paint('31;1', caret)}"
        yield ""


def _rows(site: ReportedSite, rule: RuleInfo) -> Iterator[tuple[str, list[str]]]:
    if site.gone:
        yield "taken away", [_taken(piece) for piece in site.gone[:_LISTED]]
    yield "address", _address(site)
    if site.address.trail:
        yield _TRAILS.get(site.address.cls, "followed to"), [_step(step) for step in reversed(site.address.trail)]
    if site.address.settings:
        yield "changed by", [neutral(", ".join(site.address.settings))]
    yield "documentation", _documentation(site)
    if site.architecture.kind:
        yield "architecture", _architecture(site.architecture)
    yield "controls", [_control(control) for control in site.controls[:_LISTED]] or ["none found"]
    yield "safe exposure", [_quoted(piece.location) for piece in site.guidance.evidence] or ["not explained"]
    yield "what to do", _wrapped(site.remedy or _paragraph(rule.remedy))
    yield "why", _wrapped(site.why)


def _address(site: ReportedSite) -> list[str]:
    value = neutral(site.address.value) or "(empty)"
    match site.address.cls:
        case AddressClass.WILDCARD:
            first = f"{value}, all interfaces"
        case AddressClass.WILDCARD_DEFAULT:
            link = f", see {neutral(site.library_url)}" if site.library_url else ""
            first = f"{value}, all interfaces: what {neutral(site.library)} does without a host{link}"
        case _:
            first = f"unknown: {neutral(site.address.reason)}" if site.address.reason else "unknown"
    return [first, *(neutral(f"or {alternative}") for alternative in site.address.alternatives)]


def _documentation(site: ReportedSite) -> list[str]:
    evidence = site.documentation.evidence
    return [_STATUS[site.documentation.status], *(_quoted(piece.location) for piece in evidence[:_LISTED])]


def _architecture(architecture: Architecture) -> list[str]:
    """The context in words, and what makes it an MCP server."""
    kind = [ARCHITECTURES[architecture.kind]] if architecture.kind else []
    return [*kind, *(f"MCP over HTTP  {_quoted(piece.location)}" for piece in architecture.mcp[:1])]


def _control(control: Control) -> str:
    return f"{control.kind.value}{CONTROL_MODES[control.mode]}  {_quoted(control.location)}"


def _taken(piece: Gone) -> str:
    how = "removed" if piece.removed else "no longer counts"
    return f"{neutral(piece.what)}, {how}: {_quoted(piece.location)}"


def _step(location: Location) -> str:
    return f"{_place(location)}  {_cut(excerpt(location))}"


def _quoted(location: Location) -> str:
    return f"{neutral(location.path)}:{location.line}  {_cut(source_line(location))}"


def _place(location: Location) -> str:
    return f"{neutral(location.path)}:{location.line}:{location.column}"


def _cut(text: str) -> str:
    line = neutral(text[: _QUOTE + 1].replace("\t", " "))
    return line if len(line) <= _QUOTE else line[: _QUOTE - 3] + "..."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(neutral(text), _WIDTH, break_long_words=False, break_on_hyphens=False)


def _paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", 1)[0].split())


def _notices(report: Report) -> Iterator[str]:
    for notice in report.notices:
        yield f"{_place(notice.location)}: {neutral(notice.message)}"
    if report.notices:
        yield ""


def _unread(report: Report) -> Iterator[str]:
    if not report.not_analysed:
        return
    yield "Not analysed, so nothing is known of these:"
    for part in report.not_analysed[:_LISTED]:
        yield f"  {neutral(not_analysed_place(part))}  {neutral(part.reason)}"
    if len(report.not_analysed) > _LISTED:
        yield f"  and {len(report.not_analysed) - _LISTED} more, listed in full by --format json"
    yield ""


def _summary(report: Report, paint: _Paint) -> Iterator[str]:
    numbers = counts(report)
    unknown = sum(site.address.cls is AddressClass.UNKNOWN and _judged(site) for site in report.sites)
    parts = [
        paint(_COLORS[Verdict.HIGH] if numbers["high"] else "2", f"{numbers['high']} high"),
        paint(_COLORS[Verdict.MEDIUM] if numbers["medium"] else "2", f"{numbers['medium']} medium"),
        f"{numbers['accept']} accepted",
        f"{numbers['none'] - unknown} harmless",
        f"{unknown} unknown",
        f"{numbers['suppressed']} suppressed",
        *([f"{numbers['baselined']} in the baseline"] if numbers["baselined"] else []),
        *([f"{numbers['unchanged']} not new"] if numbers["unchanged"] else []),
    ]
    unread = plural(len(report.not_analysed), "place") + " not analysed"
    yield f"{plural(len(report.sites), 'listener')}: {', '.join(parts)}; {unread}."
    if report.left_out:
        yield "Left out: " + ", ".join(f"{number} {neutral(reason)}" for reason, number in report.left_out) + "."
    findings = by_severity(report)
    if findings:
        yield _hint(*findings[0])


def _judged(site: ReportedSite) -> bool:
    """Whether the address of this site matters to its verdict, which it does not in tests and port probes."""
    return site.suppressed is None and site.context.serves


def _hint(site: ReportedSite, rule: RuleInfo) -> str:
    comment = f": // portbind-lint: ignore[{rule.id}] -- why it is right here"
    how = comment if _SCRIPT.search(site.location.path) else ", under suppressions in .portbind.yml"
    return f"More: portbind-lint explain {rule.id}. Silence one, with a reason{how}"
