"""Which of many names stand in a file at all: one search for all of them instead of one for each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_KEPT = 64
"""Sets of names; each package of a repository may have one of its own."""


def present(names: frozenset[str], text: str) -> set[str]:
    r"""Those of `names` that stand anywhere in `text`, within longer names, too; all where it may spell them `l\u0069`.

    >>> sorted(present(frozenset({"listen", "serve", "bind"}), "app.listen(80); observe()"))
    ['listen', 'serve']
    """
    return set(names) if "\\u" in text else standing(names, text)


def standing(names: frozenset[str], text: str) -> set[str]:
    """Those of `names` that stand anywhere in `text` as they are spelled here."""
    ordered, automaton = _search(names)
    return {ordered[number] for number, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}


@lru_cache(maxsize=_KEPT)
def _search(names: frozenset[str]) -> tuple[tuple[str, ...], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - only who looks for listeners in a file pays for it

    ordered = tuple(sorted(name for name in names if name))
    return ordered, AhoCorasick(ordered)
