"""Encryption of the listener itself: TLS, and client certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate.names.naming import names_port
from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.facts import Module, Variable
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Call, Expression, Member, Name, Object, Property
from portbind_lint.model.value import ObjectCase
from portbind_lint.review.controls.found import Found

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_ENCRYPTED = frozenset({"https", "tls", "spdy"})
_SECURE_STEPS = frozenset({".createSecureServer", ".createSsl"})
_CREDENTIALS = frozenset(
    ("key", "cert", "pfx", "https", "tls", "ssl", "http2SecureServer", "certFile", "keyFile", "sslCert", "SNICallback")
)
_OFF = frozenset(("undefined", "null", "false"))


def find_transport(site: Site, evaluator: Evaluator) -> Iterator[Found]:
    """TLS and mutual TLS of the server that listens at `site`."""
    for module, call in _constructions(site):
        given = dict(_options(module, call, evaluator))
        if _is_encrypted(site, call) or not _CREDENTIALS.isdisjoint(given):
            yield Found(ControlKind.TLS, module, call, (call,))
        if given.get("requestCert", "false") not in _OFF:
            yield Found(ControlKind.MTLS, module, call, (call,))


def _is_encrypted(site: Site, call: Call) -> bool:
    """Whether the server itself is one of an encrypting library, and `call` made it."""
    server = site.server
    if server is None or call is site.listening_call:
        return False
    return server.module in _ENCRYPTED or not _SECURE_STEPS.isdisjoint(server.path)


def _constructions(site: Site) -> tuple[tuple[Module, Call], ...]:
    """The call that made the server, and the listening call."""
    made = site.server.calls[:1] if site.server is not None else ()
    listening = ((site.module, site.listening_call),) if site.listening_call is not None else ()
    return (*made, *(each for each in listening if each not in made))


def _options(module: Module, call: Call, evaluator: Evaluator) -> Iterator[tuple[str, str]]:
    """The options that are given to a call, with the text of their values; one that is plainly off is none."""
    for argument in call.arguments[:3]:
        for owner, literal in _literals(module, argument, evaluator):
            for entry in literal.entries:
                text = owner.text(entry.value) if isinstance(entry, Property) and entry.key is not None else "undefined"
                if isinstance(entry, Property) and entry.key is not None and text not in _OFF:
                    yield entry.key, text


def _literals(module: Module, argument: Expression, evaluator: Evaluator) -> Iterator[tuple[Module, Object]]:
    """The object literals that an argument is made of, `Object.assign` looked through."""
    if isinstance(argument, Call) and isinstance(argument.callee, Member) and argument.callee.property == "assign":
        for part in argument.arguments:
            if isinstance(part, Object):
                yield module, part
    elif isinstance(argument, Object):
        yield module, argument
    elif isinstance(argument, Name) and not names_port(argument.name):
        yield from _named(module, argument, evaluator)


def _named(module: Module, name: Name, evaluator: Evaluator) -> Iterator[tuple[Module, Object]]:
    """The literals of a variable of the same file; what comes as a parameter is its caller's."""
    binding = module.binding(name)
    if not isinstance(binding, Variable) or binding.value is None:
        return
    if isinstance(binding.value, Call):
        yield from _literals(module, binding.value, evaluator)
        return
    things = (case.thing for case in evaluator.value(module, name).cases)
    yield from ((thing.module, thing.node) for thing in things if isinstance(thing, ObjectCase))
