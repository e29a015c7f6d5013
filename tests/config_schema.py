"""The JSON Schema of `.portbind.yml` for editors, from the tables that the reader of the configuration has."""

from __future__ import annotations

import json
from pathlib import Path

from portbind_lint.catalogue.schema import LIBRARY_KEYS
from portbind_lint.config.settings import FAIL_ON, KEYS, NEEDED, PERSONAS, SUPPRESSION_KEYS
from portbind_lint.judge.engine import all_rules

FILE = Path(__file__).parents[1] / "docs" / "reference" / "portbind.schema.json"

_TEXT = {"type": "string", "minLength": 1}
_PATTERNS = {"type": ["array", "null"], "items": _TEXT}
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def text() -> str:
    """The schema as it is committed."""
    return json.dumps(schema(), indent=2) + "\n"


def schema() -> dict[str, object]:
    """The schema; raises KeyError for a key of the configuration that is not described here."""
    described = {
        "exclude": {**_PATTERNS, "description": "Patterns as in .gitignore: neither read nor reported."},
        "include": {**_PATTERNS, "description": "Read although it looks vendored, built or minified."},
        "fail-on": {"enum": [*FAIL_ON, None], "description": "The verdict from which the exit code is 1."},
        "persona": {"enum": [*PERSONAS, None], "description": "audit also shows addresses that cannot be known."},
        "baseline": {"type": ["string", "null"], "description": "The file that portbind-lint baseline writes."},
        "suppressions": {
            "type": ["array", "null"],
            "items": _suppression(),
            "description": "Findings that somebody has judged.",
        },
        "libraries": {
            "type": ["array", "null"],
            "items": _library(),
            "description": "Packages of the project's own that listen, described as in the catalogue.",
        },
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of portbind-lint (.portbind.yml)",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {key: described[key] for key in KEYS},
    }


def _suppression() -> dict[str, object]:
    described = {
        "rule": {"enum": [rule.id for rule in all_rules()], "description": "The rule that is silenced."},
        "path": {**_TEXT, "description": "A pattern: the call, or the line that writes the address, lies there."},
        "reason": {**_TEXT, "description": "Why it is right."},
        "until": {**_DAY, "description": "The last day on which it counts."},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(NEEDED),
        "properties": {key: described[key] for key in SUPPRESSION_KEYS},
    }


def _library() -> dict[str, object]:
    texts = {"name", "documentation", "notes"}
    lists = set(LIBRARY_KEYS) - texts - {"role", "proof"}
    kinds: dict[str, object] = {
        **{key: {"type": "string"} for key in texts},
        **{key: {"type": "array"} for key in lists},
        "role": {"enum": ["server", "debugger"]},
        "proof": {"type": "object"},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "documentation", "proof", "examples"],
        "properties": {key: kinds[key] for key in LIBRARY_KEYS},
    }
