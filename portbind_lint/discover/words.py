"""A fast search for whole words in source text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ahocorasick_rs import BytesAhoCorasick

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$")
# So many memory searches cost less than loading and building the automaton that looks for all words at once.
_FEW = 4


class WordSearch:
    """Finds any of some words. A word's end counts as one only where it is a letter: `ws"` may follow on anything."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(sorted({word.encode("utf-8", "replace") for word in words if word}))

    @property
    def shares_time(self) -> bool:
        """Whether other threads can go on while this searches."""
        return len(self._words) > _FEW

    def finds(self, data: bytes) -> bool:
        """Whether one of the words stands in `data`, not as a part of a longer name."""
        return any(True for _ in self.places(data, lambda _: len(data)))

    def places(self, data: bytes, following: Callable[[int], int]) -> Iterator[int]:
        """Where words stand, in no order; what lies between such an offset and `following` it may be passed over."""
        if not self.shares_time:
            for word in self._words:
                yield from _places(data, word, following)
            return
        matches = self._automaton.find_matches_as_indexes(data)
        yield from (start for _, start, end in matches if _is_whole(data, start, end))

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        # The longest of several words that begin at one place: where that is no whole word, a shorter one is none.
        from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, BytesAhoCorasick  # noqa: PLC0415 - few runs look for so many words

        return BytesAhoCorasick(self._words, matchkind=MATCHKIND_LEFTMOST_LONGEST)


def _places(data: bytes, word: bytes, following: Callable[[int], int]) -> Iterator[int]:
    start = data.find(word)
    while start >= 0:
        if _is_whole(data, start, start + len(word)):
            yield start
            start = data.find(word, following(start))
        else:
            start = data.find(word, start + 1)


def _is_whole(data: bytes, start: int, end: int) -> bool:
    begins = start == 0 or data[start - 1] not in _LETTERS or data[start] not in _LETTERS
    return begins and (end == len(data) or data[end] not in _LETTERS or data[end - 1] not in _LETTERS)
