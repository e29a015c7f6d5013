"""What to do about one site, in words that fit its call: which argument, which variable, which document."""

from __future__ import annotations

import posixpath

from portbind_lint.judge.message import auth_control, flat, library, name, place, settings, shown
from portbind_lint.model.evidence import DocumentationStatus, Evidence
from portbind_lint.model.library import ConfigFile, HostPosition
from portbind_lint.model.site import AddressClass, Site, ToolSite
from portbind_lint.model.syntax import Object
from portbind_lint.model.verdict import ReviewedSite

_FORMS = {"host": "'127.0.0.1'", "host:port": "'127.0.0.1:PORT'", "url": "'http://127.0.0.1:PORT'"}


def bind_loopback(site: ReviewedSite) -> str:
    """How to make loopback the address when nobody sets anything, and who may change it; no full stop."""
    if isinstance(site.site, ToolSite):
        return _change(site)
    if site.address.settings:
        chosen = f", and let deployments that need the network set {settings(site)}"
        return _change(site) + (chosen if site.address.cls is AddressClass.WILDCARD else "")
    return f"{_change(site)}, and take the host from a setting if deployments need another address"


def bind_or_document(site: ReviewedSite) -> str:
    """Bind loopback, or say in the documentation that the network is meant."""
    return (
        f"{_capital(bind_loopback(site))}; or, if other machines are meant to reach it, {_say_so(site)}: which "
        "transport, who connects, and how to deploy it safely."
    )


def bind_in_deployment(site: ReviewedSite) -> str:
    """Bind loopback by default and the network where a deployment file asks for it, and document that."""
    file = flat(site.review.documentation.evidence[0].location.path)
    variables = [setting.removeprefix("env ") for setting in site.address.settings if setting.startswith("env ")]
    if isinstance(site.site, ToolSite):
        elsewhere = f"give the network's address only where {file} deploys it"
    elif variables:
        elsewhere = f"set {flat(variables[0])}=0.0.0.0 only where {file} deploys it"
    else:
        elsewhere = f"read another from an environment variable, such as HOST, that is set only where {file} deploys it"
    return (
        f"{_capital(_change(site))}, and {elsewhere}; then {_say_so(site)}: which transport, who connects, and how to "
        "deploy it safely."
    )


def require_auth(site: ReviewedSite) -> str:
    """Ask every caller for credentials, or stay local."""
    mcp, check = site.review.architecture.mcp, auth_control(site)
    if check:
        refuse = f"Refuse to start while the check at {place(check[0])} has no credentials to compare with"
    elif mcp:
        refuse = f"Refuse requests without valid credentials before they reach the MCP transport of {_file(mcp[0])}"
    else:
        refuse = "Refuse requests without valid credentials"
    return f"{refuse}, unless somebody switches that off on purpose; or {bind_loopback(site)}."


def guide(site: ReviewedSite) -> str:
    """Tell deployers how to expose it safely."""
    said = site.review.documentation.evidence
    where = f"next to {place(said[0].location)}" if said else f"in {_readme(site)}"
    by = f" by {settings(site)}" if site.address.settings else ""
    return (
        f"Tell deployers {where} how to expose it safely: TLS or a reverse proxy in front, which port to firewall, "
        f"how to set the credentials, and how to bind 127.0.0.1{by} where that is enough."
    )


def _say_so(site: ReviewedSite) -> str:
    """Where the documentation has to change: the line that says otherwise, else the nearest README."""
    review = site.review.documentation
    if review.status is DocumentationStatus.CONTRADICTS and review.evidence:
        return f"correct {place(review.evidence[0].location)} and say there"
    return f"say so in {_readme(site)}"


def _readme(site: ReviewedSite) -> str:
    """The README that speaks for the listener first."""
    readmes = (path for path in site.review.documents if posixpath.basename(path).lower().startswith("readme"))
    return flat(next(readmes, "a README"))


def _file(evidence: Evidence) -> str:
    return flat(evidence.location.path)


def _change(site: ReviewedSite) -> str:
    """The one change that makes loopback the default."""
    if isinstance(site.site, ToolSite):
        return _for_tool(site.site)
    trail = site.address.trail
    if site.address.cls is AddressClass.WILDCARD:
        return f"write 127.0.0.1 in place of {shown(site)} at {place(trail[-1] if trail else site.site.location)}"
    if site.address.settings and trail:
        return f"let {settings(site)} default to 127.0.0.1 at {place(trail[-1])}"
    return _pass_host(site, site.site)


def _for_tool(site: ToolSite) -> str:
    """Where a command or a file takes its host."""
    where = place(site.location)
    if isinstance(site.tool, ConfigFile):
        return f"write 127.0.0.1 for {site.tool.host} at {where}"
    for word in site.tool.hosts:
        value = {"url": "http://127.0.0.1:PORT", "host:port": "127.0.0.1:PORT"}.get(word.form, "127.0.0.1")
        if word.env:
            return f"set {word.env}={value} for {flat(site.call)} at {where}"
        flag = f"{word.flags[0]}{'=' if word.attached else ' '}{value}"
        if site.given:
            return f"change {flat(site.call)} at {where} to {flag}"
        return f"add {flag} to {flat(site.call)} at {where}"
    return f"make {flat(site.library.name)} at {where} reachable from this machine only, by a firewall or a container"


def _pass_host(site: ReviewedSite, listening: Site) -> str:
    """Where this call takes its host."""
    if listening.config is not None:
        key = ".".join(part for part in (listening.config.key, listening.config.host) if part)
        return f"set {key} to '127.0.0.1' in {flat(listening.location.path)}"
    position = _position(listening)
    if position is None:
        return f"make {library(site)} listen on 127.0.0.1"
    value = _FORMS.get(position.form, _FORMS["host"])
    target = _constructor(listening) if position.construct else f"{name(site)} at {place(listening.location)}"
    if position.key:
        return f"pass {position.key}: {value} to {target}"
    return f"pass {value} as argument {position.argument + 1} of {target}"


def _constructor(listening: Site) -> str:
    """The call that made the server, which takes the host in place of the one that listens."""
    calls = listening.server.calls if listening.server else ()
    return f"the constructor at {place(calls[0][0].location(calls[0][1]))}" if calls else "the constructor"


def _position(site: Site) -> HostPosition | None:
    """The host's place that suits how the call is written: a key where it passes an object, else an argument."""
    call = site.listening_call
    hosts = site.listener.hosts if site.listener else ()
    if call is not None:
        for position in hosts:
            if position.key and not position.construct and _is_object(call.arguments, position.argument):
                return position
    return next((position for position in hosts if not position.key), hosts[0] if hosts else None)


def _is_object(arguments: tuple[object, ...], index: int) -> bool:
    return index < len(arguments) and isinstance(arguments[index], Object)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
