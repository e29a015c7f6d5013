"""Paths of the repository in addresses."""

from __future__ import annotations

from urllib.parse import quote

from portbind_lint.model.regex import regex

# Halves of characters that stand for no byte of a name. Not even a manifest that speaks of such a file makes one.
_HALVES = regex("[\ud800-\udc7f\udd00-\udfff]")


def encoded(path: str) -> str:
    """The path percent-encoded byte for byte, so that no name can leave its place in an address."""
    return quote(_HALVES.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
