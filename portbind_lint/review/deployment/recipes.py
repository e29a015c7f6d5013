"""Makefiles, justfiles, Taskfiles and npm scripts: `docker run -p 3000:3000`, and commands of platforms that deploy."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = regex(r"(gnu)?makefile|\.?justfile|taskfile\.ya?ml|package\.json", re.IGNORECASE)
# Packages of a monorepo are many; what is run with a container is said at the top or one folder below.
_DEEPEST = 1
_RUNS = regex(r"\b(docker|podman|nerdctl)\s+(container\s+)?run\b")
_BUILDS = regex(r"\b(docker|podman|nerdctl)\s+(\w+\s+)?build\b")
_PUBLISHES = regex(
    r"\s(?:-p|--publish)[ =][\"']?(?!127\.|localhost|\[?::1)(?:[\d.]+:)?(?:\$?[({]?\w+[)}]?):(?P<port>\$?[({]?\w+[)}]?)"
    r"|\s--net(?:work)?[ =]host\b"
)
_DEPLOYS = regex(
    r"(?<![\w-])(fly(ctl)? deploy|gcloud (run|app) deploy|railway up|heroku container:release|eb deploy"
    r"|az (webapp (up|deploy)|containerapp (up|update))|helm (upgrade|install)|kubectl apply)\b"
)
# What begins a recipe: `name:` at the margin, or the key of a script or task.
_TARGET = regex(r"^@?([\w.-]+)[^:=\n]{0,80}:(?!=)|^\s{0,4}\"?([\w:.-]+)\"?\s*:")
_FOR_DEVELOPERS = regex(r"(^|[:._-])(dev|develop\w*|debug|test\w*|e2e|ci|local)([:._-]|$)", re.IGNORECASE)
_LONGEST = 2000
_MOST = 8


def handles(path: str) -> bool:
    """`Makefile`, `justfile`, `Taskfile.yml`, and the `package.json` of the root or of a folder in it."""
    name = posixpath.basename(path)
    return bool(_NAME.fullmatch(name)) and (name != "package.json" or path.count("/") <= _DEEPEST)


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The commands that publish a port of a container, and those that deploy to a platform, `_MOST` at most."""
    return tuple(found for found, _ in zip(_commands(path, text), range(_MOST), strict=False))


def _commands(path: str, text: str) -> Iterator[Deployed]:
    builds = _BUILDS.search(text) is not None
    target = ""
    for number, command in _joined(text):
        begun = _TARGET.match(command)
        target = next(filter(None, begun.groups()), target) if begun else target
        runs = _RUNS.search(command) is not None
        published = list(_PUBLISHES.finditer(command)) if runs else []
        if published or (not runs and _DEPLOYS.search(command)):
            ports = tuple(int(match["port"]) for match in published if (match["port"] or "").isdigit())
            # Whoever builds an image runs that one; else it is the image's name that tells whose it is.
            by_name = runs and not builds
            serves = _FOR_DEVELOPERS.search(target) is not None
            folder = speaks_for(path)
            yield Deployed("recipe", at(path, number, text), folder, ports, (command,), by_name, serves)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """The commands, each with the number of its first line; a line that a backslash continues is no end of one."""
    first, command = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        first = first if command else number
        command = f"{command}{line.rstrip()}"[:_LONGEST]
        if command.endswith("\\"):
            command = f"{command[:-1]} "
            continue
        yield first, command
        command = ""
    if command:
        yield first, command
