"""JSON and TOML files that tools read as their configuration: `angular.json`, `wrangler.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from posixpath import basename

from portbind_lint.bind.tools.sites import Programs
from portbind_lint.bind.tools.text import Text, json_strings
from portbind_lint.model.library import ConfigFile, HostPosition
from portbind_lint.model.regex import regex
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Repository
from portbind_lint.model.value import Case, Known, Value

_ENDINGS = (".json", ".jsonc", ".toml")
_TABLE = regex(r"[ \t]*\[{1,2}([^\[\]\n]{1,300})\]{1,2}")
_ENTRY = regex(r"[ \t]*([\w.\"'-]{1,300})[ \t]*=[ \t]*(?:\"([^\"\\\n]*)\"|'([^'\n]*)')")


def is_data_file(path: str) -> bool:
    """Whether the file's ending is one that is read here."""
    return path.endswith(_ENDINGS)


def data_file_sites(path: str, repository: Repository, catalogue: Programs) -> Iterator[ToolSite]:
    """The hosts that the file at `path` gives to the tools that read it."""
    libraries = catalogue.of_config(path)
    if not libraries:
        return
    text = Text(path, repository.read(path) or b"")
    strings = list(_toml_strings(text.content) if path.endswith(".toml") else _json_strings(text.content))
    for library in libraries:
        for config in library.configs:
            if not any(fnmatchcase(basename(path), name) for name in config.names):
                continue
            for keys, value, start, end in strings:
                if _leads_to(config, keys):
                    location = text.location(start, end)
                    hosts = ((HostPosition(0, config.host), Value((Case(Known(value), (location,)),))),)
                    yield ToolSite(location, library, config, ".".join(keys), hosts, given=True)


_String = tuple[tuple[str, ...], str, int, int]


def _leads_to(config: ConfigFile, keys: tuple[str, ...]) -> bool:
    wanted = (*filter(None, config.key.split(".")), config.host)
    return len(wanted) == len(keys) and all(want in ("*", key) for want, key in zip(wanted, keys, strict=True))


def _json_strings(content: str) -> Iterator[_String]:
    for found in json_strings(content):
        yield found.path, found.value, found.start, found.end


def _toml_strings(content: str) -> Iterator[_String]:
    """The texts on lines of their own, `key = "value"`, under the tables that they stand in."""
    table: tuple[str, ...] = ()
    offset = 0
    for line in content.split("\n"):
        header, entry = _TABLE.match(line), _ENTRY.match(line)
        if header is not None:
            table = _keys(header[1])
        elif entry is not None:
            group = 2 if entry[2] is not None else 3
            yield (*table, *_keys(entry[1])), entry[group], offset + entry.start(group), offset + entry.end(group)
        offset += len(line) + 1


def _keys(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))
