"""fly.toml, by lines: `internal_port` of a service."""

from __future__ import annotations

import posixpath

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_PORT = regex(r"\s*internal_port\s*=\s*[\"']?(\d{2,5})")
_APP = regex(r"(?m)^\s*app\s*=\s*[\"']([\w-]{1,80})")


def handles(path: str) -> bool:
    """`fly.toml`, `fly.production.toml`."""
    name = posixpath.basename(path)
    return name.startswith("fly.") and name.endswith(".toml")


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The ports that Fly forwards to."""
    app = tuple(_APP.findall(text))
    return tuple(
        Deployed("fly", at(path, number, text), speaks_for(path), (int(found[1]),), app)
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _PORT.match(line))
    )
