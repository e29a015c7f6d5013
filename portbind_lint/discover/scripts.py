"""The scripts of a repository: read once, laid end to end by the folder of their package, and searched there."""

from __future__ import annotations

from collections import deque
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from portbind_lint.discover.chunk import Chunk
from portbind_lint.discover.left_out import is_minified
from portbind_lint.discover.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from portbind_lint.discover.words import WordSearch

    Search = Callable[[Chunk], tuple[str, ...]]

SCRIPT_BYTES = 1_500_000
"""Source beyond this is data or a bundle; a parser's time and memory are better spent elsewhere."""

CHUNK_BYTES = 1_000_000
KEPT_BYTES = 64_000_000
"""Chunks that are kept. Searches go through them in one order: the first save more than the last would."""

# How far into a file that is too long to parse we look for a word that makes it worth mentioning.
_SEARCHED_BYTES = 50_000_000
_HEAD_BYTES = 8_192


_MANY = 1_000
"""Scripts: the search of fewer takes less time than to load what threads need."""

_THREADS = 2
_AHEAD = 8
"""Chunks that wait to be searched, or for somebody to take what was found."""


class Reading(Protocol):
    """What is asked of the repository's files."""

    def read_up_to(self, path: str, limit: int) -> bytes | None:
        """The first `limit` bytes of a file, None where it cannot be read."""

    def is_included(self, path: str) -> bool:
        """Whether somebody asked for this file by name: then no default rule leaves it out."""


class Scripts:
    """The text of scripts. `minified` are those found to be so; they have none."""

    def __init__(self, by_folder: Callable[[], Mapping[str, tuple[str, ...]]], files: Reading) -> None:
        """`by_folder` gives the paths of the scripts by the folder of their package, sorted; searches ask."""
        self._ask_by_folder = by_folder
        self._files = files
        self._chunks: dict[str, tuple[Chunk, ...]] = {}
        self._places: dict[str, tuple[Chunk, int]] = {}
        self._left = KEPT_BYTES
        self._shelf = Shelf()
        self._too_large: set[str] = set()
        self._unparsable: dict[str, str] = {}
        self.minified: set[str] = set()

    def text(self, path: str) -> bytes | None:
        """The source, None where it is not to be parsed."""
        kept = self._places.get(path)
        if kept is not None:
            chunk, number = kept
            return chunk.text(number)
        return self._text(path)

    def holding(self, search: WordSearch, folders: Iterable[str] | None = None) -> tuple[str, ...]:
        """The scripts that hold one of the words as a whole word, sorted; of some packages only, by their folders."""
        wanted = tuple(self._folders(folders))
        chunks = (chunk for folder in wanted for chunk in self._of(folder))
        number = sum(len(self._by_folder.get(folder, ())) for folder in wanted)
        each = _meanwhile if search.shares_time and number > _MANY else map
        found = each(lambda chunk: tuple(chunk.holding(search)), chunks)
        return tuple(sorted(path for paths in found for path in paths))

    def unparsable(self, search: WordSearch, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        """The `wanted` scripts that cannot be parsed but hold one of the words, with the reason.

        Those that `holding` or `text` has come across.
        """
        for path, reason in self._unparsable.items():
            if wanted(path) and search.finds(self._files.read_up_to(path, _SEARCHED_BYTES) or b""):
                yield path, reason

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """Every script that is to be parsed, with its text."""
        for folder in self._by_folder:
            for chunk in self._of(folder):
                yield from chunk.texts()

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        return self._ask_by_folder()

    def _folders(self, folders: Iterable[str] | None) -> Iterable[str]:
        return self._by_folder if folders is None else folders

    def _of(self, folder: str) -> Iterable[Chunk]:
        kept = self._chunks.get(folder)
        return self._read(folder) if kept is None else kept

    def _read(self, folder: str) -> Iterator[Chunk]:
        """The chunks of a folder, made anew; they are kept where all of them find room."""
        made: list[Chunk] = []
        size = 0
        is_new = folder not in self._too_large
        for chunk in self._made(self._by_folder.get(folder, ())):
            yield chunk
            size += chunk.size
            is_new = is_new and size <= self._left and folder not in self._chunks
            if is_new:
                chunk.put_aside(self._shelf)
                made.append(chunk)
        if is_new:
            self._left -= size
            self._chunks[folder] = tuple(made)
            self._places.update((path, (chunk, number)) for chunk in made for number, path in enumerate(chunk.paths))
        elif folder not in self._chunks:
            # What was put aside of it is of no use, and must not be put aside again with each search.
            self._too_large.add(folder)

    def _made(self, paths: Iterable[str]) -> Iterator[Chunk]:
        named: list[tuple[str, bytes]] = []
        size = 0
        for path in paths:
            data = self._text(path)
            if data is not None:
                named.append((path, data))
                size += len(data)
                if size > CHUNK_BYTES:
                    yield Chunk(named)
                    named, size = [], 0
        if named:
            yield Chunk(named)

    def _text(self, path: str) -> bytes | None:
        """The source as it is read anew."""
        if path in self.minified or path in self._unparsable:
            return None
        data = self._files.read_up_to(path, SCRIPT_BYTES + 1)
        if data is None:
            return None
        if not self._files.is_included(path) and is_minified(data):
            self.minified.add(path)
        elif len(data) > SCRIPT_BYTES:
            self._unparsable[path] = f"larger than {SCRIPT_BYTES:,} bytes"
        elif b"\0" in data[:_HEAD_BYTES]:
            # A runtime accepts the byte in a comment: one of them must not hide a listener.
            self._unparsable[path] = "binary data, not source text"
        else:
            return data
        return None


def _meanwhile(search: Search, chunks: Iterable[Chunk]) -> Iterator[tuple[str, ...]]:
    """What `search` finds in each chunk, in their order; the next ones are read meanwhile."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - small repositories go without

    waiting: deque[Callable[[], tuple[str, ...]]] = deque()
    with ThreadPoolExecutor(_THREADS) as threads:
        for chunk in chunks:
            try:
                waiting.append(threads.submit(search, chunk).result)
            except RuntimeError:
                # The system has no room for a thread.
                waiting.append(partial(search, chunk))
            if len(waiting) > _AHEAD:
                yield waiting.popleft()()
        yield from (found() for found in waiting)
