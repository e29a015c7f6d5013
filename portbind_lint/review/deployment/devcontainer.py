"""devcontainer.json: `appPort` publishes a port of the container; `forwardPorts` needs no more than its loopback.

It serves whoever develops in the container: https://containers.dev/implementors/json_reference/.
"""

from __future__ import annotations

import posixpath

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

_NAMES = ("devcontainer.json", ".devcontainer.json")
# By lines, because comments may stand in the file.
_PORTS = regex(r"\s*\"appPort\"\s*:\s*(.{1,300})")
_PORT = regex(r"(?<![\w.:])(?:\d{2,5}:)?(\d{2,5})(?![\w.:])")


def handles(path: str) -> bool:
    """`.devcontainer/devcontainer.json`, `.devcontainer.json`."""
    return posixpath.basename(path) in _NAMES


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The published ports, those that are published on loopback left out."""
    for number, line in enumerate(text.split("\n"), 1):
        found = _PORTS.match(line)
        ports = tuple(int(port) for port in _PORT.findall(found[1])) if found else ()
        if ports:
            return (Deployed("devcontainer", at(path, number, text), speaks_for(path), ports, for_developers=True),)
    return ()
