"""Object patterns, the same for both front-ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from portbind_lint.model.syntax import PatternEntry


def with_taken(entries: Iterable[PatternEntry]) -> tuple[PatternEntry, ...]:
    """The entries, the rest one told which keys the others take."""
    listed = tuple(entries)
    if not any(entry.rest for entry in listed):
        return listed
    taken = tuple(entry.key for entry in listed if entry.key is not None)
    return tuple(replace(entry, taken=taken) if entry.rest else entry for entry in listed)
