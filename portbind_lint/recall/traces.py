"""Traces as JSON, and back. They name the same files and searches many times, so they do it by numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.discover.trace import Imported, Made, Named, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from portbind_lint.recall.plain import Json


class Traces:
    """Knows files by their numbers."""

    def __init__(self, paths: Sequence[str]) -> None:
        """`paths` are those of the files, in an order that is the same for writing and for reading."""
        self._paths = paths

    def as_json(self, traces: Iterable[Trace]) -> Json:
        """All searches with what they found, each once, and the traces, which name them by number."""
        named: dict[Named, int] = {}
        imported: dict[Imported, int] = {}
        made: dict[Made, int] = {}
        rows: list[Json] = [
            [
                self.numbers(trace.read),
                self.numbers(trace.sought),
                [named.setdefault(search, len(named)) for search in trace.named],
                [imported.setdefault(search, len(imported)) for search in trace.imported],
                [made.setdefault(one, len(made)) for one in trace.made],
            ]
            for trace in traces
        ]
        return [
            [[word, folder, self.numbers(found)] for word, folder, found in named],
            [[path, self.numbers(found)] for path, found in imported],
            [[*one] for one in made],
            rows,
        ]

    def from_json(self, json: Json) -> Iterator[Trace]:
        """What `as_json` made this of; IndexError, TypeError or ValueError where it did not make it."""
        words, files, texts, rows = map(items, items(json))
        named = [(str(word), str(folder), self.paths(found)) for word, folder, found in map(items, words)]
        imported = [(str(path), self.paths(found)) for path, found in map(items, files)]
        made = [(str(path), str(what), str(digest)) for path, what, digest in map(items, texts)]
        for read, sought, by_word, by_file, of_texts in map(items, rows):
            yield Trace(
                frozenset(self.paths(read)),
                frozenset(self.paths(sought)),
                tuple([named[number] for number in map(_number, items(by_word))]),
                tuple([imported[number] for number in map(_number, items(by_file))]),
                tuple([made[number] for number in map(_number, items(of_texts))]),
            )

    def numbers(self, paths: Iterable[str]) -> list[Json]:
        """The numbers of the paths; the path itself where it has none."""
        known = self._numbers
        return [known.get(path, path) for path in paths]

    def paths(self, numbers: Json) -> tuple[str, ...]:
        """The paths that `numbers` made these of; IndexError or ValueError where it did not."""
        known = self._paths
        return tuple([known[one] if isinstance(one, int) else str(one) for one in items(numbers)])

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {path: number for number, path in enumerate(self._paths)}


def items(json: Json) -> list[Json]:
    """The list that this is; ValueError where it is none."""
    if not isinstance(json, list):
        raise ValueError
    return json


def _number(json: Json) -> int:
    if not isinstance(json, int):
        raise TypeError
    return json
