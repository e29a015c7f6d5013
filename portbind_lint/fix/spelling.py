"""Loopback in the words of the place where every interface is written."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from portbind_lint.model.regex import regex

IPV4, IPV6 = "127.0.0.1", "::1"

_LITERAL = regex(r"(['\"`]?)(.*)\1", re.DOTALL)
# A host before a port or a path; what follows may be a hole of a template.
_IN_ADDRESS = regex(r"([A-Za-z][\w.+-]*://)?(0\.0\.0\.0|\[::\]|\*)(?=[:/]|$)")
_NO_TEXT = frozenset({"true", "false", "null", "undefined", "0"})
_STRING = regex(r'"([^"\\\n]*)"')


@dataclass(frozen=True, slots=True)
class Respelling:
    """What to write in place of the characters from `start` to `end` of a piece of source; `before` is what is there.

    `after` is the address, without quotes.
    """

    start: int
    end: int
    text: str
    before: str
    after: str


def respelled(source: str, quote: str) -> Respelling | None:
    """Loopback for a literal that means every interface, None for anything else.

    Quotes stay, and so do a scheme, a port and what else stands around the host. What is no string becomes one in
    `quote`. In a line of JSON the only such string is meant.
    """
    if source in _NO_TEXT:
        return Respelling(0, len(source), f"{quote}{IPV4}{quote}", source, IPV4)
    literal = _LITERAL.fullmatch(source)
    return (literal and _in_string(literal[2], literal.start(2))) or _in_line(source)


def _in_string(body: str, offset: int) -> Respelling | None:
    found = _IN_ADDRESS.match(body)
    if found is not None:
        start, end = found.span(2)
        after = {"[::]": f"[{IPV6}]"}.get(found[2], IPV4)
        return Respelling(offset + start, offset + end, after, found[2], after)
    after = loopback_of(body)
    return Respelling(offset, offset + len(body), after, body, after) if after else None


def _in_line(source: str) -> Respelling | None:
    found = [
        respelling
        for string in _STRING.finditer(source)
        if string[1] and (respelling := _in_string(string[1], string.start(1)))
    ]
    return found[0] if len(found) == 1 and source.lstrip().startswith('"') else None


def loopback_of(host: str) -> str:
    """Loopback of the same family for a host that is every interface; "" for another host."""
    if host in ("", "*", "0", "+"):
        return IPV4
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return ""
    if not address.is_unspecified:
        return ""
    if address.version == 4:  # noqa: PLR2004 - the protocol's number
        return IPV4
    return f"[{IPV6}]" if host.startswith("[") else IPV6
