"""The key `commands` of an entry: programs that listen when somebody runs them."""

from __future__ import annotations

from portbind_lint.catalogue.fields import Fields
from portbind_lint.catalogue.parts import read_defaults, read_special, read_versions
from portbind_lint.model.library import Command, HostWord, Purpose
from portbind_lint.model.regex import regex

_COMMAND = (
    "programs", "subcommands", "needs", "excludes", "hosts", "defaults", "special", "ignored", "purpose", "note",
)  # fmt: skip
_HOST = ("flags", "env", "bare", "value", "form", "versions")
_FLAG = regex(r"--?[A-Za-z][\w.-]*")
_VARIABLE = regex(r"[A-Za-z_]\w*")


def read_command(parent: Fields, number: int, value: object) -> Command:
    """One item of `commands`; raises UserError for any mistake in it."""
    fields = Fields.read(parent.origin, f"commands[{number}]", value, _COMMAND)
    programs = fields.texts("programs")
    if not programs:
        raise fields.fail("programs", "is missing: name what people type")
    return Command(
        programs=programs,
        hosts=tuple(_host(fields, n, item) for n, item in enumerate(fields.items("hosts"))),
        defaults=read_defaults(fields),
        purpose=Purpose(fields.text("purpose", choices=tuple(purpose.value for purpose in Purpose))),
        subcommands=fields.texts("subcommands"),
        needs=_flags(fields, "needs"),
        excludes=fields.texts("excludes"),
        special=read_special(fields),
        ignored=_flags(fields, "ignored"),
        note=fields.text("note", ""),
    )


def _host(parent: Fields, number: int, value: object) -> HostWord:
    """A flag's spellings in a list, or a mapping with `flags` or `env` and more."""
    mapping = value if isinstance(value, dict) else {"flags": value}
    fields = Fields.read(parent.origin, f"{parent.place('hosts')}[{number}]", mapping, _HOST)
    flags, env = _flags(fields, "flags"), fields.text("env", "")
    if bool(flags) == bool(env):
        raise fields.fail("flags", "or env must be there, and not both")
    if env and not _VARIABLE.fullmatch(env):
        raise fields.fail("env", f"is {env!r}, which names no variable")
    return HostWord(
        flags=flags,
        env=env,
        bare=fields.text("bare", ""),
        attached=fields.text("value", "any", choices=("any", "attached")) == "attached",
        form=fields.text("form", "host", choices=("host", "host:port", "url")),
        versions=read_versions(fields),
    )


def _flags(fields: Fields, key: str) -> tuple[str, ...]:
    texts = fields.texts(key)
    for text in texts:
        if not _FLAG.fullmatch(text):
            raise fields.fail(key, f"holds {text!r}; write flags like --host or -H")
    return texts
