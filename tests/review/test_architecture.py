"""The legitimate contexts and the red flags, from what the review found; and MCP servers over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.evidence import ArchitectureKind, Documentation, DocumentationStatus, Evidence
from portbind_lint.model.library import Command, Purpose
from portbind_lint.model.site import Context, ToolSite
from portbind_lint.model.source import Location
from portbind_lint.review.architecture import architecture
from portbind_lint.review.phrases.load import ClaimKind, load_phrases
from tests.judge.builder import library
from tests.review.listening import Listening

CALL = Location("src/a.ts", 3, text="app.listen(80)")
MCP = (Evidence(Location("src/a.ts", 1, text="import 'x'"), "transport"),)
STATUS = DocumentationStatus


def said(*claims: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(Location("README.md", line), claim) for line, claim in enumerate(claims, 1))


@pytest.mark.parametrize(
    ("status", "claims", "kind", "lines"),
    [
        (STATUS.JUSTIFIED, ("streamable-http",), ArchitectureKind.STREAMABLE_TRANSPORT, [1]),
        (STATUS.JUSTIFIED, ("multi-user", "kubernetes", "web-application"), ArchitectureKind.WEB_APPLICATION, [1, 3]),
        (STATUS.JUSTIFIED, ("microservice",), ArchitectureKind.MICROSERVICE, [1]),
        (STATUS.JUSTIFIED, ("kubernetes", "docker-expose"), ArchitectureKind.CONTAINER, [1, 2]),
        (STATUS.JUSTIFIED, ("reverse-proxy",), ArchitectureKind.LOAD_BALANCER, [1]),
        (STATUS.JUSTIFIED, ("self-host",), ArchitectureKind.HOSTING, [1]),
        (STATUS.JUSTIFIED, ("local-network",), ArchitectureKind.NETWORK_SERVICE, [1]),
        (STATUS.DEPLOY_CONFIG, ("compose",), ArchitectureKind.CONTAINER, [1]),
        (STATUS.DEPLOY_CONFIG, ("proxy",), ArchitectureKind.LOAD_BALANCER, [1]),
        (STATUS.DEPLOY_CONFIG, ("systemd", "fly"), ArchitectureKind.HOSTING, [1, 2]),
        (STATUS.CONTRADICTS, ("localhost-url",), ArchitectureKind.INCONSISTENT, [1]),
    ],
)
def test_the_decisive_line_names_the_context(
    status: DocumentationStatus, claims: tuple[str, ...], kind: ArchitectureKind, lines: list[int]
) -> None:
    found = architecture(CALL, Context.PRODUCT, Documentation(status, said(*claims)), ())
    assert found.kind is kind
    assert [piece.location.line for piece in found.evidence] == lines


@pytest.mark.parametrize(
    ("status", "context", "kind"),
    [
        (STATUS.SILENT, Context.PRODUCT, ArchitectureKind.UNDOCUMENTED),
        (STATUS.SILENT, Context.DEV, ArchitectureKind.DEVELOPMENT_ONLY),
        (STATUS.CONTRADICTS, Context.DEV, ArchitectureKind.DEVELOPMENT_ONLY),
    ],
)
def test_what_no_document_asks_for_points_at_the_call(
    status: DocumentationStatus, context: Context, kind: ArchitectureKind
) -> None:
    found = architecture(CALL, context, Documentation(status, said("localhost-url")), ())
    assert (found.kind, [piece.location for piece in found.evidence]) == (kind, [CALL])
    assert kind.red_flag


def test_an_mcp_server_that_is_meant_for_the_network_is_a_streamable_transport_wherever_it_runs() -> None:
    readme = said("docker-publishes-port")
    found = architecture(CALL, Context.PRODUCT, Documentation(STATUS.JUSTIFIED, readme), MCP)
    assert found.kind is ArchitectureKind.STREAMABLE_TRANSPORT
    assert not found.kind.red_flag
    assert found.evidence == (*readme, *MCP)
    flagged = architecture(CALL, Context.PRODUCT, Documentation(STATUS.SILENT), MCP)
    assert (flagged.kind, flagged.mcp) == (ArchitectureKind.UNDOCUMENTED, MCP)


def test_every_justification_stands_for_a_context_of_its_own() -> None:
    kinds = (ClaimKind.JUSTIFIES, ClaimKind.WILDCARD_DEFAULT)
    for phrase in load_phrases():
        if phrase.kind in kinds:
            evidence = said(phrase.id)
            found = architecture(CALL, Context.PRODUCT, Documentation(STATUS.JUSTIFIED, evidence), ())
            assert phrase.architecture
            assert (found.kind is ArchitectureKind.HOSTING) == (phrase.architecture == "cloud"), phrase.id


SERVES = "import express from 'express';\nimport './tools.js';\nconst app = express();\n{}\napp.listen(3000);\n"


@pytest.mark.parametrize(
    ("extra", "tools", "places"),
    [
        ("import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';", "", ["src/a.js:4"]),
        ("const t = await import('@modelcontextprotocol/sdk/server/streamableHttp.js');", "", ["src/a.js:4"]),
        ("const { FastMCP } = require('fastmcp');", "", ["src/a.js:4"]),
        ("", "import '@modelcontextprotocol/node';", ["src/tools.js:1"]),
        ("app.post('/mcp', (request, response) => response.end());", "", ["src/a.js:4"]),
        ("app.all('/api/v1/:tenant/mcp', handle);", "", ["src/a.js:4"]),
        ("import { Client } from '@modelcontextprotocol/sdk/client/streamableHttp.js';", "", []),
        ("import '@modelcontextprotocol/sdk/server/stdio.js';", "", []),
        ("axios.post('/mcp');", "", []),
        ("app.post('/mcp-docs', handle); app.post(path, handle); app.post(7, handle);", "", []),
    ],
)
def test_an_mcp_server_over_http_is_known_by_its_transport_or_route(
    tmp_path: Path, extra: str, tools: str, places: list[str]
) -> None:
    code = Listening(tmp_path, {"src/a.js": SERVES.format(extra), "src/tools.js": tools})
    found = code.served_mcp(code.site("src/a.js"))
    assert [f"{piece.location.path}:{piece.location.line}" for piece in found] == places


def test_a_program_that_serves_mcp_is_known_by_its_name(tmp_path: Path) -> None:
    code = Listening(tmp_path, {"package.json": "{}"})
    tool = Command(("supergateway",), (), (), Purpose.SERVER)
    place = Location("package.json", 3, text='"start": "supergateway --stdio x"')
    for name, number in (("supergateway", 1), ("vite", 0)):
        site = ToolSite(place, library(name=name), tool, name, ())
        assert len(code.served_mcp(site)) == number
