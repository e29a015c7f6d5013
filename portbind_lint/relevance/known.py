"""What the catalogue knows, as far as a commit may name it: read without the catalogue itself."""

from __future__ import annotations

import json
import os
from functools import cache

_INDEX = os.path.join(os.path.dirname(os.path.dirname(__file__)), "catalogue", "index.json")


@cache
def _index() -> dict[str, list[str] | dict[str, list[str]]]:
    with open(_INDEX, "rb") as file:
        index: dict[str, list[str] | dict[str, list[str]]] = json.load(file)
    return index


@cache
def words() -> tuple[bytes, ...]:
    """Of these one stands in every script that listens by itself: names of calls, and of modules with their quote."""
    return tuple(word.encode() for word in _index()["words"])


@cache
def packages() -> frozenset[str]:
    """The packages and the programs by which something listens: what their version is can matter."""
    index = _index()
    names = {*index["modules"], *index["programs"]}
    return frozenset(names | {_package(name) for name in names})


def _package(module: str) -> str:
    """The package of a module: `@apollo/server` of `@apollo/server/standalone`."""
    parts = module.split("/")
    return "/".join(parts[: 2 if module.startswith("@") else 1])
