"""The report for programs: the schema `portbind-lint/1`, every site, harmless ones too."""

from __future__ import annotations

from typing import Union

from portbind_lint.model.evidence import Architecture, Control, Evidence
from portbind_lint.model.fix import Edit, Fix, Mending, NotFixed
from portbind_lint.model.report import Gone, Notice, Report, ReportedSite, Suppression
from portbind_lint.model.site import Address
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.report.parts.data import written
from portbind_lint.report.parts.text import excerpt, source_line
from portbind_lint.report.parts.words import counts
from portbind_lint.report.registry import RenderOptions

Json = Union[str, int, bool, None, list["Json"], dict[str, "Json"]]


def render(report: Report, options: RenderOptions) -> str:
    """The whole report as one object."""
    del options
    summary: dict[str, Json] = {"sites": len(report.sites), **counts(report)}
    summary["not_analysed"] = len(report.not_analysed)
    document: dict[str, Json] = {
        "schema": "portbind-lint/1",
        "tool": {"name": "portbind-lint", "version": report.version},
        "summary": summary,
        "sites": [_site(site) for site in report.sites],
        "not_analysed": [_not_analysed(part) for part in report.not_analysed],
        "notices": [_notice(notice) for notice in report.notices],
        "left_out": dict[str, Json](report.left_out),
    }
    return written(document)


def _site(site: ReportedSite) -> Json:
    return {
        "path": site.location.path,
        "line": site.location.line,
        "column": site.location.column,
        "library": site.library,
        "call": site.call,
        "context": site.context.value,
        "address": _address(site.address),
        "documentation": {
            "status": site.documentation.status.value,
            "evidence": [_evidence(piece) for piece in site.documentation.evidence],
        },
        "architecture": _architecture(site.architecture),
        "auth": site.auth.value,
        "controls": [_control(control) for control in site.controls],
        "guidance": {
            "present": site.guidance.present,
            "evidence": [_evidence(piece) for piece in site.guidance.evidence],
        },
        "verdict": site.verdict.value,
        "rule": site.rule.id if site.rule else None,
        "message": site.message,
        "fingerprint": site.fingerprint,
        "suppressed": _suppression(site.suppressed) if site.suppressed else None,
        "fix": _mending(site.mending),
        "gone": [_gone(piece) for piece in site.gone],
    }


def _mending(mending: Mending | None) -> Json:
    match mending:
        case Fix(edits=edits, change=change, effect=effect):
            return {"change": change, "effect": effect, "edits": [_edit(edit) for edit in edits]}
        case NotFixed(reason=reason):
            return {"edits": [], "reason": reason}
        case None:
            return None


def _edit(edit: Edit) -> Json:
    place = edit.location
    columns: dict[str, Json] = {"line": place.line, "column": place.column, "end_column": place.end_column}
    return {"path": place.path, **columns, "replacement": edit.text}


def _address(address: Address) -> Json:
    return {
        "class": address.cls.value,
        "value": address.value,
        "configurable": address.configurable,
        "trail": [_step(step) for step in address.trail],
        "settings": list(address.settings),
        "alternatives": list(address.alternatives),
        "reason": address.reason,
    }


def _architecture(architecture: Architecture) -> Json:
    return {
        "kind": architecture.kind.value if architecture.kind else None,
        "red_flag": architecture.kind is not None and architecture.kind.red_flag,
        "evidence": [_evidence(piece) for piece in architecture.evidence],
        "mcp": [_evidence(piece) for piece in architecture.mcp],
    }


def _step(location: Location) -> Json:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "text": excerpt(location),
    }


def _line(location: Location) -> dict[str, Json]:
    return {"path": location.path, "line": location.line, "text": source_line(location)}


def _evidence(evidence: Evidence) -> Json:
    return {**_line(evidence.location), "claim": evidence.claim}


def _control(control: Control) -> Json:
    return {"kind": control.kind.value, **_line(control.location), "mode": control.mode.value}


def _suppression(suppression: Suppression) -> Json:
    place, by = suppression.location, suppression.by.value
    return {"path": place.path, "line": place.line, "reason": suppression.reason, "by": by}


def _gone(piece: Gone) -> Json:
    return {**_line(piece.location), "gave": piece.what, "removed": piece.removed}


def _not_analysed(part: NotAnalysed) -> Json:
    entry: dict[str, Json] = {"path": part.path, "reason": part.reason}
    if part.line:
        entry["line"] = part.line
    return entry


def _notice(notice: Notice) -> Json:
    return {"path": notice.location.path, "line": notice.location.line, "message": notice.message}
