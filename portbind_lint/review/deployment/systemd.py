"""systemd sockets: `ListenStream=` of a port; a service unit by itself says nothing about a network."""

from __future__ import annotations

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_LISTEN = regex(
    r"Listen(?:Stream|Datagram)\s*=\s*(?:0\.0\.0\.0:|\[::\]:)?(\d{2,5})\s*$|Environment=.{0,200}\bHOST=0\.0\.0\.0()"
)


def handles(path: str) -> bool:
    """`name.socket`, `name.service`."""
    return path.endswith((".socket", ".service"))


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The ports that systemd opens, or the environment that opens the host."""
    return tuple(
        Deployed(
            "systemd", at(path, number, text), speaks_for(path), (int(found[1]),) if found[1] else (), (text[:4000],)
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _LISTEN.match(line))
    )
