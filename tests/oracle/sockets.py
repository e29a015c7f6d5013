"""The sockets of a network namespace that wait for somebody, read from /proc/net."""

from __future__ import annotations

import ipaddress
import re
import struct
from dataclasses import dataclass
from pathlib import Path

_LISTEN, _UNCONNECTED = "0A", "07"
_ACCEPTS = 0x10000
_INTERNAL = re.compile(r"^(/tmp/(tsx|\.|dotnet|deno|bun)|/tmp/[^/]*esbuild)")


@dataclass(frozen=True, slots=True, order=True)
class Listener:
    """One open socket. `protocol` is `tcp`, `udp` or `unix`; the address of the last is its path and its port 0."""

    protocol: str
    address: str
    port: int

    @property
    def kind(self) -> str:
        """`wildcard`, `loopback`, `specific` or `pipe`."""
        if self.protocol == "unix":
            return "pipe"
        ip = ipaddress.ip_address(self.address)
        plain = getattr(ip, "ipv4_mapped", None) or ip
        if plain.is_unspecified:
            return "wildcard"
        return "loopback" if plain.is_loopback else "specific"

    def __str__(self) -> str:
        return f"{self.protocol} {self.address}"


def address_of(text: str) -> str:
    """The address in the kernel's spelling: 8 or 32 hexadecimal digits, each group of four bytes in host order."""
    groups = [int(text[start : start + 8], 16) for start in range(0, len(text), 8)]
    address = ipaddress.ip_address(b"".join(struct.pack("=I", group) for group in groups))
    mapped = getattr(address, "ipv4_mapped", None)
    return f"::ffff:{mapped}" if mapped else str(address)


def inet_listeners(protocol: str, table: str) -> set[Listener]:
    """The listeners of a table like /proc/net/tcp6: TCP that listens, UDP that is bound and not connected."""
    state = _LISTEN if protocol == "tcp" else _UNCONNECTED
    found = set()
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) > 3 and fields[3] == state:
            address, port = fields[1].split(":")
            found.add(Listener(protocol, address_of(address), int(port, 16)))
    return found


def unix_listeners(table: str) -> set[Listener]:
    """The stream sockets of /proc/net/unix that accept connections and have a name."""
    found = set()
    for line in table.splitlines()[1:]:
        fields = line.split(maxsplit=7)
        if len(fields) == 8 and int(fields[3], 16) & _ACCEPTS and not _INTERNAL.match(fields[7]):
            found.add(Listener("unix", fields[7], 0))
    return found


def listeners(proc: Path = Path("/proc")) -> set[Listener]:
    """All that this process's network namespace listens on."""
    net = proc / "self" / "net"
    found = unix_listeners((net / "unix").read_text())
    for name in ("tcp", "tcp6", "udp", "udp6"):
        table = net / name
        if table.exists():
            found |= inet_listeners(name[:3], table.read_text())
    return found
