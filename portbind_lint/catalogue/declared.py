"""The libraries that a project describes in its configuration, read and checked like the built-in entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from portbind_lint.model.library import Library


class Declared(Protocol):
    """One description: the place of its text (`.portbind.yml:12`) and the parsed YAML."""

    @property
    def origin(self) -> str:
        """Where it stands, for messages."""

    @property
    def document(self) -> object:
        """What it says."""


def declared_libraries(descriptions: Iterable[Declared]) -> tuple[Library, ...]:
    """The described libraries; raises `UserError`, with the place, where one is wrong."""
    listed = tuple(descriptions)
    if not listed:
        return ()
    from portbind_lint.catalogue.entries import parse_library  # noqa: PLC0415 - few projects declare one

    return tuple(parse_library(declared.origin, declared.document) for declared in listed)
