"""A client that must prove itself by its first message, and is sent away until it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

REQUIRED, NONE = AuthMode.REQUIRED, AuthMode.NONE
HUB = """
import { WebSocketServer } from 'ws'
const hub = new WebSocketServer({ port: 80 })
hub.on('EVENT', (client) => {
  let authed = FIRST
  client.on('message', (text) => {
    const said = JSON.parse(text)
    if (said.kind === 'hello') { PROOF; return }
    ASKS
    answer(client, said)
  })
})
"""
PROOF = "if (proves(said)) authed = true"
ASKS = "if (!authed) { client.close(); return }"
MEMBER = """
import net from 'node:net'
class Relay {
  start() { net.createServer((s) => this.handleConnection(s)).listen(80) }
  handleConnection(socket) { socket.on('data', (data) => this.take(socket, data)); ASKS }
  greet(socket, data) { if (data.equals(word)) socket.isAuthenticated = true }
}
"""


def _mode(folder: Path, code: str) -> AuthMode:
    files = {"package.json": '{"name": "acme"}', "src/server.ts": code}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


def _hub(parts: dict[str, str]) -> str:
    code = HUB
    for word, text in {"EVENT": "connection", "FIRST": "false", "PROOF": PROOF, "ASKS": ASKS, **parts}.items():
        code = code.replace(word, text)
    return code


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, REQUIRED),
        ({"ASKS": "if (!authed && said.kind !== 'ping') return client.terminate()"}, REQUIRED),
        ({"ASKS": "if (!authed) return client.send('unauthorized')"}, REQUIRED),
        ({"ASKS": "if (authed) answer(client, said); else client.close()"}, REQUIRED),
        ({"ASKS": "if (!authed) log('new')"}, NONE),
        ({"ASKS": "if (authed) client.close()"}, NONE),
        ({"FIRST": "true"}, NONE),
        ({"FIRST": "open()"}, NONE),
        ({"PROOF": "authed = said.ok"}, NONE),
        ({"PROOF": ""}, NONE),
        ({"EVENT": "open"}, NONE),
    ],
)
def test_a_flag_of_a_connection(tmp_path: Path, parts: dict[str, str], expected: AuthMode) -> None:
    assert _mode(tmp_path, _hub(parts)) is expected


def test_a_flag_that_is_set_at_once_proves_nothing(tmp_path: Path) -> None:
    told = _hub({"PROOF": "greet()"}).replace("  client.on('message'", "  authed = true\n  client.on('message'")
    assert _mode(tmp_path, told) is NONE


@pytest.mark.parametrize(
    ("asks", "expected"), [("if (!socket.isAuthenticated) socket.destroy()", REQUIRED), ("go(socket)", NONE)]
)
def test_a_flag_on_the_connection_itself(tmp_path: Path, asks: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, MEMBER.replace("ASKS", asks)) is expected
