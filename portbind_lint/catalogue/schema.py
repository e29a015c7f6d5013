"""One YAML document -> `Library`. The built-in entries and those that users declare are read and checked alike."""

from __future__ import annotations

from collections.abc import Mapping

from portbind_lint.catalogue.commands import read_command
from portbind_lint.catalogue.fields import Fields
from portbind_lint.catalogue.parts import read_defaults, read_special, read_versions
from portbind_lint.model.errors import UserError
from portbind_lint.model.library import (
    AND,
    ConfigFile,
    Example,
    HostPosition,
    Library,
    Listener,
    Proof,
    path_steps,
)  # fmt: skip
from portbind_lint.model.regex import regex

LIBRARY_KEYS = (
    "name", "modules", "documentation", "role", "servers", "listeners", "configs", "commands", "proof", "notes",
    "examples",
)  # fmt: skip
_LISTENER = (
    "call", "arguments", "hosts", "defaults", "pipes", "needs", "excludes", "special", "ignored", "protocol", "note",
    "settings",
)  # fmt: skip
_ARGUMENTS = ("hosts", "pipes", "special", "ignored")
_HOST = ("at", "form", "versions", "moves", "port", "numeric")
_CONFIG = ("names", "key", "host", "defaults", "special", "always", "versions")
_ADDRESS_CLASSES = (
    "wildcard", "wildcard-default", "loopback", "loopback-default", "specific", "pipe", "unknown",
)  # fmt: skip
_POSITION = regex(r"(construct:)?(\d+)(?:\.([\w.-]+))?")
_REQUIREMENTS = "port, 0, 1.port, transport=http, 1 from MODULE, 1 given, <Type>, run by PROGRAM, or several with and"
_REQUIREMENT = regex(r"(construct:)?(<[\w$]+>|\d+ given|run by [\w-]+|[\w.-]+(=[\w./-]+| from \S+)?)")

Presets = Mapping[str, object]


def read_library(origin: str, document: object, presets: Presets) -> Library:
    """The library that `document` (parsed YAML of the file `origin`) describes; raises UserError for any mistake.

    `presets` are the argument forms that a listener can name in `arguments`.
    """
    fields = Fields.read(origin, "", document, LIBRARY_KEYS)
    library = Library(
        name=fields.text("name"),
        modules=fields.texts("modules"),
        documentation=fields.text("documentation"),
        servers=tuple(_path(fields, "servers", text) for text in fields.texts("servers")),
        listeners=tuple(_listener(fields, n, item, presets) for n, item in enumerate(fields.items("listeners"))),
        configs=tuple(_config(fields, n, item) for n, item in enumerate(fields.items("configs"))),
        proof=_proof(fields),
        examples=tuple(_example(fields, n, item) for n, item in enumerate(fields.items("examples"))),
        role=fields.text("role", "server", choices=("server", "debugger", "dev-server")),
        notes=fields.text("notes", ""),
        commands=tuple(read_command(fields, n, item) for n, item in enumerate(fields.items("commands"))),
    )
    _check(fields, library)
    return library


def _check(fields: Fields, library: Library) -> None:
    """What holds between the keys of a file."""
    if not library.listeners and not library.configs and not library.commands:
        raise fields.fail("listeners", "is missing: a library has listeners, configs or commands")
    if library.listeners and not library.modules:
        raise fields.fail("modules", "is missing: name what the library is imported by")
    exposed = {found.startswith("wildcard") for example in library.examples for found in example.expect or ("",)}
    if exposed != {True, False}:
        raise fields.fail("examples", "must hold one that is exposed and one that is not")


