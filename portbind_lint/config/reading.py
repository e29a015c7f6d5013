"""YAML nodes, which know their lines, to a `Config`; every mistake has its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

import yaml

from portbind_lint.config.settings import (
    FAIL_ON,
    KEYS,
    NEEDED,
    PERSONAS,
    SUPPRESSION_KEYS,
    Config,
    ConfiguredSuppression,
    DeclaredLibrary,
)
from portbind_lint.model.errors import UserError
from portbind_lint.model.regex import regex
from portbind_lint.model.report import SilencedBy, Suppression
from portbind_lint.model.source import Location

_DATE = regex(r"\d{4}-\d{2}-\d{2}")
_DEEPEST = 100
_NULL = "tag:yaml.org,2002:null"


class Reader:
    """Turns YAML nodes, which know their lines, into `Config`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def config(self, data: bytes) -> Config:
        """What `data` says; raises `UserError` for any mistake in it."""
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
        try:
            document: object = yaml.constructor.SafeConstructor().construct_document(node)
        except yaml.YAMLError as error:
            raise UserError(f"{self._name}{_position(error)}: invalid YAML: {_problem(error)}") from error
        except (RecursionError, ValueError) as error:
            raise self._error(node, "this library cannot be read") from error
        return DeclaredLibrary(f"{self._name}:{node.start_mark.line + 1}", document)

    def _mapping(self, node: yaml.Node, keys: tuple[str, ...], what: str) -> Mapping[str, yaml.Node]:
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
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{key} must be a list")
        return tuple(node.value)

    def _texts(self, node: yaml.Node | None, key: str) -> tuple[str, ...]:
        return tuple(self._text(item, key) for item in self._items(node, key))

    def _text(self, node: yaml.Node, key: str) -> str:
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
