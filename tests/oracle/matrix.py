"""The special values of a host: `undefined`, `''`, `'*'`, `0`, ... in every place where `matrix.yml` says to try them.

Each value makes an example of its own; the keys of the catalogue's own `special` maps are among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from portbind_lint.model.library import Example, Library

MATRIX = Path(__file__).parent / "matrix.yml"
_BARE = ("undefined", "null", "true", "false", "0")


@cache
def _document() -> dict[str, object]:
    return yaml.safe_load(MATRIX.read_text(encoding="utf-8"))


def examples(entry: str, library: Library) -> Iterator[Example]:
    """The examples of one entry; they expect what they turn out to bind."""
    places = _document()["places"].get(entry, {})
    own = [spelling for listener in library.listeners for spelling, _ in listener.special]
    values = dict.fromkeys((*_document()["values"], *(_source(text) for text in own)))
    for name, code in places.items():
        for value in values:
            yield Example(f"{name}, host {value}", code.replace("HOST", value), ("unknown",))


def _source(spelling: str) -> str:
    """A key of a `special` map as JavaScript: the words stand for themselves, all else is text."""
    return spelling if spelling in _BARE and spelling != "0" else f"'{spelling}'"
