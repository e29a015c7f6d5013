"""What is said of one site: a first sentence that stands alone, then the evidence, what to do and why it matters.

Messages are one line of plain text. They quote the analysed repository, so a reporter must escape them for its medium.
"""

from __future__ import annotations

from collections.abc import Sequence

from portbind_lint.model.evidence import (
    MCP_TRANSPORT,
    AuthMode,
    Control,
    ControlKind,
    DocumentationStatus,
    Evidence,
)  # fmt: skip
from portbind_lint.model.site import AddressClass, Context
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import ReviewedSite

_QUOTE_LENGTH = 120
_NAME_LENGTH = 80
_LISTED = 4
_MODES = {AuthMode.REQUIRED: "{}", AuthMode.OPTIONAL: "optional {}", AuthMode.NONE: "{} on some routes only"}
# Libraries whose listeners speak WebSocket and nothing else.
_WEB_SOCKETS = frozenset({"ws", "engine.io", "socket.io", "primus", "y-websocket", "@hocuspocus/server"})
# What the catalogue knows of servers that nothing identifies.
_ANYTHING = ("*",)
_SETTING_KINDS = {
    "env": "the environment variable {}",
    "flag": "the flag {}",
    "config": "the configuration key {}",
    "option": "the option {}",
    "file": "the settings file ({})",
    "argument": "the argument {}",
}


def compose(site: ReviewedSite, headline: str, remedy: str, why: str) -> str:
    """The whole message; `why` is what `consequence` says."""
    parts = (
        headline,
        how(site),
        documentation(site),
        controls(site),
        specification(site),
        remedy,
        why,
    )
    return " ".join(part for part in parts if part)


def accepted(site: ReviewedSite) -> str:
    """The message for an exposure that is a sound decision."""
    headline = (
        f"{binds(site)}, which is documented{cited(site.review.documentation.evidence)}, guarded by authentication"
        f"{_at(auth_control(site))} and explained to deployers{cited(site.review.guidance.evidence)}."
    )
    return " ".join(part for part in (headline, how(site), controls(site), specification(site)) if part)


def harmless(site: ReviewedSite) -> str:
    """The message for a listener that nobody needs to look at, with the reason."""
    return " ".join(part for part in (_harmless(site), specification(site)) if part)


def _harmless(site: ReviewedSite) -> str:
    match site.context, site.address.cls:
        case Context.TEST, _:
            return f"{name(site)} is test code, which no user runs."
        case Context.PROBE, _:
            return f"{name(site)} only looks whether a port is free and closes at once."
        case _, AddressClass.LOOPBACK:
            return f"{name(site)} binds {shown(site)}, which only this machine can reach."
        case _, AddressClass.LOOPBACK_DEFAULT:
            return f"{name(site)} gets no host, and {library(site)} then binds {shown(site)}, which is local."
        case _, AddressClass.PIPE:
            return f"{name(site)} listens on a local socket or an inherited handle, not on a network."
        case _, AddressClass.SPECIFIC:
            return f"{name(site)} binds {shown(site)}, one address that somebody chose."
        case _:
            return f"{name(site)} binds an address that the code does not tell{_reason(site)}."


def binds(site: ReviewedSite) -> str:
    """Who binds what, without a full stop: `app.listen binds all interfaces (0.0.0.0)`."""
    if site.address.cls is AddressClass.WILDCARD:
        return f"{name(site)} binds all interfaces ({shown(site)})"
    unless = f" unless {settings(site)} is set" if site.address.settings else ""
    return f"{name(site)} gets no host{unless}, so {library(site)} by itself binds all interfaces ({shown(site)})"


def how(site: ReviewedSite) -> str:
    """How the address got to the call, and where the default is documented; may be empty."""
    sentences = []
    trail = site.address.trail
    if trail and (trail[-1].path, trail[-1].line) != (site.site.location.path, site.site.location.line):
        through = _listed([place(step) for step in trail[:-1]])
        comes = "No host is given at" if site.address.cls is AddressClass.WILDCARD_DEFAULT else "The value comes from"
        sentences.append(f"{comes} {place(trail[-1])}{f' through {through}' if through else ''}.")
    if site.address.versions:
        requested, binding = site.address.versions
        sentences.append(
            f"The manifest asks for {library(site)} {flat(requested)[:_NAME_LENGTH]}, which allows versions that do so "
            f"({binding}) and versions that do not."
        )
    if site.address.cls is AddressClass.WILDCARD_DEFAULT and site.site.library.documentation:
        sentences.append(f"See {flat(site.site.library.documentation)} for that default.")
    elif site.address.settings:
        sentences.append(f"It is what runs until somebody sets {settings(site)}.")
    return " ".join(sentences)


def documentation(site: ReviewedSite) -> str:
    """What the documents say, with the line that decided."""
    review = site.review.documentation
    if review.status is DocumentationStatus.SILENT or not review.evidence:
        return "No document or deployment file of the repository speaks of reaching it over a network."
    decided = review.evidence[0].location
    return f'{place(decided)} says "{quote(decided.text)}".'


def controls(site: ReviewedSite) -> str:
    """The security controls that guard it."""
    if not site.review.controls:
        return "No security control was found on it."
    return f"Found on it: {_listed(_controls(site.review.controls))}."


