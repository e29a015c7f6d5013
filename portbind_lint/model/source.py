"""What there is to read: places in files, files, packages and the repository they form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the repository.

    `path` is POSIX and relative to the repository root; lines and columns are 1-based, columns count UTF-16 code
    units and the end column is exclusive (SARIF 2.1.0, section 3.30). `text` is the source line, without its end.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    text: str = field(default="", compare=False)


class Language(str, Enum):
    """The grammars that the file endings select."""

    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    TSX = "tsx"


@dataclass(frozen=True, slots=True, order=True)
class NotAnalysed:
    """A file (or a part of it) that says nothing about its safety, and why. `line` 0 means the whole file."""

    path: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Package:
    """One `package.json` or `deno.json` and the folder that it governs (`folder` is "" for the root)."""

    folder: str
    manifest: str
    name: str = ""
    version: str = ""
    main: tuple[str, ...] = ()
    bin: tuple[str, ...] = ()
    scripts: tuple[tuple[str, str], ...] = ()
    dependencies: tuple[tuple[str, str], ...] = ()
    dev_dependencies: tuple[tuple[str, str], ...] = ()


class Repository(Protocol):
    """The files of the analysed repository, read at most once each and never outside its root."""

    @property
    def root(self) -> str:
        """The absolute path of the analysed folder, with POSIX separators."""

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that belongs to the repository (ignored, vendored and built ones left out), sorted."""

    def files_like(self, text: str) -> tuple[str, ...]:
        """Those of `files` whose path holds `text`, sorted; gone through once, however often somebody asks."""

    def holds(self, path: str) -> bool:
        """Whether `path` is one of `files`."""

    @property
    def packages(self) -> tuple[Package, ...]:
        """Every package, sorted by folder; the root package, if any, is first."""

    def package_of(self, path: str) -> Package | None:
        """The nearest package above `path`."""

    def read(self, path: str) -> bytes | None:
        """The file's bytes; None where it is missing or was found unreadable (then it is in `not_analysed`)."""

    def look(self, path: str) -> bytes | None:
        """As `read`, for whoever says with `rest_on` what is made of it."""

    def rest_on(self, path: str, what: str, digest: str) -> None:
        """An answer rests on `what` was made of the file, which has this digest, and on nothing else of it."""

    def sources_naming(self, word: str, near: str = "") -> tuple[str, ...]:
        """The JS/TS files that hold `word` as a whole word anywhere in their text, sorted.

        With `near`, a path, those that cannot know that file (of packages that do not depend on its) may be left out.
        """

    def importers(self, path: str) -> tuple[str, ...]:
        """The JS/TS files with an import, require or re-export that can mean `path`, sorted; maybe too many."""
