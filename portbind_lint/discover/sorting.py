"""How the files of one state of a repository were told from those left out, to be used for another state like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Sorting:
    """What came of it, besides the files that belong to the repository.

    `mark` tells the names that were sorted from any others. `left_out` gives the reason for each file that was left
    out, `passed` are those that are none (a link to nowhere, a folder of another repository). `consulted` gives the
    identity of each file whose beginning was read to decide; `others` are the files that are no scripts.
    """

    mark: str
    left_out: Mapping[str, str]
    passed: tuple[str, ...]
    consulted: Mapping[str, str]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """Another state: how its files were sorted, and the identity of each file that belongs to it."""

    sorting: Sorting
    identities: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Again:
    """The files of a state that has the same names as another: their identities, and those that are to be looked at.

    All others are what they were: a file, or a link.
    """

    identities: Mapping[str, str]
    doubtful: frozenset[str]
