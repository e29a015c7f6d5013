"""Reading the entries, each once: ours from what is generated of `libraries/*.yml` and `arguments.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from portbind_lint.model.generated import documents
from portbind_lint.model.library import Library

GENERIC = "node-like.yml"
_GENERATED = Path(__file__).parent / "entries.json"
_PRESETS = "arguments.yml"


def names() -> tuple[str, ...]:
    """The names of all built-in entries, sorted."""
    return tuple(name for name in documents(_GENERATED) if name != _PRESETS)


def presets() -> Mapping[str, object]:
    """The argument forms that entries share."""
    found = documents(_GENERATED)[_PRESETS]
    return found if isinstance(found, dict) else {}


def parse_library(origin: str, document: object) -> Library:
    """A library from a parsed YAML document, the user's or ours; raises UserError for any mistake."""
    from portbind_lint.catalogue.schema import read_library  # noqa: PLC0415 - a clean commit does not pay for it

    return read_library(origin, document, presets())


@cache
def read_entry(name: str) -> Library:
    """One built-in entry."""
    return parse_library(name, documents(_GENERATED)[name])


def matches(pattern: str, name: str) -> bool:
    """Whether a specifier or file name matches an entry's pattern (`https://deno.land/std*/http/server.ts`)."""
    return fnmatchcase(name, pattern)
