"""Whether checks that stand in single routes guard the listener, or leave most of what it serves open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Array, Call, Function, Literal, Member, Name, Node, Property
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portbind_lint.model.facts import Module
    from portbind_lint.review.controls.found import Found

_REGISTERS = ("get", "post", "put", "patch", "delete", "all")
# What is open everywhere: the way in, and what says that the server is there.
_OPEN_BY_NATURE = regex(
    r"^/?$|\b(auth|login|log-?in|logout|sign-?(in|up|out)|register|token|oauth|callback|authorize|forgot|reset|verify"
    r"|health\w*|live(ness|z)?|ready|readiness|ping|status|version|metrics|test|docs?|swagger|openapi|favicon|robots"
    r"|static|assets|public|\.well-known)\b|\*",
    re.IGNORECASE,
)
_CONNECTS = frozenset({"connection", "upgrade"})
_REFUSES_METHOD = regex(r"\b405\b|method not allowed", re.IGNORECASE)
# One endpoint with several methods: where one of them asks for credentials, the others have nothing to give without.
_ENDPOINT = regex(r"\b(mcp|sse|messages?|graphql|rpc)\b", re.IGNORECASE)
_MAKES_HANDLERS = regex(r"handle|controller|wrap|catch", re.IGNORECASE)
_MOST_CALLS = 300
_MOST_LEVELS = 8
# How many functions, each used in the next only, lie between a check and the route.
_MOST_CALLERS = 3
# So many open routes for each guarded one mean that the listener as such is not guarded.
_OPEN_FOR_ONE = 2


def mostly_open(guards: Sequence[Found], modules: Sequence[Module]) -> bool:
    """Whether every one of `guards` stands in a single route, and most of the routes have none."""
    if not guards:
        return False
    routes = [(module, call) for module in modules for call in _routes(module)]
    guarded: dict[int, str] = {}
    for guard in guards:
        around = {id(call): _path(call) for module, call in routes if module is guard.module and _holds(call, guard)}
        around = around or _handling(guard, routes, modules)
        if not around:
            return False
        guarded |= around
    endpoints = {path for path in guarded.values() if _ENDPOINT.search(path)}
    unguarded = [
        call
        for module, call in routes
        if id(call) not in guarded and _path(call) not in endpoints and not _is_open_by_nature(module, call)
    ]
    return bool(guarded) and len(unguarded) >= _OPEN_FOR_ONE * len(guarded)


def left_to_a_switch(always: Sequence[Found], switched: Sequence[Found], modules: Sequence[Module]) -> bool:
    """Whether all of `always` stand in single routes, and at least as many others have only a guard of `switched`."""
    if not (always and switched):
        return False
    routes = [(module, call) for module in modules for call in (*_routes(module), *_mounted(module))]
    guarded: set[int] = set()
    for guard in always:
        around = {id(call) for module, call in routes if module is guard.module and _holds(call, guard)}
        around |= set(() if around else _handling(guard, routes, modules))
        if not around:
            return False
        guarded |= around
    others = {each for guard in switched for each in _handling(guard, routes, modules)}
    return len(others - guarded) >= len(guarded)


def _handling(guard: Found, routes: Sequence[tuple[Module, Call]], modules: Sequence[Module]) -> dict[int, str]:
    """The routes that are given the function around the guard, or the one that alone uses it, by its name.

    None where that function is put to other uses, too.
    """
    module, function = guard.module, _outermost(guard.module, guard.node)
    for _ in range(_MOST_CALLERS):
        name = name_of(module, function) if function is not None else ""
        if not name:
            break
        uses = [(each, node) for each in modules for node in _uses(each, name)]
        found = {id(call): _path(call) for _, call in routes if name in _given(call)}
        if found:
            return found if len(found) == len(uses) else {}
        around = {(each, _outermost(each, node)) for each, node in uses}
        if len(around) != 1:
            break
        module, function = next(iter(around))
    return {}


def _outermost(module: Module, node: Node) -> Function | None:
    function = module.enclosing_function(node)
    for _ in range(_MOST_LEVELS):
        around = module.enclosing_function(function) if function is not None else None
        if around is None:
            break
        function = around
    return function


def _given(call: Call) -> frozenset[str]:
    """The names of what a route is given to handle its requests, and of the functions that make it."""
    listed = (item for each in call.arguments[1:] for item in (each.items if isinstance(each, Array) else (each,)))
    made = (item.callee if isinstance(item, Call) else item for item in listed)
    return frozenset(item.name for item in made if isinstance(item, Name))


def _uses(module: Module, name: str) -> Iterator[Node]:
    """Where something called `name` is called or handed over, what is exported left out."""
    exported = {export.value for export in module.exports}
    for each in module.references(name):
        if each.role == "read" and each.node not in exported and not isinstance(module.parent(each.node), Property):
            yield each.node


def _routes(module: Module) -> Iterator[Call]:
    """The calls that register a handler for a path that is written there."""
    for word in _REGISTERS:
        for call in module.calls(word)[:_MOST_CALLS]:
            if isinstance(call.callee, Member) and _is_handled(call) and _path(call).startswith("/"):
                yield call


def _mounted(module: Module) -> Iterator[Call]:
    """What else has handlers of its own: everything below a path, a path from the settings, connections that stay."""
    for call in module.calls("use")[:_MOST_CALLS]:
        if _is_handled(call) and _path(call).startswith("/"):
            yield call
    for word in _REGISTERS:
        for call in module.calls(word)[:_MOST_CALLS]:
            if len(call.arguments) > 1 and isinstance(call.arguments[0], (Name, Member)) and _is_handled(call):
                yield call
    for call in module.calls("on")[:_MOST_CALLS]:
        if _path(call) in _CONNECTS and _is_handled(call):
            yield call


def _is_handled(call: Call) -> bool:
    last = call.arguments[-1] if len(call.arguments) > 1 else None
    if isinstance(last, Call):
        return isinstance(last.callee, Name) and _MAKES_HANDLERS.search(last.callee.name) is not None
    return isinstance(last, (Function, Name, Member))


def _path(call: Call) -> str:
    first = call.arguments[0]
    return first.value if isinstance(first, Literal) and isinstance(first.value, str) else ""


def _is_open_by_nature(module: Module, call: Call) -> bool:
    """Whether a route gives nothing away: it is a way in, a sign of life, or says that it takes no such method."""
    return _OPEN_BY_NATURE.search(_path(call)) is not None or _REFUSES_METHOD.search(module.text(call)) is not None


def _holds(call: Call, guard: Found) -> bool:
    return call.start <= guard.node.start and guard.node.end <= call.end
