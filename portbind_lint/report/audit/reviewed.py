"""Steps 2 to 4 of the audit trail: what was read, what it says, and what guards the listener."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from portbind_lint.model.evidence import MCP_TRANSPORT, AuthMode, Control, ControlKind, DocumentationStatus  # fmt: skip
from portbind_lint.model.report import ReportedSite
from portbind_lint.report.audit.lines import Fact, Line
from portbind_lint.report.parts.words import ARCHITECTURES, CONTROL_MODES

_JUSTIFIED = {
    DocumentationStatus.JUSTIFIED: "Yes",
    DocumentationStatus.DEPLOY_CONFIG: "Only by a deployment file; no document gives the reason",
    DocumentationStatus.CONTRADICTS: "No: the documents show a local server",
    DocumentationStatus.SILENT: "No: nothing speaks of reaching it over a network",
}
_NAMED = 5
_SHORT_MODES = {AuthMode.REQUIRED: "", AuthMode.OPTIONAL: " (optional)", AuthMode.NONE: " (on some routes only)"}
GUARDS = {
    ControlKind.AUTH: "authentication",
    ControlKind.AUTHZ: "authorization",
    ControlKind.SESSION: "sessions",
    ControlKind.RATELIMIT: "rate limit",
    ControlKind.IPALLOW: "address allow list",
    ControlKind.CORS: "CORS policy",
    ControlKind.HOST_CHECK: "Host or Origin check",
    ControlKind.TLS: "TLS",
    ControlKind.HEADERS: "security headers",
    ControlKind.MTLS: "client certificates",
    ControlKind.ERROR_HANDLING: "error handling",
}


def checklist(site: ReportedSite) -> Iterator[Fact]:
    """What was read for this listener, in the words of the method's template."""
    readmes = [path for path in site.documents if posixpath.basename(path).lower().startswith("readme")]
    others = [path for path in site.documents if path not in readmes]
    deployed = site.documentation.status is DocumentationStatus.DEPLOY_CONFIG
    files = list(dict.fromkeys(piece.location.path for piece in site.documentation.evidence)) if deployed else []
    yield Fact(
        "Read",
        (
            _read("README reviewed for transport and network sections", readmes, "there is none"),
            _read("Other documentation checked", others, "there is none"),
            _read("Deployment files analysed", files, "none decides" if not deployed else ""),
        ),
    )


def key_findings(site: ReportedSite) -> Iterator[Fact]:
    """Justification, architecture, controls, guidance, and what MCP asks."""
    documentation = site.documentation
    yield Fact(
        "Documented justification",
        (Line(_JUSTIFIED[documentation.status]), *(Line("", piece.location) for piece in documentation.evidence)),
    )
    kind = site.architecture.kind
    if kind is not None:
        flag = "Red flag: " if kind.red_flag else ""
        shown = () if kind.red_flag else site.architecture.evidence
        text = flag + ARCHITECTURES[kind]
        yield Fact("Architecture context", (Line(text), *(Line("", piece.location) for piece in shown)))
    yield from other_findings(site)
    guidance = site.guidance
    text = "Yes" if guidance.present else "No: deployers are not told how to expose it safely"
    yield Fact("Deployment guidance", (Line(text), *(Line("", piece.location) for piece in guidance.evidence)))


def other_findings(site: ReportedSite) -> Iterator[Fact]:
    """Controls and the demands of MCP, which matter to local servers too."""
    controls = tuple(Line(_control(control), control.location) for control in site.controls)
    yield Fact("Security controls", controls or (Line("None found"),))
    if site.architecture.mcp:
        yield Fact("MCP over HTTP", tuple(_mcp(site)))


def guard_text(site: ReportedSite) -> str:
    """What guards the listener, short enough for a table."""
    kinds = dict.fromkeys(control.kind for control in site.controls)
    names = [GUARDS[kind] + (_SHORT_MODES[site.auth] if kind is ControlKind.AUTH else "") for kind in kinds]
    return ", ".join(names) if names else "nothing"


def _control(control: Control) -> str:
    return GUARDS[control.kind] + CONTROL_MODES[control.mode]


def _read(text: str, paths: list[str], otherwise: str) -> Line:
    if not paths:
        return Line(f"{text}: {otherwise}", ticked=True)
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return Line(f"{text}: {', '.join(paths[:_NAMED])}{more}", ticked=True)


def _mcp(site: ReportedSite) -> Iterator[Line]:
    """The demands of the specification's security warning, each met or not."""
    yield Line("The specification asks of this transport:", site.architecture.mcp[0].location, url=MCP_TRANSPORT)
    origin = next((control.location for control in site.controls if control.kind is ControlKind.HOST_CHECK), None)
    yield Line("Validate the Origin header of every request", origin, ticked=origin is not None)
    local = not site.address.cls.exposed
    yield Line("Bind localhost, not all interfaces, when it runs locally", ticked=local)
    login = next((control.location for control in site.controls if control.kind is ControlKind.AUTH), None)
    required = site.auth is AuthMode.REQUIRED
    when = "" if login is None else CONTROL_MODES[site.auth].removeprefix(", ")
    yield Line(f"Authenticate every connection{f' ({when})' if when else ''}", login, ticked=required)
