"""MCP servers over HTTP: known by the packages that carry the protocol's transports, or by the route they serve."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Evidence
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import AnySite
    from portbind_lint.model.source import Repository
    from portbind_lint.review.controls.scope import Guarding

# The SDK's transports for servers and its adapters, and the frameworks built around them. Clients are not among them.
_TRANSPORT = regex(
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
_ROUTE = regex(r"(/[\w.:-]+)*/mcp/?")


class McpServers:
    """Tells the MCP servers among listeners; those that the same modules guard share what these say."""

    def __init__(self, repository: Repository, guarding: Guarding) -> None:
        self._repository = repository
        self._guarding = guarding
        self._known: dict[tuple[Module, ...], tuple[Evidence, ...]] = {}

    def of(self, site: AnySite) -> tuple[Evidence, ...]:
        """The lines that make `site` an MCP server over HTTP, nearest first; the command where a program is one."""
        if not isinstance(site, Site):
            return (Evidence(site.location, "program"),) if site.library.name in _PROGRAMS else ()
        modules = self._guarding.of(site)[:_MOST_MODULES]
        if modules not in self._known:
            found = (piece for module in modules for piece in (*_imports(module, self._repository), *_routes(module)))
            self._known[modules] = tuple(islice(found, _MOST_LINES))
        return self._known[modules]


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
