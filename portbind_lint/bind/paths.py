"""From an access path to the listener of a library that it means, and the part of it that is the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portbind_lint.model.library import Library, Listener, path_steps
from portbind_lint.model.value import External

_CALLS = ("()", "new")


@dataclass(frozen=True, slots=True)
class Match:
    """A listener of a library; `server` is the object that listens (the module itself for a plain function)."""

    library: Library
    listener: Listener
    server: External


def matches(library: Library, called: External, *, is_new: bool) -> Iterator[Match]:
    """The listeners of `library` that calling (or constructing) `called` can mean; whole patterns before methods."""
    path = (*called.path, "new") if is_new else called.path
    for listener in library.listeners:
        if not listener.call.startswith(".") and path_steps(listener.call) == path:
            yield Match(library, listener, _server(called, len(called.path) - 1))
    for listener in library.listeners:
        if listener.call.startswith("."):
            for pattern in library.servers:
                length = _method_of(path_steps(pattern), path, listener.call)
                if length:
                    yield Match(library, listener, _server(called, length))


def _method_of(server: tuple[str, ...], path: tuple[str, ...], method: str) -> int:
    """How many steps are the server's where `path` is `method` of `server`, fluent calls in between; else 0."""
    if not path or path[-1] != method or path[: len(server)] != server:
        return 0
    between = path[len(server) : -1]
    links = zip(between[::2], between[1::2], strict=False)
    fluent = len(between) % 2 == 0 and all(name.startswith(".") and call == "()" for name, call in links)
    return len(server) if fluent else 0


def _server(called: External, length: int) -> External:
    """The first `length` steps of a path with the calls behind them."""
    path = called.path[: max(length, 0)]
    return External(called.module, path, called.calls[: sum(step in _CALLS for step in path)])
