"""The JSON that the program reads in place of the YAML in which its data is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import yaml

from tests.example_reports import ROOT

_CATALOGUE = ROOT / "portbind_lint/catalogue"
_REVIEW = ROOT / "portbind_lint/review"


def expected() -> dict[Path, str]:
    """Every file with what it should hold."""
    return {
        _CATALOGUE / "entries.json": _json((_CATALOGUE / "arguments.yml", *_CATALOGUE.glob("libraries/*.yml"))),
        _REVIEW / "phrases/phrases.json": _json(_REVIEW.glob("phrases/*.yml")),
        _REVIEW / "controls/controls.json": _json(_REVIEW.glob("controls/*.yml")),
    }


def _json(files: Iterable[Path]) -> str:
    documents = {file.name: _document(file) for file in sorted(files, key=lambda file: file.name)}
    text = json.dumps(documents, ensure_ascii=False, indent=1)
    if json.loads(text) != documents:
        raise ValueError("a key that is no text, or a value that JSON cannot hold")
    return text + "\n"


def _document(file: Path) -> object:
    # From the file itself, so that a mistake is told with its name.
    with file.open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)
