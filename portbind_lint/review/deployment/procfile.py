"""Procfile: the `web` process gets the platform's traffic."""

from __future__ import annotations

import posixpath

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_WEB = regex(r"web\s*:\s*(\S.*)")


def handles(path: str) -> bool:
    """`Procfile`."""
    return posixpath.basename(path) == "Procfile"


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The web process."""
    return tuple(
        Deployed("procfile", at(path, number, text), speaks_for(path), (), (found[1],))
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _WEB.match(line))
    )
