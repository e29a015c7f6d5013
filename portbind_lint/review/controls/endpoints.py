"""Checks that stand before other paths than the endpoint that an MCP server or an API of calls is there for.

A login before the dashboard under `/admin` leaves `/mcp` open, and so does the signature of a webhook.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Literal, Member, Name, Node
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portbind_lint.model.facts import Module
    from portbind_lint.review.controls.found import Found

_ENDPOINT = regex(r"^/(mcp|sse|graphql|rpc|jsonrpc)\b", re.IGNORECASE)
_REGISTERS = frozenset({"use", "get", "post", "put", "patch", "delete", "all", "route"})
# A signature proves who sent one message. Only where it is asked for before an endpoint it says who calls that.
_SIGNATURE = regex(r"signature", re.IGNORECASE)
_READ_TEXT = 200
_MOST_CALLS = 300
_MOST_LEVELS = 6


def beside_endpoints(guards: Sequence[Found], modules: Sequence[Module]) -> frozenset[int]:
    """The `id`s of the guards that are registered for certain paths only, with no endpoint below any of them."""
    if not guards:
        return frozenset()
    endpoints = {path for module in modules for path in _paths(module) if _ENDPOINT.match(path)}
    if not endpoints:
        return frozenset()
    return frozenset(id(guard) for guard in guards if _is_beside(guard, modules, endpoints))


def _is_beside(guard: Found, modules: Sequence[Module], endpoints: set[str]) -> bool:
    prefixes = tuple(_before(guard, modules))
    return _misses(prefixes, endpoints) or (not prefixes and _signs(guard))


def _signs(guard: Found) -> bool:
    """Whether what is read is a signature: of a header or a parameter that is named for one."""
    node = guard.node
    return _SIGNATURE.search(guard.module.text(Node(node.start, min(node.end, node.start + _READ_TEXT)))) is not None


def _misses(prefixes: Sequence[str], endpoints: set[str]) -> bool:
    """Whether every place of a guard is known, and none of them is on the way to an endpoint."""
    known = bool(prefixes) and all(len(prefix) > 1 for prefix in prefixes)
    return known and not any(_covers(prefix, path) for prefix in prefixes for path in endpoints)


def _covers(prefix: str, path: str) -> bool:
    return path.startswith(prefix.rstrip("*/")) or ":" in prefix or "(" in prefix


def _paths(module: Module) -> Iterator[str]:
    for word in sorted(_REGISTERS):
        for call in module.calls(word)[:_MOST_CALLS]:
            if isinstance(call.callee, Member) and len(call.arguments) > 1:
                yield _path(call)


def _before(guard: Found, modules: Sequence[Module]) -> Iterator[str]:
    """The paths that the function around the check is registered for; "" for wherever else it is used."""
    if isinstance(guard.node, Name):
        yield from _registered(guard.module, guard.node)
        return
    function = guard.module.enclosing_function(guard.node)
    name = name_of(guard.module, function) if function is not None else ""
    if not name:
        yield ""
        return
    for module in modules:
        for reference in module.references(name):
            if reference.role == "read" and isinstance(reference.node, Name):
                yield from _registered(module, reference.node)


def _registered(module: Module, node: Node) -> Iterator[str]:
    """The path of the registration around `node`; nothing where it is only handed on to be exported."""
    current: Node | None = node
    for _ in range(_MOST_LEVELS):
        current = module.parent(current) if current is not None else None
        if isinstance(current, Call):
            callee = current.callee
            yield _path(current) if isinstance(callee, Member) and callee.property in _REGISTERS else ""
            return


def _path(call: Call) -> str:
    first = call.arguments[0] if call.arguments else None
    return first.value if isinstance(first, Literal) and isinstance(first.value, str) else ""
