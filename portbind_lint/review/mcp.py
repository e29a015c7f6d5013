"""MCP servers over HTTP: known by the packages that carry the protocol's transports, or by the route they serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Evidence
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Literal
from portbind_lint.review.controls.scope import guarding_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import AnySite
    from portbind_lint.model.source import Repository

# The SDK's transports for servers and its adapters, and the frameworks built around them. Clients are not among them.
_TRANSPORT = re.compile(
    r"@modelcontextprotocol/(sdk/(dist/(esm|cjs)/)?server/(streamableHttp|webStandardStreamableHttp|sse|express)(\.js)?"
    r"|node|express|hono|fastify)"
    r"|fastmcp|mcp-framework|mcp-use/server|mcp-proxy|mcp-handler|@vercel/mcp-adapter|@hono/mcp|@rekog/mcp-nest|xmcp"
)
# Programs that serve MCP over HTTP for a server that speaks on its standard input.
_PROGRAMS = frozenset({"supergateway", "mcp-proxy"})
# What is imported from farther away is one of many things that the listener serves.
_MOST_MODULES = 12
_MOST_LINES = 2
# The path that the specification's examples use; every message of a client is a POST to it.
_ROUTE = re.compile(r"(/[\w.:-]+)*/mcp/?")


def served_mcp(site: AnySite, repository: Repository, evaluator: Evaluator) -> tuple[Evidence, ...]:
    """The lines that make `site` an MCP server over HTTP, the nearest first; the command where a program is one."""
    if not isinstance(site, Site):
        return (Evidence(site.location, "program"),) if site.library.name in _PROGRAMS else ()
    modules = guarding_modules(site, repository, evaluator)[:_MOST_MODULES]
    found = (piece for module in modules for piece in (*_imports(module, repository), *_routes(module)))
    return tuple(piece for piece, _ in zip(found, range(_MOST_LINES), strict=False))


def _imports(module: Module, repository: Repository) -> Iterator[Evidence]:
    for source in module.sources:
        if _TRANSPORT.fullmatch(source):
            data = repository.read(module.path) or b""
            written = re.search(rb"[\"']" + re.escape(source.encode()) + rb"[\"']", data)
            yield Evidence(module.location_at(written.start() if written else 0), "transport")


def _routes(module: Module) -> Iterator[Evidence]:
    for call in (*module.calls("post"), *module.calls("all")):
        first = call.arguments[0] if call.arguments else None
        # `client.post(url)` has no handler, and its URL is more than a path.
        if (
            isinstance(first, Literal)
            and isinstance(first.value, str)
            and len(call.arguments) > 1
            and _ROUTE.fullmatch(first.value)
        ):
            yield Evidence(module.location(first), "route")
