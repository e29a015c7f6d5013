"""What could not be analysed, kept by file: what concerns a few files is found without going through all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portbind_lint.model.source import NotAnalysed


class Problems:
    """The problems that were noted, each once."""

    def __init__(self) -> None:
        self._by_path: dict[str, dict[NotAnalysed, None]] = {}
        self._untold: list[NotAnalysed] = []

    def note(self, path: str, problem: NotAnalysed) -> None:
        """Keep a problem with the file `path`, whose name may be printed in another way."""
        here = self._by_path.setdefault(path, {})
        if problem not in here:
            here[problem] = None
            self._untold.append(problem)

    def first(self) -> dict[str, NotAnalysed]:
        """The first one with each file."""
        return {path: next(iter(here)) for path, here in self._by_path.items()}

    def of(self, paths: Iterable[str]) -> Iterator[NotAnalysed]:
        """Those with some files."""
        for path in paths:
            yield from self._by_path.get(path, ())

    def untold(self) -> Iterator[NotAnalysed]:
        """Those that were noted since this was asked last."""
        untold, self._untold = self._untold, []
        yield from untold

    def __iter__(self) -> Iterator[NotAnalysed]:
        return self.of(self._by_path)
