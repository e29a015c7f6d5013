"""Which version of a package a file gets: the lock file's if there is one, else what the nearest manifest asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.discover.repository import FileRepository
    from portbind_lint.model.source import Package

# Lock files are long; the largest that are known in public repositories have a few million bytes.
_LOCK_BYTES = 32_000_000

# How each lock file spells "this package has that version": NAME stands for the package. The programs that write them
# keep to one layout, so that a search replaces reading megabytes of JSON or YAML. Each spelling with the character that
# it begins with, or behind.
_Spellings = tuple[tuple[str, str], ...]
_VERSION = r"v?(\d[\w.+-]{0,60})"
_NPM = (
    ('"', r'"(?:[^"\n]{0,300}/)?node_modules/NAME": ?\{\s{0,20}"version": ?"%s"'),
    ('"', r'"NAME": ?\{\s{0,20}"version": ?"%s"'),
)
_LOCKS = (
    ("package-lock.json", _NPM),
    ("npm-shrinkwrap.json", _NPM),
    ("yarn.lock", (("\n", r'"?(?:[^\n]{0,300}, "?)?NAME@[^\n]{0,1000}:\n +version:? "?%s'),)),
    ("pnpm-lock.yaml", (("\n", r" {2}'?/?NAME[@/]%s(?=['(:_])"),)),
    ("bun.lock", (("[", r'\["NAME@%s"'),)),
    ("deno.lock", (('"', r'"NAME@%s"'),)),
)  # fmt: skip
_BEFORE_NAME = 400
"""Characters from where a spelling begins to the name; each allows for less."""

_ALIAS = regex(r"(?:npm|jsr):/?((?:@[^/@]+/)?[^/@]+)(?:@([^/]+))?(?:/.*)?")
_RANGE = regex(r"[\^~<>=v\s]*\d[\w.*+<>=^~|\s-]*")
_NUMBER = regex(r"\d+")


class Versions:
    """Looks versions up when somebody asks; every lock file is read at most once."""

    def __init__(self, repository: FileRepository) -> None:
        self._repository = repository
        self._packages: dict[str, list[Package]] = {}
        for package in repository.packages:
            self._packages.setdefault(package.folder, []).append(package)
        self._locks: dict[str, str] = {}
        self._locked_versions: dict[tuple[str, str], tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], str | None] = {}

    def of(self, path: str, package: str) -> str | None:
        """The exact version ("4.29.1") or the range ("^4.2") of `package` for the file `path`; None where unknown."""
        folder = path.rpartition("/")[0]
        key = folder, package
        if key not in self._known:
            wanted = self._wanted(folder, package)
            self._known[key] = self._locked(folder, package, wanted) or _range(wanted)
        return self._known[key]

    def _wanted(self, folder: str, package: str) -> str:
        """What the nearest manifest that names `package` asks for; "" where none does."""
        for place in _upwards(folder):
            for manifest in self._packages.get(place, ()):
                for name, wanted in (*manifest.dependencies, *manifest.dev_dependencies):
                    alias = _ALIAS.fullmatch(wanted)
                    if package == (alias[1] if alias else name):
                        return (alias[2] or "") if alias else wanted
        return ""

    def _locked(self, folder: str, package: str, wanted: str) -> str | None:
        """The version in the nearest lock file that has a fitting one."""
        for place in _upwards(folder):
            for name, spellings in _LOCKS:
                found = self._in_lock(f"{place}/{name}" if place else name, spellings, package)
                version = _pick(found, wanted)
                if version:
                    return version
        return None

    def _in_lock(self, path: str, spellings: _Spellings, package: str) -> tuple[str, ...]:
        """The versions of `package` in one lock file, by the first spelling that finds any; lowest first."""
        key = path, package
        if key not in self._locked_versions:
            text = self._lock(path)
            found: set[str] = set()
            for begins, spelling in spellings if package in text else ():
                spelled = re.compile(spelling.replace("%s", _VERSION).replace("NAME", re.escape(package)))
                matches = (spelled.match(text, start) for start in _starts(text, package, begins))
                found = found or {match[1] for match in matches if match}
            self._locked_versions[key] = tuple(sorted(found, key=_order))
        return self._locked_versions[key]

    def _lock(self, path: str) -> str:
        if path not in self._locks:
            self._locks[path] = (self._repository.read_up_to(path, _LOCK_BYTES) or b"").decode("utf-8", "replace")
        return self._locks[path]


def _starts(text: str, package: str, begins: str) -> Iterator[int]:
    """Where what spells the version of `package` can begin: the nearest such place before each mention of its name."""
    at = text.find(package)
    while at >= 0:
        limit = max(0, at - _BEFORE_NAME)
        start = text.rfind(begins, limit, at)
        if begins == "\n" and (start >= 0 or limit == 0):
            yield start + 1
        elif start >= 0:
            yield start
        at = text.find(package, at + len(package))


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _pick(versions: tuple[str, ...], wanted: str) -> str | None:
    """The highest of the versions that has a major version that `wanted` asks for; without a wish, the only one."""
    majors = _majors(wanted)
    if majors:
        return next((version for version in reversed(versions) if version.partition(".")[0] in majors), None)
    return versions[0] if len(versions) == 1 else None


def _majors(wanted: str) -> frozenset[str]:
    """The major versions that a range allows; nothing where it has no upper end, or is none."""
    if _range(wanted) is None or ">" in wanted:
        return frozenset()
    numbers = (_NUMBER.search(part) for part in wanted.split("||"))
    return frozenset(number[0] for number in numbers if number)


def _order(version: str) -> tuple[tuple[int, ...], str]:
    return tuple(int(number) for number in _NUMBER.findall(version.partition("-")[0])[:4]), version


def _range(wanted: str) -> str | None:
    """`wanted` if it is a range of versions, and no tag, folder or address."""
    return wanted.strip() if _RANGE.fullmatch(wanted.strip()) else None