def _listener(parent: Fields, number: int, value: object, presets: Presets) -> Listener:
    fields = Fields.read(parent.origin, f"listeners[{number}]", value, _LISTENER)
    forms = _with_preset(fields, presets)
    return Listener(
        call=_path(fields, "call", fields.text("call")),
        hosts=_positions(forms, "hosts"),
        defaults=read_defaults(fields),
        pipes=_positions(forms, "pipes"),
        needs=_requirements(fields, "needs"),
        excludes=_requirements(fields, "excludes"),
        special=read_special(forms),
        ignored=forms.texts("ignored"),
        protocol=fields.text("protocol", "tcp", choices=("tcp", "udp")),
        note=fields.text("note", ""),
        settings=fields.texts("settings"),
    )


def _with_preset(fields: Fields, presets: Presets) -> Fields:
    """The listener's own argument keys over those of the preset that it names."""
    if "arguments" not in fields.values:
        return fields
    name = fields.text("arguments", choices=tuple(sorted(presets)))
    preset = Fields.read("arguments.yml", name, presets[name], _ARGUMENTS)
    own = {key: fields.values[key] for key in _ARGUMENTS if key in fields.values}
    return Fields(fields.origin, fields.where, {**preset.values, **own})


def _config(parent: Fields, number: int, value: object) -> ConfigFile:
    fields = Fields.read(parent.origin, f"configs[{number}]", value, _CONFIG)
    return ConfigFile(
        names=fields.texts("names"),
        key=fields.text("key", ""),
        host=fields.text("host"),
        defaults=read_defaults(fields),
        special=read_special(fields),
        always=fields.flag("always"),
        versions=read_versions(fields),
    )


def _positions(parent: Fields, key: str) -> tuple[HostPosition, ...]:
    """Host positions, each `"1"`, `"0.host"` or `"construct:0.host"`, or a mapping with `at` and more."""
    found: list[HostPosition] = []
    for number, item in enumerate(parent.items(key)):
        where = f"{parent.place(key)}[{number}]"
        mapping = item if isinstance(item, dict) else {"at": item}
        fields = Fields.read(parent.origin, where, mapping, _HOST)
        match = _POSITION.fullmatch(fields.text("at"))
        if match is None:
            raise fields.fail("at", "must be like 1, 0.host or construct:0.host")
        form = fields.text("form", "host", choices=("host", "host:port", "url"))
        construct, argument, path = match.groups()
        found.append(
            HostPosition(
                argument=int(argument),
                key=path or "",
                construct=construct is not None,
                form=form,
                versions=read_versions(fields),
                moves=fields.flag("moves"),
                port=fields.text("port", ""),
                numeric=fields.flag("numeric"),
            )
        )
    return tuple(found)


def _requirements(fields: Fields, key: str) -> tuple[str, ...]:
    texts = fields.texts(key)
    for text in texts:
        if not all(_REQUIREMENT.fullmatch(part) for part in text.split(AND)):
            raise fields.fail(key, f"holds {text!r}; write {_REQUIREMENTS}")
    return texts


def _path(fields: Fields, key: str, text: str) -> str:
    try:
        path_steps(text)
    except ValueError:
        hint = "write it like default(), createServer().listen, new Server or <Server>"
        raise fields.fail(key, f"holds {text!r}; {hint}") from None
    return text


def _proof(parent: Fields) -> Proof:
    fields = Fields.read(parent.origin, "proof", parent.values.get("proof"), ("how", "version", "seen"))
    how = fields.text("how", choices=("run", "source", "documentation"))
    return Proof(how, fields.text("version"), fields.text("seen"))


def _example(parent: Fields, number: int, value: object) -> Example:
    where = f"examples[{number}]"
    fields = Fields.read(parent.origin, where, value, ("name", "code", "expect", "file", "dependencies"))
    expect = fields.texts("expect")
    for found in expect:
        if found not in _ADDRESS_CLASSES:
            raise UserError(f"{parent.origin}: {where}.expect holds {found!r}; allowed: {', '.join(_ADDRESS_CLASSES)}")
    return Example(
        fields.text("name"),
        fields.text("code"),
        expect,
        fields.text("file", "example.ts"),
        fields.pairs("dependencies"),
    )
