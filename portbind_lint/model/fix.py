"""A change of the code that makes a listener local, as data: nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from portbind_lint.model.source import Location


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes from `start` to `end` (exclusive) of a file become `text`; `location` is the same place in lines."""

    location: Location
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all of them are made, or none.

    `change` says what is written where, `effect` what can no longer be done afterwards; both are whole sentences for
    people. `digests` are (path, SHA-256 in hexadecimal) of the files as they were read: another content is not edited.
    """

    edits: tuple[Edit, ...]
    change: str
    effect: str
    digests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotFixed:
    """Why a finding has no fix; `reason` is a clause without a full stop."""

    reason: str


Mending = Union[Fix, NotFixed]
