"""A fast search for whole words in source text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ahocorasick_rs import BytesAhoCorasick

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")
# So many memory searches cost less than loading and building the automaton that looks for all words at once.
_FEW = 4


class WordSearch:
    """Finds any of some words. A word's end counts as one only where it is a letter: `ws"` may follow on anything."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(sorted({word.encode("utf-8", "replace") for word in words if word}))

    def finds(self, data: bytes) -> bool:
        """Whether one of the words stands in `data`, not as a part of a longer name."""
        if len(self._words) <= _FEW:
            return any(_holds(data, word) for word in self._words)
        return any(_is_whole(data, start, end) for _, start, end in self._automaton.find_matches_as_indexes(data))

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        # The longest of several words that begin at one place: where that is no whole word, a shorter one is none.
        from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, BytesAhoCorasick  # noqa: PLC0415 - few runs look for so many words

        return BytesAhoCorasick(self._words, matchkind=MATCHKIND_LEFTMOST_LONGEST)


def _holds(data: bytes, word: bytes) -> bool:
    start = data.find(word)
    while start >= 0:
        if _is_whole(data, start, start + len(word)):
            return True
        start = data.find(word, start + 1)
    return False


def _is_whole(data: bytes, start: int, end: int) -> bool:
    begins = start == 0 or data[start - 1] not in _LETTERS or data[start] not in _LETTERS
    return begins and (end == len(data) or data[end] not in _LETTERS or data[end - 1] not in _LETTERS)
