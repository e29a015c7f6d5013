"""A call or a configuration object without a host: loopback at the place where its library takes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.keyed import key_edits
from portbind_lint.fix.objects import entry_of, with_key
from portbind_lint.fix.place import Place
from portbind_lint.fix.positional import argument_edits
from portbind_lint.fix.spelling import IPV4
from portbind_lint.fix.text import Text
from portbind_lint.model.facts import Module
from portbind_lint.model.library import HostPosition
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Assignment, Call, Object, Property, Spread
from portbind_lint.model.value import Instance, ObjectCase, Record

Texts = Callable[[str], Text]


def added(site: Site, evaluator: Evaluator, texts: Texts) -> Iterator[Candidate]:
    """The ways to give `site` a host, the likeliest first; raises `UncertainError` where there is none."""
    if site.config is not None:
        yield _configured(site, texts(site.module.path))
        return
    if site.server is None:
        raise UncertainError("the library is not known, and so it is not known where it takes a host")
    if site.listener is not None and site.listener.protocol == "udp":
        raise UncertainError("a UDP socket on loopback could not send to other machines, nor hear multicast")
    attempts = [_attempt(site, place) for place in _places(site, evaluator, texts)]
    found = [attempt for attempt in attempts if isinstance(attempt, Candidate)]
    if not found:
        reasons = [attempt for attempt in attempts if isinstance(attempt, UncertainError)]
        raise reasons[0] if reasons else UncertainError(f"{site.library.name} takes no host here")
    yield from found


def _configured(site: Site, text: Text) -> Candidate:
    config, node = site.config, site.node
    value = node.value if isinstance(node, (Property, Assignment)) else None
    if config is None or not isinstance(value, Object):
        raise UncertainError("the configuration holds no object to write the host in")
    if entry_of(value, config.host):
        raise UncertainError(f"{config.key}.{config.host} is there, and nothing gives it a value")
    edits = with_key(text, value, config.host, f"{text.quote}{IPV4}{text.quote}")
    return Candidate(edits, f"set {config.key}.{config.host} to {IPV4} at {site.location.path}:{site.location.line}")


def _places(site: Site, evaluator: Evaluator, texts: Texts) -> list[Place]:
    """The places that take a plain host; first those in an object that is there."""
    positions = [position for position in (site.listener.hosts if site.listener else ()) if position.form == "host"]
    taking = {(position.construct, position.argument, bool(position.key)) for position in positions}
    found = []
    for position in positions:
        owner = _owner(site, position)
        if owner is None:
            continue
        module, call = owner
        text = texts(module.path)
        host = f"{text.quote}{IPV4}{text.quote}"
        only = all(place == (position.construct, position.argument, True) for place in taking)
        found.append(Place(module, call, position, evaluator, text, host, only))
    return sorted(found, key=lambda place: not _is_in_object(place))


def _owner(site: Site, position: HostPosition) -> tuple[Module, Call] | None:
    """The call whose argument is meant: the listening one, or the one that made the server."""
    if position.construct:
        return site.server.calls[-1] if site.server and site.server.calls else None
    return (site.module, site.node) if isinstance(site.node, Call) else None


def _is_in_object(place: Place) -> bool:
    given = place.call.arguments[place.position.argument : place.position.argument + 1]
    if not place.position.key or not given:
        return False
    return any(isinstance(case.thing, (ObjectCase, Record, Instance)) for case in place.value(given[0]).cases)


def _attempt(site: Site, place: Place) -> Candidate | UncertainError:
    try:
        return _candidate(site, place)
    except UncertainError as reason:
        return reason


def _candidate(site: Site, place: Place) -> Candidate:
    if any(isinstance(argument, Spread) for argument in place.call.arguments):
        raise UncertainError("its arguments are spread, so that their positions are not known")
    position = place.position
    edits = key_edits(place) if position.key else argument_edits(place)
    what = f"{position.key}: {IPV4}" if position.key else f"{IPV4} as argument {position.argument + 1}"
    name = "the call that makes the server" if position.construct else site.call
    return Candidate(edits, f"pass {what} to {name} at {edits[0].location.path}:{edits[0].location.line}")
