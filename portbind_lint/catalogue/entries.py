"""Reading the entries' files: YAML through a safe loader, each file once."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from portbind_lint.model.errors import UserError
from portbind_lint.model.library import Library
from portbind_lint.model.yaml_loader import safe_loader

FOLDER = Path(__file__).parent / "libraries"
GENERIC = "node-like.yml"


def load_yaml(origin: str, text: str) -> object:
    """The document of a YAML text; raises UserError where it is none."""
    import yaml  # noqa: PLC0415 - a clean commit does not pay for it

    try:
        document: object = yaml.load(text, Loader=safe_loader())  # noqa: S506 - it is a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise UserError(f"{origin}: not valid YAML{line}") from error
    return document


@cache
def presets() -> Mapping[str, object]:
    """The argument forms that entries share (`arguments.yml`)."""
    path = Path(__file__).parent / "arguments.yml"
    document = load_yaml(path.name, path.read_text(encoding="utf-8"))
    return document if isinstance(document, dict) else {}


def parse_library(origin: str, document: object) -> Library:
    """A library from a parsed YAML document, the user's or ours; raises UserError for any mistake."""
    from portbind_lint.catalogue.schema import read_library  # noqa: PLC0415 - a clean commit does not pay for it

    return read_library(origin, document, presets())


@cache
def read_file(path: Path) -> Library:
    """One built-in entry."""
    return parse_library(path.name, load_yaml(path.name, path.read_text(encoding="utf-8")))


def matches(pattern: str, name: str) -> bool:
    """Whether a specifier or file name matches an entry's pattern (`https://deno.land/std*/http/server.ts`)."""
    return fnmatchcase(name, pattern)