def specification(site: ReviewedSite) -> str:
    """What the MCP specification demands of this server and was not found; nothing for other servers."""
    mcp = site.review.architecture.mcp
    if not mcp:
        return ""
    missing = _missing(site)
    if not missing:
        return f"It serves MCP over HTTP ({place(mcp[0].location)}), as the specification asks: {MCP_TRANSPORT}."
    return (
        f"It serves MCP over HTTP ({place(mcp[0].location)}), and the specification asks such a server to "
        f"{_listed(missing)}: {MCP_TRANSPORT}."
    )


def _missing(site: ReviewedSite) -> list[str]:
    """The three demands, those left out that the code meets already."""
    checked = any(control.kind is ControlKind.HOST_CHECK for control in site.review.controls)
    origin = [] if checked else ["validate the Origin header of every request (no check was found)"]
    local = ["bind 127.0.0.1 when it runs locally"] if site.address.cls.exposed else []
    match site.review.auth:
        case AuthMode.REQUIRED:
            login = []
        case AuthMode.OPTIONAL:
            login = ["authenticate every connection (off until somebody sets it up)"]
        case AuthMode.NONE:
            some = any(control.kind is ControlKind.AUTH for control in site.review.controls)
            login = [f"authenticate every connection ({'some routes only' if some else 'nothing found'})"]
    return [*origin, *local, *login]


def consequence(site: ReviewedSite, why: str) -> str:
    """Why it matters for this server; `why` is the rule's section, whose first sentence holds where we know no more."""
    if not site.address.cls.exposed or site.review.auth is AuthMode.REQUIRED:
        return first_sentence(why)
    if site.review.architecture.mcp:
        return "Whoever connects can call the server's tools, with the rights and the credentials of its process."
    checked = any(control.kind is ControlKind.HOST_CHECK for control in site.review.controls)
    if site.site.library.name in _WEB_SOCKETS and not checked:
        return (
            "Not only other machines can connect, but every web page that somebody on this network opens: browsers do "
            "not hold WebSockets to the same-origin policy."
        )
    return first_sentence(why)


def auth_control(site: ReviewedSite) -> tuple[Location, ...]:
    """Where authentication is checked, if anywhere."""
    return tuple(control.location for control in site.review.controls if control.kind is ControlKind.AUTH)[:1]


def cited(evidence: Sequence[Evidence]) -> str:
    """The place of the first piece of evidence in brackets, with a space before, or nothing."""
    return _at(tuple(piece.location for piece in evidence))


def settings(site: ReviewedSite) -> str:
    """What changes the address, in words: `the environment variable HOST or BIND or the flag --host`."""
    kinds: dict[str, list[str]] = {}
    for setting in site.address.settings:
        kind, _, what = flat(setting).partition(" ")
        known = kind in _SETTING_KINDS and what
        kinds.setdefault(kind if known else "", []).append(what if known else flat(setting))
    return _listed([_SETTING_KINDS.get(kind, "{}").format(_listed(names, "or")) for kind, names in kinds.items()], "or")


def name(site: ReviewedSite) -> str:
    """The call as people write it; of a chain that is too long its last link, `.listen`."""
    return flat(site.site.call).removeprefix("…")[:_NAME_LENGTH]


def library(site: ReviewedSite) -> str:
    """The library that listens; Node where nothing but the call's shape says so."""
    found = site.site.library
    return "Node's own server" if found.modules == _ANYTHING else flat(found.name)


def shown(site: ReviewedSite) -> str:
    """The address for people; the empty string and an unknown default are named."""
    return flat(site.address.value)[:_NAME_LENGTH] or "the empty host"


def place(location: Location) -> str:
    """`path:line`."""
    return f"{flat(location.path)}:{location.line}"


def quote(text: str) -> str:
    """A source line on one line and not too long."""
    line = flat(text.lstrip()[: 2 * _QUOTE_LENGTH])
    return line if len(line) <= _QUOTE_LENGTH else line[: _QUOTE_LENGTH - 3] + "..."


def first_sentence(text: str) -> str:
    """The first sentence of the first paragraph, on one line."""
    paragraph = flat(text.split("\n\n", 1)[0])
    return paragraph.split(". ", 1)[0].rstrip(".") + "."


def flat(text: str) -> str:
    """`text` with every run of white space made one space."""
    return " ".join(text.split())


def _controls(controls: Sequence[Control]) -> list[str]:
    """Each kind with all its places: `auth (src/a.ts:3)`, `optional auth (...)`, `auth on some routes only (...)`."""
    places: dict[str, list[str]] = {}
    for control in controls:
        kind = _MODES[control.mode].format(control.kind.value)
        places.setdefault(kind, []).append(place(control.location))
    return [f"{kind} ({', '.join(found)})" for kind, found in places.items()]


def _listed(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`, with the rest counted when there are many."""
    shown_items = list(items[:_LISTED])
    if len(items) > _LISTED:
        shown_items.append(f"{len(items) - _LISTED} more")
    if len(shown_items) <= 1:
        return "".join(shown_items)
    return f"{', '.join(shown_items[:-1])} {last} {shown_items[-1]}"


def _at(locations: Sequence[Location]) -> str:
    return f" ({place(locations[0])})" if locations else ""


def _reason(site: ReviewedSite) -> str:
    return f" ({flat(site.address.reason)})" if site.address.reason else ""
