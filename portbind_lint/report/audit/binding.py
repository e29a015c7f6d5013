"""Step 1 of the audit trail: where the listener is, what it binds, and how the address gets there."""

from __future__ import annotations

from collections.abc import Iterator

from portbind_lint.model.report import ReportedSite
from portbind_lint.model.site import AddressClass
from portbind_lint.report.audit.lines import Fact, Line

_PATTERNS = {
    AddressClass.WILDCARD: "all interfaces, as written",
    AddressClass.WILDCARD_DEFAULT: "all interfaces, what {library} does without a host",
    AddressClass.LOOPBACK: "this machine only, as written",
    AddressClass.LOOPBACK_DEFAULT: "this machine only, what {library} does without a host",
    AddressClass.SPECIFIC: "one address that somebody chose",
    AddressClass.PIPE: "a local socket or an inherited handle, not a network",
    AddressClass.UNKNOWN: "not known from the code",
}


def address_text(site: ReportedSite) -> str:
    """What is bound, short enough for a table."""
    match site.address.cls:
        case AddressClass.PIPE:
            return "local socket"
        case AddressClass.UNKNOWN:
            return "unknown"
        case _:
            return site.address.value or "(empty)"


def binding(site: ReportedSite) -> Iterator[Fact]:
    """The location, the pattern, the trail and what changes it."""
    yield Fact("Code location", (Line(f"{site.call.removeprefix('…')}, {site.library}", site.location, bare=True),))
    yield Fact("Binding pattern", tuple(_pattern(site)))
    if site.address.trail:
        label = "No host at" if site.address.cls is AddressClass.WILDCARD_DEFAULT else "Address from"
        yield Fact(label, tuple(Line("", step) for step in reversed(site.address.trail)))
    if site.address.settings:
        yield Fact("Changed by", (Line(", ".join(site.address.settings)),))
    yield Fact("Context", (Line(f"{site.context.value} code"),))


def _pattern(site: ReportedSite) -> Iterator[Line]:
    default = site.address.cls in (AddressClass.WILDCARD_DEFAULT, AddressClass.LOOPBACK_DEFAULT)
    # The name is put in by hand: it may hold braces.
    said = _PATTERNS[site.address.cls].replace("{library}", site.library)
    reason = f": {site.address.reason}" if site.address.reason else ""
    named = site.address.cls not in (AddressClass.PIPE, AddressClass.UNKNOWN)
    value = site.address.value or "(empty)" if named else ""
    yield Line(said + reason, url=site.library_url if default else "", value=value)
    for alternative in site.address.alternatives:
        yield Line(f"or {alternative}")
