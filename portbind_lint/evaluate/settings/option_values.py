"""One option of a command line: what it is when nobody gives it, by all its declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portbind_lint.evaluate.cases import absent, join, settable, single, unknown
from portbind_lint.model.value import Setting, UnknownReason, Value

ANY = "*"
"""The name of options that are declared somewhere else."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One declaration. `names` are as the program writes them; `default` is None where none is declared.

    `variables` are environment variables that set it; `negated` is that only its opposite, `--no-x`, is declared.
    """

    names: tuple[str, ...]
    default: Value | None = None
    required: bool = False
    variables: tuple[str, ...] = ()
    negated: bool = False

    def is_named(self, names: Iterable[str]) -> bool:
        """Whether a result under one of `names` is this option's."""
        wanted = set(names)
        return any({name, camel(name), name.replace("-", "_")} & wanted for name in self.names)


def camel(name: str) -> str:
    """`listen-host` as `listenHost`, which is how parsers name their results."""
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def flag_of(name: str) -> str:
    """`listenHost` as `listen-host`, which is what the user writes."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"-{match.group(1).lower()}", name)


def value_of(options: list[Option], name: str, kind: str = "flag") -> Value:
    """What is read under `name` when nobody sets anything, and who can set it."""
    if not any(option.is_named((name,)) for option in options):
        return settable(kind, _spelled(name, kind), _default([option for option in options if ANY in option.names]))
    names = {name, *(alias for option in options if option.is_named((name,)) for alias in option.names)}
    found = [option for option in options if option.is_named(names)]
    found = [option for option in found if not option.negated] or found
    setters = [single(Setting("env", text)) for option in found for text in option.variables]
    longest = max((text for option in found[:1] for text in option.names), key=len)
    return join((_default(found), *setters, single(Setting(kind, _spelled(longest, kind)))))


def _spelled(name: str, kind: str) -> str:
    return f"--{name}" if kind == "flag" else name


def _default(found: list[Option]) -> Value:
    defaults = [option.default for option in found if option.default is not None]
    if defaults:
        return join(defaults)
    return unknown(UnknownReason.REQUIRED_SETTING) if any(option.required for option in found) else absent()
