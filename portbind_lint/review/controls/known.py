"""The controls that are known, as data: `*.yml` in this folder, one list of entries a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.generated import documents
from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Pattern

_GENERATED = Path(__file__).parent / "controls.json"


@dataclass(frozen=True, slots=True)
class PackageControl:
    """A use of something imported from one of `modules` (`names` empty: of anything; `prefix`: subpaths count too).

    A call whose first argument reads like `unless` is none.
    """

    id: str
    kind: ControlKind
    modules: frozenset[str]
    names: frozenset[str]
    prefix: bool
    unless: Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CallControl:
    """A call of one of `calls` whose receiver and arguments read like `receiver` and `argument`.

    With `rejects` it counts only where requests are turned away nearby.
    """

    id: str
    kind: ControlKind
    calls: tuple[str, ...]
    receiver: Pattern[str] | None
    argument: Pattern[str] | None
    rejects: bool


@dataclass(frozen=True, slots=True)
class OptionControl:
    """An object key of `options` given to a call that reads like `of`, with a value that is not plainly off.

    With `rejects` a function that is written there counts only where it can turn somebody away.
    """

    id: str
    kind: ControlKind
    options: tuple[str, ...]
    of: Pattern[str]
    rejects: bool


@dataclass(frozen=True, slots=True)
class RequestControl:
    """Something read from a request that lets the reader turn it away: a header, a query value or a session member.

    With `verified` it must also be checked against something: whoever only asks that a token is there, to hand it on to
    somebody else's API, guards nothing.
    """

    id: str
    kind: ControlKind
    header: Pattern[str] | None
    query: Pattern[str] | None
    session: Pattern[str] | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Case:
    """An example of the data: short code that the entry `id` must recognise (`fires`) or pass over."""

    id: str
    kind: ControlKind
    code: str
    fires: bool


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known of controls."""

    packages: tuple[PackageControl, ...]
    calls: tuple[CallControl, ...]
    options: tuple[OptionControl, ...]
    requests: tuple[RequestControl, ...]
    cases: tuple[Case, ...]


class _Entry:
    """One entry of a file, with typed access to its fields; a wrong type is a `ValueError` that names the entry."""

    def __init__(self, source: str, content: object) -> None:
        if not isinstance(content, dict):
            raise ValueError(f"{source}: an entry is not a mapping")
        self._content: dict[object, object] = content
        self._source = source
        self.id = self.text("id")
        self.kind = ControlKind(self.text("kind"))

    def has(self, key: str) -> bool:
        """Whether the entry has the field."""
        return key in self._content

    def flag(self, key: str) -> bool:
        """A switch that is off where it is missing."""
        return self._content.get(key) is True

    def text(self, key: str) -> str:
        """A required text."""
        value = self._content.get(key)
        if not isinstance(value, str):
            raise ValueError(f"{self._source}: {key} is missing or not a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is missing."""
        value = self._content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"{self._source}: {key} of {self.id} is not a list of texts")
        return tuple(str(item) for item in value)

    def pattern(self, key: str) -> Pattern[str] | None:
        """A regular expression; None where it is missing."""
        return regex(self.text(key)) if self.has(key) else None


@lru_cache(maxsize=1)
def load_known() -> Known:
    """The content of all files of this folder, in the order of their names."""
    return read_known(documents(_GENERATED))


def read_known(files: Mapping[str, object]) -> Known:
    """The content of files by their names; ValueError names what is wrong."""
    entries = [entry for name, content in files.items() for entry in _entries(name, content)]
    return Known(
        packages=tuple(_package(entry) for entry in entries if entry.has("modules")),
        calls=tuple(_call(entry) for entry in entries if entry.has("calls")),
        options=tuple(_option(entry) for entry in entries if entry.has("options")),
        requests=tuple(_request(entry) for entry in entries if _is_request(entry)),
        cases=tuple(case for entry in entries for case in _cases(entry)),
    )


def _entries(name: str, content: object) -> tuple[_Entry, ...]:
    if not isinstance(content, list):
        raise ValueError(f"{name}: not a list of entries")
    return tuple(_Entry(name, item) for item in content)


def _package(entry: _Entry) -> PackageControl:
    modules, names = frozenset(entry.texts("modules")), frozenset(entry.texts("names"))
    return PackageControl(entry.id, entry.kind, modules, names, entry.flag("prefix"), entry.pattern("unless"))


def _call(entry: _Entry) -> CallControl:
    receiver, argument = entry.pattern("receiver"), entry.pattern("argument")
    return CallControl(entry.id, entry.kind, entry.texts("calls"), receiver, argument, entry.flag("rejects"))


def _option(entry: _Entry) -> OptionControl:
    return OptionControl(entry.id, entry.kind, entry.texts("options"), regex(entry.text("of")), entry.flag("rejects"))


def _request(entry: _Entry) -> RequestControl:
    patterns = (entry.pattern("header"), entry.pattern("query"), entry.pattern("session"))
    return RequestControl(entry.id, entry.kind, *patterns, entry.flag("verified"))


def _is_request(entry: _Entry) -> bool:
    return entry.has("header") or entry.has("query") or entry.has("session")


def _cases(entry: _Entry) -> tuple[Case, ...]:
    fires = tuple(Case(entry.id, entry.kind, code, True) for code in entry.texts("fires"))
    return fires + tuple(Case(entry.id, entry.kind, code, False) for code in entry.texts("quiet"))
