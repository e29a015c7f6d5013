"""What to do about one site, in words that fit its call: which argument, which variable, which document."""

from __future__ import annotations

from portbind_lint.judge.message import flat, library, name, place, settings, shown
from portbind_lint.model.library import ConfigFile, HostPosition
from portbind_lint.model.site import AddressClass, Site, ToolSite
from portbind_lint.model.syntax import Object
from portbind_lint.model.verdict import ReviewedSite

_FORMS = {"host": "'127.0.0.1'", "host:port": "'127.0.0.1:PORT'", "url": "'http://127.0.0.1:PORT'"}


def bind_loopback(site: ReviewedSite) -> str:
    """How to make loopback the address when nobody sets anything; no full stop."""
    if isinstance(site.site, ToolSite):
        return _for_tool(site.site)
    if site.address.cls is AddressClass.WILDCARD:
        return _replace(site)
    if site.address.settings and site.address.trail:
        return f"let {settings(site)} default to 127.0.0.1 at {place(site.address.trail[-1])}"
    return f"{_pass_host(site, site.site)}, and take it from a setting if deployments need another address"


def bind_or_document(site: ReviewedSite) -> str:
    """Bind loopback, or say in the documentation that the network is meant."""
    return (
        f"{_capital(bind_loopback(site))}; or, if other machines are meant to reach it, say so in the README: which "
        "transport, who connects, and how to deploy it safely."
    )


def require_auth(site: ReviewedSite) -> str:
    """Ask every caller for credentials, or stay local."""
    return (
        "Refuse requests without valid credentials unless somebody switches that off on purpose; or "
        f"{bind_loopback(site)}."
    )


def guide(site: ReviewedSite) -> str:
    """Tell deployers how to expose it safely."""
    return (
        f"Tell deployers next to the instructions for {name(site)} how to expose it safely: TLS or a reverse proxy in "
        "front, which port to firewall, how to set the credentials, and how to bind 127.0.0.1 where that is enough."
    )


def _replace(site: ReviewedSite) -> str:
    where = place(site.address.trail[-1] if site.address.trail else site.site.location)
    change = f"write 127.0.0.1 in place of {shown(site)} at {where}"
    if site.address.settings:
        return f"{change}, and let deployments that need the network set {settings(site)}"
    return f"{change}, and take the host from a setting if deployments need another address"


def _for_tool(site: ToolSite) -> str:
    """Where a command or a file takes its host."""
    where = place(site.location)
    if isinstance(site.tool, ConfigFile):
        return f"write 127.0.0.1 for {site.tool.host} at {where}"
    for word in site.tool.hosts:
        value = {"url": "http://127.0.0.1:PORT", "host:port": "127.0.0.1:PORT"}.get(word.form, "127.0.0.1")
        if word.env:
            return f"set {word.env}={value} for the command at {where}"
        return f"write {word.flags[0]}{'=' if word.attached else ' '}{value} at {where}"
    return f"make {flat(site.library.name)} at {where} reachable from this machine only, by a firewall or a container"


def _pass_host(site: ReviewedSite, listening: Site) -> str:
    """Where this call takes its host."""
    if listening.config is not None:
        return f"set {listening.config.key}.{listening.config.host} to '127.0.0.1'"
    position = _position(listening)
    if position is None:
        return f"make {library(site)} listen on 127.0.0.1"
    value = _FORMS.get(position.form, _FORMS["host"])
    target = "the constructor" if position.construct else name(site)
    if position.key:
        return f"pass {position.key}: {value} to {target}"
    return f"pass {value} as argument {position.argument + 1} of {target}"


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
