"""The scripts that are not parsed, as far as somebody came across them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portbind_lint.model.source import NotAnalysed


@dataclass(frozen=True, slots=True)
class Unfit:
    """The minified ones, and what is said about those files that cannot be analysed."""

    minified: frozenset[str]
    not_analysed: Mapping[str, NotAnalysed]

    def among(self, wanted: Callable[[str], bool]) -> Unfit:
        """Those of them that are wanted."""
        return Unfit(
            frozenset(filter(wanted, self.minified)),
            {path: problem for path, problem in self.not_analysed.items() if wanted(path)},
        )
