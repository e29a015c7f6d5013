"""Reads a host as runtimes do: which spellings mean every interface, which mean this machine only."""

from __future__ import annotations

import ipaddress
import re

from portbind_lint.model.regex import regex
from portbind_lint.model.site import AddressClass

_HEX_OR_OCTAL = regex(r"0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*")
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "lo")
_SCHEME = regex(r"([a-z][a-z0-9+.-]*(?=://)|ipv4|ipv6|dns|unix|unix-abstract|ipc|inproc|vsock):", re.IGNORECASE)
_PATH_SCHEMES = ("unix", "unix-abstract", "ipc", "inproc", "vsock")
_LARGEST = 2**32
_BYTES, _BYTE = 4, 256
# Of one part, as long as 0x and leading zeros may make it.
_DIGITS = 12


def host_class(text: str) -> AddressClass:
    """The class of a host name or address: `0.0.0.0`, `0`, `0x0`, `::`, `[::]`, `*` and "" are every interface."""
    host = text.strip().lower().removeprefix("[").removesuffix("]").split("%")[0]
    if host in ("", "*", "+"):
        return AddressClass.WILDCARD
    if host in _LOCAL_NAMES or host.endswith(".localhost"):
        return AddressClass.LOOPBACK
    address = _address(host)
    if address is None:
        return AddressClass.SPECIFIC
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    real = mapped or address
    if real.is_unspecified:
        return AddressClass.WILDCARD
    return AddressClass.LOOPBACK if real.is_loopback else AddressClass.SPECIFIC


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that `host` spells, with the short, octal and hexadecimal forms that getaddrinfo takes."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return _legacy(host)


def _legacy(host: str) -> ipaddress.IPv4Address | None:
    parts = host.split(".")
    if len(parts) > _BYTES or not all(_HEX_OR_OCTAL.fullmatch(part) and len(part) <= _DIGITS for part in parts):
        return None
    numbers = [_number(part) for part in parts]
    last = numbers.pop()
    if any(number >= _BYTE for number in numbers) or last >= _BYTE ** (_BYTES - len(numbers)):
        return None
    total = sum(number << (24 - 8 * place) for place, number in enumerate(numbers)) + last
    return ipaddress.IPv4Address(total) if total < _LARGEST else None


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part, 16)
    return int(part, 8) if part.startswith("0") else int(part)


def host_of(text: str, form: str) -> str | None:
    """The host in a text of the form `host`, `host:port` or `url`; None where it names a socket path.

    A text that is a port alone has the host "".
    """
    if form == "host":
        return text
    rest = text.strip()
    scheme = _SCHEME.match(rest)
    if scheme:
        if scheme[1].lower() in _PATH_SCHEMES:
            return None
        rest = rest[scheme.end() :].lstrip("/")
    authority = rest.split("/")[0].rpartition("@")[2]
    if authority.startswith("["):
        return authority[: authority.find("]") + 1] or authority
    if authority.count(":") > 1:
        return authority
    return "" if authority.isdecimal() else authority.split(":")[0]
