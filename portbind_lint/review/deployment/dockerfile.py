"""Dockerfile, Containerfile: `EXPOSE`, and `ENV HOST=0.0.0.0`."""

from __future__ import annotations

import posixpath
import re

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_NAME = regex(r"(docker|container)file([-_.][\w.-]+)?|[\w.-]+\.(docker|container)file", re.IGNORECASE)
_LINE = regex(r"\s*(EXPOSE|ENV|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|RUN)\s+(.{0,2000})", re.IGNORECASE)
_PORT = regex(r"\d{2,5}")
_HOST = regex(r"\b\w*(HOST|HOSTNAME|BIND|ADDR|ADDRESS)[= ]\"?(0\.0\.0\.0|::)")


def handles(path: str) -> bool:
    """`Dockerfile`, `Dockerfile.prod`, `web.Dockerfile`."""
    return bool(_NAME.fullmatch(posixpath.basename(path)))


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The exposed ports; else the environment that opens the host."""
    exposed: list[tuple[int, tuple[int, ...]]] = []
    opened: list[int] = []
    mentions: list[str] = [posixpath.basename(path)]
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.match(line)
        if not found:
            continue
        word, rest = found[1].upper(), found[2]
        if word == "EXPOSE":
            exposed.append((number, tuple(int(port) for port in _PORT.findall(rest))))
        elif word == "ENV":
            if _HOST.search(rest):
                opened.append(number)
        else:
            mentions.append(rest)
    lines = exposed or [(number, ()) for number in opened]
    folder = speaks_for(path)
    return tuple(
        Deployed("dockerfile", at(path, number, text), folder, ports, tuple(mentions)) for number, ports in lines
    )
