"""`package.json`, `deno.json` and `deno.jsonc` as `Package`, whatever nonsense they hold."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, Union

from portbind_lint.model.regex import regex
from portbind_lint.model.source import Package

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = Union[None, bool, int, float, str, "list[Json]", "dict[str, Json]"]

MANIFESTS = ("package.json", "deno.json", "deno.jsonc")

# A string or a comment that nobody closes is taken to its end, whole: nothing is looked through twice.
_JSONC = regex(r'("(?:[^"\\\n]|\\.)*"?)|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)
_ENTRIES = 64


def load_json(text: str, *, comments: bool = False) -> Json:
    """The document, None where it is none. `comments` allows those of JSONC, and commas at the end."""
    try:
        if comments:
            text = _JSONC.sub(lambda match: match.group(1) or "", text)
        document: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document


def read_package(path: str, data: bytes) -> Package | None:
    """The package that the manifest at `path` describes, None for no JSON object. Wrong types are passed over."""
    text = data.decode("utf-8-sig", "replace")
    document = load_json(text, comments=path.endswith(("deno.json", ".jsonc")))
    if not isinstance(document, dict):
        return None
    return Package(
        folder=posixpath.dirname(path),
        manifest=path,
        name=_text(document.get("name")),
        version=_text(document.get("version")),
        main=_entries(document.get("main"), document.get("module"), document.get("exports")),
        bin=_entries(document.get("bin")),
        scripts=tuple(_scripts(document).items()),
        dependencies=tuple(_dependencies(document).items()),
        dev_dependencies=tuple(_pairs(document.get("devDependencies")).items()),
    )


def _dependencies(document: Mapping[str, Json]) -> dict[str, str]:
    """What is needed to run: own, optional and peer dependencies, and what `imports` of Deno names."""
    found: dict[str, str] = {}
    for key in ("dependencies", "optionalDependencies", "peerDependencies", "imports"):
        for name, wanted in _pairs(document.get(key)).items():
            found.setdefault(name, wanted)
    return found


def _scripts(document: Mapping[str, Json]) -> dict[str, str]:
    """The scripts, and Deno's tasks, each of which may be an object with its command."""
    tasks = document.get("tasks")
    listed = tasks.items() if isinstance(tasks, dict) else ()
    commands = {name: task.get("command") for name, task in listed if isinstance(task, dict)}
    return {**_pairs(tasks), **_pairs(commands), **_pairs(document.get("scripts"))}


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _pairs(value: Json) -> dict[str, str]:
    return {name: text for name, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def _entries(*values: Json) -> tuple[str, ...]:
    """The file names in nested conditions, in order, without `./`."""
    found: dict[str, None] = {}
    pending: list[Json] = list(reversed(values))
    while pending and len(found) < _ENTRIES:
        value = pending.pop()
        match value:
            case str():
                found.setdefault(value.removeprefix("./"))
            case list():
                pending.extend(reversed(value))
            case dict():
                pending.extend(reversed(value.values()))
            case _:
                pass
    return tuple(found)
