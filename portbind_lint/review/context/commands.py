"""Scripts that users get: a README tells its readers to run them, or a manifest lists them one by one.

In `scripts/` or `tools/` they are then no tools of developers.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.context import words
from portbind_lint.review.context.packages import README_NAMES
from portbind_lint.review.context.paths import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.source import Package, Repository

_NOT_FOR_USERS = (
    words.TEST_SCRIPT_TOKENS | words.EXAMPLE_SCRIPT_TOKENS | words.DEV_SCRIPT_TOKENS | words.DEV_TOKENS
    | words.EXAMPLE_TOKENS | frozenset(["build", "release", "publish", "lint", "generate", "serve", "site", "stub"])
)  # fmt: skip
# Sections that speak to whoever changes the program.
_FOR_DEVELOPERS = regex(
    r"\b(develop\w*|contribut\w*|test(s|ing)?|debug\w*|build(ing|s)?|hacking|maintain\w*|tooling|example|demo|internals?"
    r"|publish\w*|releas\w*|(project|folder|directory|repository|code) structure|layout)\b",
    re.IGNORECASE,
)
_HEADING = regex(r"^\s{0,3}#{1,6}\s+(.{0,200})")
_ENDING = regex(r"\.[cm]?[jt]sx?$")
_READ_BYTES = 64 * 1024
_MOST_LINES = 2000
_LONGEST_LINE = 1000
_MOST_SCRIPTS = 8


def is_run_by_users(path: str, package: Package | None, repository: Repository) -> bool:
    """Whether the README beside the package or at the root names a command that runs `path`, or it is published."""
    folder = package.folder if package else ""
    within = path.removeprefix(f"{folder}/") if folder else path
    if _NOT_FOR_USERS.intersection(tokens(_ENDING.sub("", within.rpartition("/")[2]))):
        return False
    if _is_published(within, package, repository):
        return True
    spelled = {_ENDING.sub("", path), _ENDING.sub("", within)}
    runs = "|".join(map(re.escape, sorted(spelled)))
    commands = [rf"\b(?:node|bun|tsx|ts-node|deno run)\s(?:[^\n|;&]{{0,80}}[\s/])?(?:{runs})\b"]
    named = "|".join(map(re.escape, _scripts(spelled, package)))
    commands += [rf"\b(?:npm|pnpm|yarn|bun)\s(?:run\s)?(?:{named})(?![\w:-])"] if named else []
    pattern = re.compile("|".join(commands))
    return any(pattern.search(line) for each in sorted({folder, ""}) for line in _lines(each, repository))


def _is_published(within: str, package: Package | None, repository: Repository) -> bool:
    """Whether the manifest names this very file among those that everybody gets who installs the package."""
    data = repository.read(package.manifest) if package else None
    try:
        content: object = json.loads(data or b"")
    except (ValueError, RecursionError):
        return False
    files = content.get("files") if isinstance(content, dict) else None
    return isinstance(files, list) and any(
        isinstance(each, str) and each.removeprefix("./") == within for each in files
    )


def _scripts(spelled: set[str], package: Package | None) -> tuple[str, ...]:
    """The names of the package's scripts that run the file, those for developers left out."""
    found = (
        name
        for name, command in (package.scripts if package else ())
        if any(each in command for each in spelled) and not _NOT_FOR_USERS.intersection(tokens(name))
    )
    return tuple(islice(found, _MOST_SCRIPTS))


def _lines(folder: str, repository: Repository) -> Iterator[str]:
    """The lines of a folder's README outside the sections for developers."""
    for name in README_NAMES:
        data = repository.read(f"{folder}/{name}" if folder else name)
        if data is None:
            continue
        heading = ""
        for line in islice(data[:_READ_BYTES].decode("utf-8", "replace").split("\n"), _MOST_LINES):
            found = _HEADING.match(line)
            heading = found[1] if found else heading
            if not _FOR_DEVELOPERS.search(heading):
                yield line[:_LONGEST_LINE]
        return
