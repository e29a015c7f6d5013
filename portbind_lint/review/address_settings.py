"""The settings of addresses that a text names: they tell which of several listeners it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

_FLAG = regex(r"(?<![\w-])--(?:[a-z]{1,20}-){0,3}(?:host|hostname|ip|address|addr|bind|listen|interface)(?![\w-])")
# "IP" alone is a word of the language.
_VARIABLE = regex(
    r"(?<!\w)(?:(?:[A-Z0-9]{1,20}_){0,4}(?:HOST|HOSTNAME|ADDRESS|ADDR|BIND|LISTEN|INTERFACE)|(?:[A-Z0-9]{1,20}_){1,4}IP)(?!\w)"
)
_LONGEST = 2000


def address_settings(text: str) -> frozenset[str]:
    """The flags and environment variables in `text` that are called after an address, as sites name them."""
    flags = {f"flag {name}" for name in _FLAG.findall(text[:_LONGEST])}
    return frozenset(flags | {f"env {name}" for name in _VARIABLE.findall(text[:_LONGEST])})


def is_of_others(named: frozenset[str], own: Iterable[str]) -> bool:
    """Whether what names the settings `named` speaks of a listener whose address others than `own` set.

    A flag is told from flags and a variable from variables: one listener may have one of each.
    """
    mine = frozenset(own)
    if not named or not named.isdisjoint(mine):
        return False
    kinds = {name.partition(" ")[0] for name in mine}
    return all(name.partition(" ")[0] in kinds for name in named)
