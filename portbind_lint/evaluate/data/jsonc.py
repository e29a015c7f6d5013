"""JSON with comments and trailing commas, as in tsconfig.json and deno.json, into plain data; never raises."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Union

from portbind_lint.model.regex import regex

Json = Union[str, int, float, bool, None, "list[Json]", "dict[str, Json]"]

# A string or a comment that nobody closes is taken to its end, whole: nothing is looked through twice.
_TOKENS = regex(r'("(?:[^"\\\n]|\\.)*"?)|(//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))|,(\s*[}\]])')
_COMMENTS = regex(r'("(?:[^"\\\n]|\\.)*"?)|(//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))')

_SHORT = 20_000
"""Bytes of data that may be kept."""


def parse_jsonc(data: bytes | None) -> Json:
    """The data in `data`, which nobody may change; None for what is missing or no JSON even without comments."""
    if data is None:
        return None
    return _parsed(data) if len(data) > _SHORT else _parsed_before(data)


@lru_cache(maxsize=64)
def _parsed_before(data: bytes) -> Json:
    """As `_parsed`: many scripts ask for the few configurations around them, one after another."""
    return _parsed(data)


def _parsed(data: bytes) -> Json:
    text = data.decode("utf-8-sig", "replace")
    try:
        return _loaded(text)
    except (ValueError, RecursionError):
        pass
    text = _COMMENTS.sub(lambda match: match.group(1) or " ", text)
    text = _TOKENS.sub(lambda match: match.group(1) or match.group(3) or " ", text)
    try:
        return _loaded(text)
    except (ValueError, RecursionError):
        return None


def _loaded(text: str) -> Json:
    loaded: Json = json.loads(text)
    return loaded


def member(data: Json, *path: str) -> Json:
    """The value at the end of `path`; None where something on the way is no object or has no such key."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def texts(data: Json) -> tuple[str, ...]:
    """All strings in `data`: itself, or those of a list, or those of an object's values, in order."""
    match data:
        case str():
            return (data,)
        case list():
            return tuple(text for item in data[:50] for text in texts(item))
        case dict():
            return tuple(text for item in list(data.values())[:50] for text in texts(item))
        case _:
            return ()
