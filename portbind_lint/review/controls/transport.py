"""Encryption of the listener itself: TLS, and client certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.facts import Module
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Call, Node
from portbind_lint.review.controls.found import Found

_ENCRYPTED = frozenset({"https", "tls", "spdy"})
_SECURE_STEPS = frozenset({".createSecureServer", ".createSsl"})
_CREDENTIALS = re.compile(r"\b(key|cert|pfx|https|tls|ssl|certFile|keyFile|sslCert)\b\s*[:,}]")
_CLIENT_CERTIFICATE = re.compile(r"\brequestCert\b\s*:\s*(?!false\b)")
_READ_TEXT = 600


def find_transport(site: Site) -> Iterator[Found]:
    """TLS and mutual TLS of the server that listens at `site`."""
    for module, call in _constructions(site):
        text = _arguments(module, call)
        if _is_encrypted(site) or _CREDENTIALS.search(text):
            yield Found(ControlKind.TLS, module, call, (call,))
        if _CLIENT_CERTIFICATE.search(text):
            yield Found(ControlKind.MTLS, module, call, (call,))


def _is_encrypted(site: Site) -> bool:
    server = site.server
    return server is not None and (server.module in _ENCRYPTED or not _SECURE_STEPS.isdisjoint(server.path))


def _constructions(site: Site) -> tuple[tuple[Module, Call], ...]:
    """The calls that made the server, else the listening call itself."""
    made = site.server.calls if site.server is not None else ()
    listening = ((site.module, site.listening_call),) if site.listening_call is not None else ()
    return (*made[:2], *(each for each in listening if each not in made))


def _arguments(module: Module, call: Call) -> str:
    if not call.arguments:
        return ""
    start, end = call.arguments[0].start, call.arguments[-1].end
    return module.text(Node(start, min(end, start + _READ_TEXT)))
