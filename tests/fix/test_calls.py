from pathlib import Path

import pytest

from tests.fix.repaired import fixed

EXPRESS = "import express from 'express';\nconst app = express();\nconst cb = () => {};\n"
HTTP = "import http from 'node:http';\n"
WS = "import { WebSocketServer } from 'ws';\n"
FASTIFY = "const app = require('fastify')();\n"
HONO = "import { serve } from '@hono/node-server';\n"
ELYSIA = "import { Elysia } from 'elysia';\n"

FIXED = [
    # A host of its own argument.
    (EXPRESS, "app.listen(3000);", "app.listen(3000, '127.0.0.1');"),
    (EXPRESS, "app.listen(3000, () => {});", "app.listen(3000, '127.0.0.1', () => {});"),
    (EXPRESS, "app.listen(port(), /* up */ cb);", "app.listen(port(), '127.0.0.1', /* up */ cb);"),
    (EXPRESS, "app.listen((3000), () => {});", "app.listen((3000), '127.0.0.1', () => {});"),
    (EXPRESS, "app.listen(+(process.env.PORT || 1));", "app.listen(+(process.env.PORT || 1), '127.0.0.1');"),
    (EXPRESS, "app.listen(3000 as number);", "app.listen(3000 as number, '127.0.0.1');"),
    (EXPRESS, "app.listen(3000 as Port<'a', 1>, cb);", "app.listen(3000 as Port<'a', 1>, '127.0.0.1', cb);"),
    (EXPRESS, "app.listen(3000, undefined, cb);", "app.listen(3000, '127.0.0.1', cb);"),
    (EXPRESS, "app.listen(3000, null);", "app.listen(3000, '127.0.0.1');"),
    (EXPRESS, "app.listen(\n  3000,\n);", "app.listen(\n  3000,\n  '127.0.0.1',\n);"),
    (
        EXPRESS,
        "app.listen(\r\n\t3000, // p\r\n\tcb\r\n);",
        "app.listen(\r\n\t3000,\r\n\t'127.0.0.1', // p\r\n\tcb\r\n);",
    ),
    (EXPRESS, 'app.listen(3000); log("a", "b", "c");', 'app.listen(3000, "127.0.0.1"); log("a", "b", "c");'),
    (EXPRESS, "/* é𝒳 */ app.listen(3000); // ü", "/* é𝒳 */ app.listen(3000, '127.0.0.1'); // ü"),
    (
        EXPRESS,
        "const start = (callback) => app.listen(1, callback);",
        "const start = (callback) => app.listen(1, '127.0.0.1', callback);",
    ),
    (
        EXPRESS,
        "const p = Number(process.env.PORT) || 1;\napp.listen(p);",
        "const p = Number(process.env.PORT) || 1;\napp.listen(p, '127.0.0.1');",
    ),
    (EXPRESS, "const f = (p) => app.listen(p);", "const f = (p) => app.listen(p, '127.0.0.1');"),
    (
        "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(M);\n",
        "await app.listen(process.env.PORT ?? 3000);",
        "await app.listen(process.env.PORT ?? 3000, '127.0.0.1');",
    ),
    # A key of the options.
    (HTTP, "http.createServer().listen({ port: 1 });", "http.createServer().listen({ port: 1, host: '127.0.0.1' });"),
    (WS, "new WebSocketServer({port});", "new WebSocketServer({port, host: '127.0.0.1'});"),
    (WS, "new WebSocketServer({ port: 1, }, cb);", "new WebSocketServer({ port: 1, host: '127.0.0.1', }, cb);"),
    (
        WS,
        "const o = { port: 1 };\nnew WebSocketServer(o);",
        "const o = { port: 1, host: '127.0.0.1' };\nnew WebSocketServer(o);",
    ),
    (WS, "new WebSocketServer({\n  port: 1\n});", "new WebSocketServer({\n  port: 1,\n  host: '127.0.0.1'\n});"),
    (
        WS,
        "new WebSocketServer({\r\n\tport: 1, // the port\r\n});",
        "new WebSocketServer({\r\n\tport: 1, // the port\r\n\thost: '127.0.0.1',\r\n});",
    ),
    (
        WS,
        "new WebSocketServer({\n  port: 1 // the port\n});",
        "new WebSocketServer({\n  port: 1, // the port\n  host: '127.0.0.1'\n});",
    ),
    (FASTIFY, "app.listen({ port: 1 });", "app.listen({ port: 1, host: '127.0.0.1' });"),
    (HONO, "serve({ fetch, port: 1 });", "serve({ fetch, port: 1, hostname: '127.0.0.1' });"),
    (
        HONO,
        "const o = {};\nserve({ ...o, port: 1 });",
        "const o = {};\nserve({ hostname: '127.0.0.1', ...o, port: 1 });",
    ),
    (HONO, "const o = {};\nserve({\n  ...o\n});", "const o = {};\nserve({\n  hostname: '127.0.0.1',\n  ...o\n});"),
    ("", "Bun.serve({ fetch() {} });", "Bun.serve({ fetch() {}, hostname: '127.0.0.1' });"),
    ("", "Bun.serve({});", "Bun.serve({hostname: '127.0.0.1'});"),
    ("", "Deno.serve({ port: 1 }, handler);", "Deno.serve({ port: 1, hostname: '127.0.0.1' }, handler);"),
    ("", "Deno.serve(() => new Response());", "Deno.serve({ hostname: '127.0.0.1' }, () => new Response());"),
    # As the catalogue says for the library.
    (ELYSIA, "new Elysia().listen(3000);", "new Elysia().listen({ port: 3000, hostname: '127.0.0.1' });"),
    ("import uWS from 'uWebSockets.js';\n", "uWS.App().listen(9001, cb);", "uWS.App().listen('127.0.0.1', 9001, cb);"),
    ("import { serve } from 'h3';\n", "serve(app);", "serve(app, { hostname: '127.0.0.1' });"),
    (
        "const Hapi = require('@hapi/hapi');\n",
        "new Hapi.Server().start();",
        "new Hapi.Server({ address: '127.0.0.1' }).start();",
    ),
    (
        "import { startStandaloneServer } from '@apollo/server/standalone';\n",
        "startStandaloneServer(s, { listen: { port: 1 } });",
        "startStandaloneServer(s, { listen: { port: 1, host: '127.0.0.1' } });",
    ),
]


