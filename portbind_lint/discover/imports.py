"""Which files name which modules, by a text search: who could import a file, without parsing anybody."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portbind_lint.model.source import Package

# One expression for each keyword, because a search for a fixed word is many times faster than one for alternatives.
_SPECIFIERS = tuple(
    regex(keyword + rb"""\s*['"`]([^'"`\n]{1,300})['"`]""")
    for keyword in (rb"from", rb"require\s{0,9}\(", rb"import\s{0,9}\(?", rb"require\.resolve\s{0,9}\(")
)
_ENDING = regex(r"\.(?:[cm]?[jt]s|[jt]sx)$")


def specifiers(data: bytes) -> frozenset[str]:
    """The module specifiers that the text seems to name; comments and texts are not told apart."""
    return frozenset(
        found.decode("utf-8", "replace") for expression in _SPECIFIERS for found in expression.findall(data)
    )


class ImportIndex:
    """The importing files by the last segment of the specifier (its ending left out), and by the whole of it."""

    def __init__(self, named: Iterable[tuple[str, frozenset[str]]]) -> None:
        """`named` gives each file with its specifiers."""
        self._by_segment: defaultdict[str, set[str]] = defaultdict(set)
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        for path, texts in named:
            for text in texts:
                self._by_segment[_segment(text)].add(path)
                if not text.startswith("."):
                    self._by_name[text].add(path)

    def importers(self, path: str, package: Package | None) -> tuple[str, ...]:
        """The files whose specifiers can mean `path`, which lies in `package`; sorted."""
        found: set[str] = set()
        stem = _ENDING.sub("", posixpath.basename(path))
        found |= self._by_segment.get(stem, set())
        if stem == "index":
            found |= self._by_segment.get(posixpath.basename(posixpath.dirname(path)), set())
            found |= self._by_segment.get("", set())
        if package is not None and package.name and _is_entry(stem, package):
            found |= self._by_name.get(package.name, set())
        found.discard(path)
        return tuple(sorted(found))


def _segment(specifier: str) -> str:
    """The last name of a specifier; "" for `.`, `..`, `./` and their like."""
    name = specifier.partition("?")[0].rstrip("/").rpartition("/")[2]
    return "" if name.strip(".") == "" else _ENDING.sub("", name)


def _is_entry(stem: str, package: Package) -> bool:
    return stem == "index" or any(_ENDING.sub("", posixpath.basename(main)) == stem for main in package.main)
