"""JSON files of tools that start programs: VS Code's `launch.json`, `nodemon.json`, pm2's `ecosystem.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import basename, dirname

from portbind_lint.bind.tools.pm2 import App
from portbind_lint.bind.tools.scattered import Setter, Started, Word
from portbind_lint.bind.tools.text import JsonString, Text, json_strings
from portbind_lint.model.regex import regex

_PROCESSES = regex(r"(?:[\w.-]*[-.])?(?:ecosystem|process|processes|pm2)(?:[-.][\w.-]+)?\.json")
_NODE_TYPES = frozenset({"node", "pwa-node", "node2", "node-terminal", "bun", "extensionHost"})


def is_launcher(path: str) -> bool:
    """Whether the name of a file is one that is read here."""
    name = basename(path)
    if name == "launch.json":
        return basename(dirname(path)) == ".vscode"
    return name in ("nodemon.json", "package.json") or bool(_PROCESSES.fullmatch(name))


def started_by_launcher(path: str, data: bytes) -> Iterator[Started]:
    """The commands in the file."""
    name = basename(path)
    if name == "package.json" and b'"nodemonConfig"' not in data:
        return
    text = Text(path, data)
    strings = tuple(json_strings(text.content))
    if name == "launch.json":
        for entries in _objects(strings, "configurations"):
            yield from _launched(text, entries)
    elif name in ("nodemon.json", "package.json"):
        yield from _watched(text, strings, ("nodemonConfig",) if name == "package.json" else ())
    else:
        for entries in _objects(strings, "apps"):
            yield from _kept_running(text, entries)


_Entries = Mapping[tuple[str, ...], list[JsonString]]


def _objects(strings: tuple[JsonString, ...], key: str) -> Iterator[_Entries]:
    """The objects in the array `key`: the strings of each by the keys that lead to them."""
    found: dict[int, dict[tuple[str, ...], list[JsonString]]] = {}
    for string in strings:
        match string.path, string.opened:
            case ((outer, "", *keys), (_, _, opened, *_)) if outer == key:
                found.setdefault(opened, {}).setdefault(tuple(keys), []).append(string)
            case _:
                continue
    yield from found.values()


def _launched(text: Text, entries: _Entries) -> Iterator[Started]:
    """A configuration of a debugger: a program and the flags of what runs it, or a command for a terminal."""
    kind, request = _value(entries, "type"), _value(entries, "request")
    if kind not in _NODE_TYPES or request != "launch":
        return
    script = f"debug {_value(entries, 'name')}"
    setters = tuple(_setters(text, entries))
    for string in entries.get(("command",), ()):
        yield Started((_word(text, string),), setters, is_line=True, script=script)
    flags = _words(text, entries, "runtimeArgs")
    rest = (*flags, *_words(text, entries, "program"), *_words(text, entries, "args"))
    runtime = _words(text, entries, "runtimeExecutable")
    if rest:
        yield Started((*(runtime or (Word("node", rest[0].location),)), *rest), setters, script=script)


def _watched(text: Text, strings: tuple[JsonString, ...], under: tuple[str, ...]) -> Iterator[Started]:
    """What nodemon runs again on every change: its `exec`, and those for file endings."""
    for string in strings:
        if string.path == (*under, "exec") or (string.path[:-1] == (*under, "execMap")):
            yield Started((_word(text, string),), is_line=True, script="dev nodemon")


def _kept_running(text: Text, entries: _Entries) -> Iterator[Started]:
    """A process of pm2."""
    flags = [word for key in ("node_args", "interpreter_args") for word in _words(text, entries, key)]
    words = [*_words(text, entries, "script"), *_words(text, entries, "args")]
    app = App(
        _value(entries, "script"),
        tuple(word for string in _words(text, entries, "args") for word in string.text.split()),
        _value(entries, "interpreter") or _value(entries, "exec_interpreter"),
        tuple(word for string in flags for word in string.text.split()),
    )
    if not app.script:
        return
    setters = tuple(_setters(text, entries))
    yield Started((*words, *flags), setters, script=f"start {_value(entries, 'name')}", line=app.line)


def _value(entries: _Entries, key: str) -> str:
    found = entries.get((key,), ())
    return found[-1].value if found else ""


def _words(text: Text, entries: _Entries, key: str) -> tuple[Word, ...]:
    """A text, or the texts of an array."""
    return tuple(_word(text, string) for string in (*entries.get((key,), ()), *entries.get((key, ""), ())))


def _setters(text: Text, entries: _Entries) -> Iterator[Setter]:
    for path, strings in entries.items():
        match path:
            case ("env", name):
                yield Setter(name, _word(text, strings[-1]))
            case _:
                continue


def _word(text: Text, string: JsonString) -> Word:
    return Word(string.value, text.location(string.start, string.end))