@pytest.mark.parametrize(("beginning", "before", "after"), FIXED)
def test_a_missing_host_is_added(beginning: str, before: str, after: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {"server.ts": f"{beginning}{before}\n"})
    assert done.left == ()
    assert (tmp_path / "server.ts").read_bytes().decode() == f"{beginning}{after}\n"


def test_javascript_has_no_types(tmp_path: Path) -> None:
    fixed(tmp_path, {"server.js": f"{EXPRESS}app.listen(process.env.PORT || 3000);\n"})
    assert (tmp_path / "server.js").read_text() == f"{EXPRESS}app.listen(process.env.PORT || 3000, '127.0.0.1');\n"


LEFT = [
    (EXPRESS, "app.listen(process.env.PORT || 3000);", "process.env.PORT || 3000 may be a text"),
    (EXPRESS, "const p = a ? 1 : `2`;\napp.listen(p, cb);", "p may be a text"),
    (EXPRESS, "const f = (p: number | string) => app.listen(p);", "p may be a text"),
    (EXPRESS, "const p: string = port();\napp.listen(p);", "p may be a text"),
    (HTTP, "http.createServer().listen();", "argument 1 is missing too"),
    (EXPRESS, "app.listen(3000, process.env.HOST);", "env HOST gives the host and has no default"),
    (EXPRESS, "const options = { port: 1 };\nsave(options);\napp.listen(options);", "options is used elsewhere too"),
    (EXPRESS, "app.listen(3000, 511);", "511 stands in the host's place"),
    (EXPRESS, "app.listen({ port: 1, host: undefined });", "its option 'host' is there"),
    (
        EXPRESS,
        "export const f = (port, host = undefined) => app.listen(port, host);\nf(1);",
        "stands in the host's place",
    ),
    (ELYSIA, "new Elysia().listen((3000));", "3000 is wrapped in something"),
    (ELYSIA, "new Elysia().listen(process.env.PORT || 3000);", "is no object literal"),
    ("import uWS from 'uWebSockets.js';\n", "uWS.App().listen((9001), cb);", "9001 is wrapped in something"),
    ("import dgram from 'dgram';\n", "dgram.createSocket('udp4').bind(5000);", "a UDP socket on loopback"),
    ("import { Server } from 'socket.io';\n", "new Server(3000);", "socket.io takes no host here"),
    ("", "server.listen(process.env.PORT || 3000, () => {});", "the library is not known"),
    (
        "import { startStandaloneServer } from '@apollo/server/standalone';\n",
        "startStandaloneServer(s);",
        "it gets no options object",
    ),
    (
        "import { startStandaloneServer } from '@apollo/server/standalone';\n",
        "startStandaloneServer(s, {});",
        "its options hold no object 'listen'",
    ),
]


@pytest.mark.parametrize(("beginning", "before", "reason"), LEFT)
def test_what_is_not_certain_is_left_with_a_reason(beginning: str, before: str, reason: str, tmp_path: Path) -> None:
    done = fixed(tmp_path, {"server.ts": f"{beginning}{before}\n"})
    ((_, told),) = done.left
    assert reason in told
    assert done.paths == ()
    assert (tmp_path / "server.ts").read_bytes().decode() == f"{beginning}{before}\n"
