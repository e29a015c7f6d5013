"""SARIF 2.1.0 for GitHub code scanning, built of `sarif_om` objects.

What GitHub reads decides the details: every rule is always listed, suppressed results are left out because GitHub
would show them as open, regions lie in one line, and an alert stands where the insecure value is written, with the
call as a related location.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sarif_om

from portbind_lint.model.fix import Fix
from portbind_lint.model.regex import regex
from portbind_lint.model.report import Notice, Report, ReportedSite, SilencedBy
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.model.verdict import RuleInfo
from portbind_lint.report.parts.data import written
from portbind_lint.report.parts.om import plain
from portbind_lint.report.parts.paths import encoded
from portbind_lint.report.parts.rule_page import plain_page, rule_page
from portbind_lint.report.parts.text import neutral, utf16_length
from portbind_lint.report.parts.words import explained, level, not_analysed_place, not_shown, plural, worst_first
from portbind_lint.report.registry import RenderOptions

# GitHub keeps the 5,000 worst results of a run and shows descriptions of up to 1,024 characters.
RESULT_LIMIT = 5000
_DESCRIPTION_LIMIT = 1024
_LINKED_CALLS = 20
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_PEP_440 = regex(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.\d+)*(?:(a|b|rc)(\d+))?(?:\.post(\d+))?(?:\.dev(\d+))?")
_PRE_RELEASES = {"a": "alpha", "b": "beta", "rc": "rc"}


@dataclass(frozen=True, slots=True)
class _Alert:
    """The findings that GitHub would take for one: the same rule on the same line."""

    sites: tuple[ReportedSite, ...]
    rule: RuleInfo

    @property
    def primary(self) -> Location:
        return self.sites[0].primary

    @property
    def calls(self) -> tuple[Location, ...]:
        """The calls that do not stand on the line of the alert."""
        written = (self.primary.path, self.primary.line)
        return tuple(site.location for site in self.sites if (site.location.path, site.location.line) != written)


@dataclass(frozen=True, slots=True)
class _Link:
    """A related location; `label` is the text of the link in the message."""

    label: str
    location: Location


def render(report: Report, options: RenderOptions) -> str:
    """The log with one run."""
    alerts = _alerts(report.sites if options.suppressed else report.open_findings)
    hashes = {(path, line): value for path, line, value in report.line_hashes}
    indexes = {rule.id: index for index, rule in enumerate(report.rules)}
    run = sarif_om.Run(
        tool=sarif_om.Tool(driver=_driver(report)),
        invocations=[_invocation(report, len(alerts) - RESULT_LIMIT)],
        original_uri_base_ids={
            _ROOT: sarif_om.ArtifactLocation(description=sarif_om.Message(text="The root of the analysed repository."))
        },
        column_kind="utf16CodeUnits",
        newline_sequences=None,
        results=[_result(alert, indexes, hashes) for alert in alerts[:RESULT_LIMIT]],
        automation_details=sarif_om.RunAutomationDetails(id=f"{options.category}/") if options.category else None,
    )
    log = sarif_om.SarifLog(schema_uri=_SCHEMA, version="2.1.0", runs=[run])
    return written(plain(log))


def _alerts(sites: Iterable[ReportedSite]) -> tuple[_Alert, ...]:
    merged: dict[tuple[str, str, int], list[tuple[ReportedSite, RuleInfo]]] = {}
    for site, rule in sorted(worst_first(sites), key=lambda found: found[0].suppressed is not None):
        merged.setdefault((rule.id, site.primary.path, site.primary.line), []).append((site, rule))
    return tuple(_Alert(tuple(site for site, _ in group), group[0][1]) for group in merged.values())


def _driver(report: Report) -> sarif_om.ToolComponent:
    return sarif_om.ToolComponent(
        name="portbind-lint",
        full_name=f"portbind-lint {report.version}",
        version=report.version,
        semantic_version=semantic_version(report.version),
        short_description=_multiformat("Finds network listeners that expose more than their documentation justifies."),
        rules=[_descriptor(rule) for rule in report.rules],
        contents=None,
    )


def semantic_version(version: str) -> str:
    """A PEP 440 version in the spelling of semver.org: `1.0rc1` is `1.0.0-rc.1`; `0.0.0` where it is neither."""
    found = _PEP_440.fullmatch(version)
    if not found:
        return "0.0.0"
    major, minor, patch, pre, pre_number, post, dev = found.groups()
    labels = [f"{_PRE_RELEASES[pre]}.{pre_number}"] if pre else []
    labels += [f"dev.{dev}"] if dev else []
    core = f"{int(major)}.{int(minor or 0)}.{int(patch or 0)}"
    return core + (f"-{'.'.join(labels)}" if labels else "") + (f"+post.{post}" if post else "")


def _descriptor(rule: RuleInfo) -> sarif_om.ReportingDescriptor:
    return sarif_om.ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.id.split("-")),
        short_description=_multiformat(f"{rule.title}."),
        full_description=_multiformat(rule.what[:_DESCRIPTION_LIMIT]),
        help=sarif_om.MultiformatMessageString(text=plain_page(rule), markdown=rule_page(rule)),
        help_uri=rule.references[0] if rule.references else None,
        default_configuration=sarif_om.ReportingConfiguration(level=level(rule.verdict)),
        properties=_rule_properties(rule),
    )


def _rule_properties(rule: RuleInfo) -> dict[str, str | list[str]]:
    """GitHub reads a security severity as a string, and only of rules that are tagged `security`."""
    if not rule.severity:
        return {"tags": ["network"], "precision": "low", "problem.severity": "recommendation"}
    weaknesses = [re.search(r"cwe\.mitre\.org/data/definitions/(\d+)", link) for link in rule.references]
    tags = ["security", "network", *(f"external/cwe/cwe-{found[1]}" for found in weaknesses if found)]
    return {"tags": tags, "precision": "high", "security-severity": f"{rule.severity:.1f}"}


def _result(alert: _Alert, indexes: dict[str, int], hashes: dict[tuple[str, int], str]) -> sarif_om.Result:
    site = alert.sites[0]
    links = tuple(_links(alert))
    fingerprints = {"portbindLint/v1": site.fingerprint}
    line_hash = hashes.get((alert.primary.path, alert.primary.line))
    if line_hash:
        fingerprints["primaryLocationLineHash"] = line_hash
    return sarif_om.Result(
        rule_id=alert.rule.id,
        rule_index=indexes.get(alert.rule.id, -1),
        level=level(alert.rule.verdict),
        message=sarif_om.Message(text=_message(site, links, len(alert.calls) - _LINKED_CALLS)),
        locations=[_location(alert.primary)],
        related_locations=[_location(link.location, link.label, number) for number, link in enumerate(links, 1)]
        or None,
        code_flows=_code_flows(site),
        partial_fingerprints=fingerprints,
        fixes=[_fix(site.mending)] if isinstance(site.mending, Fix) else None,
        suppressions=_suppressions(alert),
        properties=_properties(site),
    )


def _fix(fix: Fix) -> sarif_om.Fix:
    """The edits, file by file; editors that read SARIF offer to make them."""
    files: dict[str, list[sarif_om.Replacement]] = {}
    for edit in fix.edits:
        place = edit.location
        region = sarif_om.Region(
            start_line=place.line, start_column=place.column, end_line=place.line, end_column=place.end_column
        )
        content = sarif_om.ArtifactContent(text=edit.text)
        files.setdefault(place.path, []).append(sarif_om.Replacement(deleted_region=region, inserted_content=content))
    changes = [
        sarif_om.ArtifactChange(artifact_location=_artifact(path), replacements=edits) for path, edits in files.items()
    ]
    return sarif_om.Fix(
        description=sarif_om.Message(text=_escaped(f"{fix.change} {fix.effect}")), artifact_changes=changes
    )


def _properties(site: ReportedSite) -> dict[str, str | list[str]] | None:
    """What the listener is in the design of the whole, for those who filter results."""
    if site.architecture.kind is None:
        return None
    protocol = {"protocol": "mcp"} if site.architecture.mcp else {}
    return {"architecture": site.architecture.kind.value, **protocol}


def _suppressions(alert: _Alert) -> list[sarif_om.Suppression] | None:
    """Why nobody need act on the alert, where that holds for all of its findings."""
    reasons = [site.suppressed for site in alert.sites if site.suppressed]
    if len(reasons) < len(alert.sites) or any(reason.by is SilencedBy.UNCHANGED for reason in reasons):
        return None
    return [
        sarif_om.Suppression(
            kind="inSource" if reason.by is SilencedBy.COMMENT else "external", justification=neutral(reason.reason)
        )
        for reason in reasons
    ]


def _links(alert: _Alert) -> Iterator[_Link]:
    """The places that the message points at; each call of several that share one value is named by its place."""
    for call in alert.calls[:_LINKED_CALLS]:
        yield _Link("the listening call" if len(alert.calls) == 1 else f"{call.path}:{call.line}", call)
    site = alert.sites[0]
    for evidence in site.documentation.evidence[:1]:
        yield _Link("the documentation", evidence.location)
    for control in site.controls[:1]:
        yield _Link(f"the {control.kind.value} control", control.location)


def _message(site: ReportedSite, links: tuple[_Link, ...], cut: int) -> str:
    """The message with its links; `cut` calls have none, where that is more than 0."""
    text = _escaped(explained(site))
    if links:
        text += " See " + ", ".join(f"[{_escaped(link.label)}]({number})" for number, link in enumerate(links, 1)) + "."
    return f"{text} {plural(cut, 'call')} more, not listed." if cut > 0 else text


def _escaped(text: str) -> str:
    """Text of the repository that cannot make a link (SARIF 2.1.0, section 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", neutral(text))


def _code_flows(site: ReportedSite) -> list[sarif_om.CodeFlow] | None:
    """From where the value is written to the call, for values that come from somewhere else."""
    if len(site.address.trail) <= 1:
        return None
    written, *passed = reversed(site.address.trail)
    steps = [(written, "The address is written here."), *((step, "It passes through here.") for step in passed)]
    steps.append((site.location, "The listener gets it here."))
    flow = [sarif_om.ThreadFlowLocation(location=_location(step, label)) for step, label in steps]
    return [sarif_om.CodeFlow(thread_flows=[sarif_om.ThreadFlow(locations=flow)])]


def _location(location: Location, label: str = "", number: int = -1) -> sarif_om.Location:
    return sarif_om.Location(
        id=number,
        message=sarif_om.Message(text=neutral(label)) if label else None,
        physical_location=sarif_om.PhysicalLocation(
            artifact_location=_artifact(location.path),
            region=_region(location),
        ),
    )


def _artifact(path: str) -> sarif_om.ArtifactLocation:
    return sarif_om.ArtifactLocation(uri=encoded(path), uri_base_id=_ROOT)


def _region(location: Location) -> sarif_om.Region:
    line, start = max(location.line, 1), max(location.column, 1)
    marked = location.end_line == line and location.end_column > start
    end = location.end_column if marked else max(utf16_length(location.text) + 1, start)
    return sarif_om.Region(start_line=line, start_column=start, end_line=line, end_column=end)


def _invocation(report: Report, dropped: int) -> sarif_om.Invocation:
    """A file that cannot be read does not make the run a failure: GitHub would then refuse the whole upload."""
    execution = [_unread(part) for part in report.not_analysed]
    if dropped > 0:
        text = f"{dropped} results of lower severity are left out: code scanning keeps {RESULT_LIMIT} a run."
        execution.append(sarif_om.Notification(level="warning", message=sarif_om.Message(text=text)))
    configuration = [_steering(notice) for notice in report.notices]
    besides = not_shown(report)
    if besides:
        text = f"Not shown in reports for people: {besides}."
        configuration.append(sarif_om.Notification(level="note", message=sarif_om.Message(text=text)))
    return sarif_om.Invocation(
        execution_successful=True,
        tool_execution_notifications=execution or None,
        tool_configuration_notifications=configuration or None,
    )


def _unread(part: NotAnalysed) -> sarif_om.Notification:
    text = f"Not analysed: {not_analysed_place(part)}: {part.reason}"
    location = _location(Location(part.path, max(part.line, 1)))
    return sarif_om.Notification(level="warning", message=sarif_om.Message(text=_escaped(text)), locations=[location])


def _steering(notice: Notice) -> sarif_om.Notification:
    message = sarif_om.Message(text=_escaped(notice.message))
    return sarif_om.Notification(level="warning", message=message, locations=[_location(notice.location)])


def _multiformat(text: str) -> sarif_om.MultiformatMessageString:
    return sarif_om.MultiformatMessageString(text=text)
