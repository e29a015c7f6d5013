"""`.portbind.yml`, the project's settings, as a frozen `Config`.

exclude: [fixtures/]                # patterns as in .gitignore: neither read nor reported
include: [vendor/own-server/]       # read although vendored, built or minified files are left out by default
fail-on: high                       # high, medium or never
persona: regular                    # regular, or audit: also what could not be resolved
suppressions:
  - rule: undocumented-exposure
    path: tools/*.ts                # a pattern; the call or the line that writes the address lies there
    reason: reachable in the laboratory network only
    until: 2027-01-31               # optional: the last day on which it counts
baseline: .portbind-baseline.json   # findings that are known, as `portbind-lint baseline create` writes them
libraries:                          # packages of your own that listen, each as the catalogue's files describe one
  - name: "@corp/server"
    modules: ["@corp/server"]
    ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from portbind_lint.model.errors import UserError
from portbind_lint.model.report import SilencedBy, Suppression
from portbind_lint.model.source import Location

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import yaml

FILE_NAME = ".portbind.yml"
FAIL_ON = ("high", "medium", "never")
PERSONAS = ("regular", "audit")

KEYS = ("exclude", "include", "fail-on", "persona", "baseline", "suppressions", "libraries")
NEEDED = ("rule", "path", "reason")
SUPPRESSION_KEYS = (*NEEDED, "until")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LIMIT = 1_000_000
_DEEPEST = 100
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class ConfiguredSuppression:
    """One rule silenced where `pattern` matches; the suppression's location is that of the entry in the file.

    `until` is the last day on which it counts, None for ever.
    """

    pattern: str
    suppression: Suppression
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DeclaredLibrary:
    """A library that a project describes: `document` is its YAML, `origin` the place in the file, `path:line`."""

    origin: str
    document: object


@dataclass(frozen=True, slots=True)
class Config:
    """What a project has settled. `path` is the file as the caller knows it, "" where there is none.

    `baseline` is the path of the baseline's file, relative to the root, "" where there is none.
    """

    path: str = ""
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    fail_on: str = "high"
    persona: str = "regular"
    baseline: str = ""
    suppressions: tuple[ConfiguredSuppression, ...] = ()
    libraries: tuple[DeclaredLibrary, ...] = ()


def load_config(root: Path, chosen: Path | None = None) -> Config:
    """The file `chosen`, else the one in `root`, else the defaults; raises `UserError` for any mistake in it."""
    path = chosen if chosen is not None else root / FILE_NAME
    if chosen is None and not (path.is_file() and not path.is_symlink()):
        return Config()
    name = str(chosen) if chosen is not None else FILE_NAME
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"{name}: cannot be read: {_reason(error)}") from error
    return read_config(name, data)


def read_config(name: str, data: bytes) -> Config:
    """The configuration in `data`, the contents of the file `name`; raises `UserError` for any mistake in it."""
    if len(data) > LIMIT:
        raise UserError(f"{name}: larger than {LIMIT:,} bytes, which no configuration is")
    return _Reader(name).config(data)


class _Reader:
    """Turns YAML nodes, which know their lines, into `Config`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def config(self, data: bytes) -> Config:
        import yaml  # noqa: PLC0415 - most repositories have no configuration

        try:
            text = data.decode("utf-8-sig")
            self._check_depth(text)
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError as error:
            raise UserError(f"{self._name}: not valid UTF-8") from error
        except yaml.YAMLError as error:
            raise UserError(f"{self._name}{_position(error)}: invalid YAML: {_problem(error)}") from error
        if node is None or node.tag == _NULL:
            return Config(self._name)
        fields = self._mapping(node, KEYS, "the configuration")
        return Config(
            path=self._name,
            exclude=self._texts(fields.get("exclude"), "exclude"),
            include=self._texts(fields.get("include"), "include"),
            fail_on=self._choice(fields.get("fail-on"), "fail-on", FAIL_ON),
            persona=self._choice(fields.get("persona"), "persona", PERSONAS),
            baseline=self._text(fields["baseline"], "baseline") if "baseline" in fields else "",
            suppressions=tuple(
                self._suppression(item) for item in self._items(fields.get("suppressions"), "suppressions")
            ),
            libraries=tuple(self._library(item) for item in self._items(fields.get("libraries"), "libraries")),
        )

    def _check_depth(self, text: str) -> None:
        """Refuse what nests too deeply before it is composed, which takes a stack and quadratic time."""
        import yaml  # noqa: PLC0415

        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise UserError(f"{self._name}: nested too deeply")

    def _suppression(self, node: yaml.Node) -> ConfiguredSuppression:
        fields = self._mapping(node, SUPPRESSION_KEYS, "a suppression")
        missing = [key for key in NEEDED if key not in fields]
        if missing:
            raise self._error(node, f"this suppression has no {missing[0]}; it needs rule, path and reason")
        rule, path, reason = (self._text(fields[key], key) for key in NEEDED)
        location = Location(self._name, node.start_mark.line + 1, node.start_mark.column + 1)
        until = self._date(fields["until"]) if "until" in fields else None
        return ConfiguredSuppression(path, Suppression(location, (rule,), reason, SilencedBy.CONFIGURATION), until)

    def _date(self, node: yaml.Node) -> date:
        text = self._text(node, "until")
        try:
            return date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError as error:
            raise self._error(node, f"until must be a day such as 2027-01-31, not {text[:40]!r}") from error

    def _library(self, node: yaml.Node) -> DeclaredLibrary:
        """One library as plain data; the catalogue checks what it says."""
        import yaml  # noqa: PLC0415

        try:
            document: object = yaml.constructor.SafeConstructor().construct_document(node)
        except yaml.YAMLError as error:
            raise UserError(f"{self._name}{_position(error)}: invalid YAML: {_problem(error)}") from error
        except (RecursionError, ValueError) as error:
            raise self._error(node, "this library cannot be read") from error
        return DeclaredLibrary(f"{self._name}:{node.start_mark.line + 1}", document)

    def _mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> Mapping[str, yaml.Node]:
        import yaml  # noqa: PLC0415

        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{what} must be a mapping with the keys {', '.join(keys)}")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in keys:
                raise self._error(key, f"unknown key {name!r}{_nearest(name, keys)}")
            if name in found:
                raise self._error(key, f"{name} is given twice")
            found[name] = value
        return {name: value for name, value in found.items() if value.tag != _NULL}

    def _items(self, node: yaml.Node | None, key: str) -> tuple[yaml.Node, ...]:
        import yaml  # noqa: PLC0415

        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{key} must be a list")
        return tuple(node.value)

    def _texts(self, node: yaml.Node | None, key: str) -> tuple[str, ...]:
        return tuple(self._text(item, key) for item in self._items(node, key))

    def _text(self, node: yaml.Node, key: str) -> str:
        import yaml  # noqa: PLC0415

        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self._error(node, f"{key} must be text")
        return str(node.value)

    def _choice(self, node: yaml.Node | None, key: str, choices: tuple[str, ...]) -> str:
        if node is None:
            return choices[0]
        text = self._text(node, key)
        if text not in choices:
            raise self._error(node, f"{key} must be one of {', '.join(choices)}, not {text!r}")
        return text

    def _error(self, node: yaml.Node, message: str) -> UserError:
        return UserError(f"{self._name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}: {message}")


def _nearest(name: str, keys: tuple[str, ...]) -> str:
    close = get_close_matches(name.replace("_", "-").lower(), keys, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else f"; the keys are {', '.join(keys)}"


def _position(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""


def _problem(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not a YAML document"
    return " ".join(str(problem).split())


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else "not a usable file name"
