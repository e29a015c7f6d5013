"""nginx and Caddy files that pass requests on to a server."""

from __future__ import annotations

import posixpath
import re

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_NAME = regex(r"nginx[\w.-]*\.conf(\.\w+)?|[\w.-]*\.nginx|caddyfile([-_.]\w+)?", re.IGNORECASE)
_FOLDER = regex(r"(^|/)(nginx|conf\.d|sites-(available|enabled))/([^/]*/)?[^/]*(\.conf(\.\w+)?)$", re.IGNORECASE)
# `server` names a machine in a block `upstream` of nginx; Caddy may say first which requests are meant.
_PASS = regex(
    r"\s*(proxy_pass|reverse_proxy(?:\s+[/@*][^\s{]{0,100})?|server(?=\s+[\w.-]+:))\s+(?:https?://)?([\w.{}$-]+)(?::(\d{2,5}))?"
)
# A proxy on the same machine needs no more than loopback.
_LOOPBACK = ("localhost", "127.")


def handles(path: str) -> bool:
    """`nginx.conf`, `nginx/default.conf`, `Caddyfile`."""
    return _NAME.fullmatch(posixpath.basename(path)) is not None or _FOLDER.search(path) is not None


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The servers behind the proxy, those on its own loopback left out."""
    return tuple(
        Deployed("proxy", at(path, number, text), speaks_for(path), (int(found[3]),) if found[3] else (), (found[2],))
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _PASS.match(line)) and not found[2].startswith(_LOOPBACK)
    )
