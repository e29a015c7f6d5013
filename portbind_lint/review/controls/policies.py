"""Sails: the policies of whatever has none of its own, which it reads from a file of the package by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Array, Literal, Object, Property
from portbind_lint.review.controls.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Expression

_EXPORTED = "policies"
_ALL = "*"
_WHOLE = frozenset({"=", "default"})
_ASKS = regex(r"auth|logged_?in|login|signed_?in|session|jwt|token|api_?key", re.IGNORECASE)
_ASKS_NOBODY = regex(
    r"([gG]uest|[aA]nonym|[pP]ublic|[oO]ptional|[uU]nauth|[lL]og(ged)?_?[oO]ut)|(^|[a-z])[nN]ot?(_|[A-Z])"
)


def find_policies(module: Module) -> Iterator[Found]:
    """The policy in `module` that asks every caller who they are: `policies: { '*': 'isLoggedIn' }`."""
    for policies in _policies(module):
        for entry in policies.entries:
            if isinstance(entry, Property) and entry.key == _ALL and any(_asks(name) for name in _names(entry.value)):
                yield Found(ControlKind.AUTH, module, entry, (entry,))


def _policies(module: Module) -> Iterator[Object]:
    for export in module.exports:
        if isinstance(export.value, Object) and export.name == _EXPORTED:
            yield export.value
        elif isinstance(export.value, Object) and export.name in _WHOLE:
            for entry in export.value.entries:
                if isinstance(entry, Property) and entry.key == _EXPORTED and isinstance(entry.value, Object):
                    yield entry.value


def _names(value: Expression) -> Iterator[str]:
    for item in value.items if isinstance(value, Array) else (value,):
        if isinstance(item, Literal) and isinstance(item.value, str):
            yield item.value


def _asks(name: str) -> bool:
    return _ASKS.search(name) is not None and not _ASKS_NOBODY.search(name)
