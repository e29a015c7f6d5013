"""Servers that answer by themselves are guarded by what stands in their handler, and by nothing else."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

GUARD = """
export function guard(app) {
  app.use((req, res, next) => {
    if (req.headers.authorization !== process.env.KEY) { res.status(401).end(); return }
    next()
  })
}
export const handle = (req, res) => res.end()
export const logger = { info(text) {} }
"""
HEAD = """
import http from 'node:http'
import net from 'node:net'
import { parse } from 'node:url'
import { guard, handle, logger } from './guard'
"""
ANSWER = "(req, res) => { res.writeHead(200); res.end('ok') }"
CHECKED = "(req, res) => { if (req.headers.authorization !== process.env.KEY) { res.writeHead(401) } res.end() }"


def mode(folder: Path, code: str) -> AuthMode:
    files = {"package.json": '{"name": "acme"}', "src/guard.ts": GUARD, "src/server.ts": HEAD + code}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


@pytest.mark.parametrize(
    "code",
    [
        f"http.createServer({ANSWER}).listen(80)",
        f"export function start() {{ http.createServer({ANSWER}).listen(80) }}",
        f"const server = http.createServer({ANSWER})\nserver.on('error', console.error)\nserver.listen(80)",
        "http.createServer((req, res) => { logger.info(req.url); res.end(parse(req.url).path) }).listen(80)",
        "http.createServer(function (req, res) { res.end(new URL(req.url, 'http://a').search) }).listen(80)",
        "net.createServer((socket) => { socket.on('data', (data) => { socket.write(data) }) }).listen(80)",
    ],
)
def test_nothing_else_guards_it(tmp_path: Path, code: str) -> None:
    assert mode(tmp_path, code) is AuthMode.NONE


@pytest.mark.parametrize(
    "code",
    [
        f"http.createServer({CHECKED}).listen(80)",
        "http.createServer(handle).listen(80)",
        "http.createServer((req, res) => { handle(req, res) }).listen(80)",
        "http.createServer((req, res) => { const later = () => handle(req, res); setTimeout(later, 1) }).listen(80)",
        f"const server = http.createServer({ANSWER})\nserver.on('request', handle)\nserver.listen(80)",
        f"const server = http.createServer({ANSWER})\nguard(server)\nserver.listen(80)",
        f"const server = http.createServer({ANSWER}).listen(80)",
        f"export function start() {{ return http.createServer({ANSWER}).listen(80) }}",
        f"let server\nserver = http.createServer({ANSWER})\nserver.listen(80)",
        f"this.server = http.createServer({ANSWER})\nthis.server.listen(80)",
        f"handle(http.createServer({ANSWER}).listen(80))",
        f"http.createServer((req, res) => {{ /* {'x' * 4000} */ res.end() }}).listen(80)",
    ],
)
def test_what_hands_requests_on_may_be_guarded_elsewhere(tmp_path: Path, code: str) -> None:
    assert mode(tmp_path, code) is AuthMode.REQUIRED


APP = "import express from 'express'\nconst monitor = express()\n"


@pytest.mark.parametrize(
    "code",
    [
        "monitor.get('/health', (req, res) => { res.json({ ok: true }) })\nmonitor.listen(80)",
        "monitor.use(express.json())\nmonitor.get('/', (req, res) => res.send('ok'))\nmonitor.listen(80, () => 1)",
        "monitor.disable('etag')\nmonitor.get('/', async (req, res) => res.end(await tell()))\nmonitor.listen(80)",
    ],
)
def test_nothing_else_guards_an_application_of_its_own(tmp_path: Path, code: str) -> None:
    assert mode(tmp_path, APP + code) is AuthMode.NONE


@pytest.mark.parametrize(
    "code",
    [
        "monitor.get('/health', handle)\nmonitor.listen(80)",
        "guard(monitor)\nmonitor.get('/health', (req, res) => { res.end() })\nmonitor.listen(80)",
        "monitor.use(handle)\nmonitor.get('/health', (req, res) => { res.end() })\nmonitor.listen(80)",
        "monitor.get('/', (req, res) => { handle(req, res) })\nmonitor.listen(80)",
        "export const servers = { monitor }\nmonitor.get('/', (req, res) => { res.end() })\nmonitor.listen(80)",
        "monitor.route('/').get(handle)\nmonitor.get('/a', (req, res) => { res.end() })\nmonitor.listen(80)",
        f"monitor.get('/', {CHECKED})\nmonitor.listen(80)",
        "monitor.listen(80)",
    ],
)
def test_an_application_that_others_may_guard(tmp_path: Path, code: str) -> None:
    assert mode(tmp_path, APP + code) is AuthMode.REQUIRED
