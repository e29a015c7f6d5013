"""What listeners, configurations and commands of an entry share: versions, defaults, special spellings."""

from __future__ import annotations

from portbind_lint.catalogue.fields import Fields
from portbind_lint.model.library import Default, DefaultClass
from portbind_lint.model.regex import regex

_VERSIONS = regex(r"(|(<|<=|>|>=)?\d+(\.\d+)*( (<|<=|>|>=)\d+(\.\d+)*)*)")
_SPECIAL = ("wildcard", "loopback", "default")


def read_defaults(parent: Fields) -> tuple[Default, ...]:
    """The key `defaults`, which must hold one at least."""
    found: list[Default] = []
    for number, item in enumerate(parent.items("defaults")):
        where = f"{parent.place('defaults')}[{number}]"
        fields = Fields.read(parent.origin, where, item, ("address", "binds", "versions", "form"))
        found.append(
            Default(
                address=fields.text("address"),
                binds=DefaultClass(fields.text("binds", choices=tuple(c.value for c in DefaultClass))),
                versions=read_versions(fields),
                form=fields.text("form", "", choices=("", "object", "positional", "callback")),
            )
        )
    if not found:
        raise parent.fail("defaults", "is missing: say what is bound when no host is given")
    return tuple(found)


def read_versions(fields: Fields) -> str:
    """The key `versions`, "" for all."""
    text = fields.text("versions", "")
    if not _VERSIONS.fullmatch(text):
        raise fields.fail("versions", f"is {text!r}; write it like 3, <3.15, >=4 or >=2 <3")
    return text


def read_special(fields: Fields) -> tuple[tuple[str, str], ...]:
    """The key `special`, a mapping from spellings to what they bind."""
    pairs = fields.pairs("special")
    for spelling, binds in pairs:
        if binds not in _SPECIAL:
            raise fields.fail("special", f"maps {spelling!r} to {binds!r}; allowed: {', '.join(_SPECIAL)}")
    return pairs
