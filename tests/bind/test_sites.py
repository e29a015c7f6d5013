from __future__ import annotations

import pytest

from portbind_lint.model.source import Package
from tests.bind.memory import analysed, classes

HTTP = "import http from 'node:http'\n"
HUB = """
module.exports = class {
  constructor(hub) { this.hub = hub }
  async go() { const { graph } = await this.hub.of(1); this.hub.bus().listen(graph, (event) => {}) }
}
"""


def found(code: str, path: str = "server.ts", name: str = "") -> list[tuple[str, str, int]]:
    """Library, call and line of each site of one file."""
    package = Package("", "package.json", name=name)
    return [(s.library.name, s.call, s.location.line) for s, _ in analysed({path: code}, path, package)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{HTTP}http.createServer().listen(80)", ("node:http", "http.createServer().listen", 2)),
        (
            f"{HTTP}http\n  .createServer()\n  .on('error', log)\n  .listen(80)",
            ("node:http", "http.createServer().on().listen", 5),
        ),
        (
            f"{HTTP}class A {{ s = http.createServer()\n go() {{ this.s.listen(80) }} }}",
            ("node:http", "this.s.listen", 3),
        ),
        ("import { WebSocketServer as Wss } from 'ws'\nnew Wss({ port: 1 })", ("ws", "new Wss", 2)),
        ("import * as hono from '@hono/node-server'\nhono.serve({ fetch })", ("@hono/node-server", "hono.serve", 2)),
        ("const mdns = require('multicast-dns')\nconst a = mdns()", ("multicast-dns", "mdns", 2)),
        ("const io = require('socket.io')(3000)", ("socket.io", "require()", 1)),
        (
            "const { createServer } = require('net')\ncreateServer().listen(80)",
            ("node:net", "createServer().listen", 2),
        ),
        (f"{HTTP}const s = http.createServer()\ns.listen.call(s, 80)", ("node:http", "s.listen.call", 3)),
        ("const serve = Deno.serve.bind(Deno)\nserve({ port: 80 }, handler)", ("Deno", "serve", 2)),
        ("const app = express()\napp.listen(port)", ("node-like", "app.listen", 2)),
    ],
)  # fmt: skip
def test_a_listener_is_found_at_its_method(code: str, expected: tuple[str, str, int]) -> None:
    assert found(code) == [expected]


def test_a_promisified_method_listens() -> None:
    code = f"""{HTTP}import {{ promisify }} from 'util'
const s = http.createServer()
const listen = promisify(s.listen).bind(s)
listen(80)"""
    assert found(code) == [("node:http", "listen", 5)]


@pytest.mark.parametrize(
    "code",
    [
        "const start: (port: number) => void = s.listen.bind(s)\nstart(80)",
        "let start\nstart = (s.listen.bind(s))\nstart(80)",
        "class A { start = s.listen.bind(s); constructor() {\nthis.start(80) } }",
    ],
)
def test_a_bound_method_listens_under_its_name(code: str) -> None:
    assert [line for _, _, line in found(f"{HTTP}const s = http.createServer()\n{code}")] == [
        4 + code.startswith("let")
    ]


WSS = "import { WebSocketServer } from 'ws'\nclass Hub extends WebSocketServer {"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{WSS} go() {{}} }}\nnew Hub({{ port: 80, host: '127.0.0.1' }})", ("new Hub", 3, "loopback")),
        (f"{WSS} constructor() {{\nsuper({{ port: 80 }}) }} }}", ("super", 3, "wildcard-default")),
        (f"{WSS} constructor(o) {{ super(o) }} }}\nnew Hub({{ port: 1, host: '::1' }})", ("super", 2, "loopback")),
        (
            "const ws = require('ws')\nconst Hub = class extends ws.Server {}\nnew Hub({ port: 80 })",
            ("new Hub", 3, "wildcard-default"),
        ),
    ],
)
def test_a_class_made_of_a_listening_class_listens(code: str, expected: tuple[str, int, str]) -> None:
    sites = analysed({"server.ts": code}, "server.ts")
    assert [(site.call, site.location.line, address.cls.value) for site, address in sites] == [expected]


@pytest.mark.parametrize(
    "code",
    [
        f"{WSS} }}\nnew Hub({{ noServer: true }})",
        f"{WSS} constructor(server) {{ super({{ server }}); this.go() }} }}",
        f"{WSS} }}\nclass Other {{}}\nnew Other({{ port: 80 }})",
        f"{WSS} }}\nfunction go(Hub) {{ new Hub({{ port: 80 }}) }}\nHub.go({{ port: 80 }})",
        f"{WSS} }}\nclass More extends Shelf {{ constructor() {{ super({{ port: 80 }}) }} }}",
        "import http from 'http'\nclass Hub extends http.Server { constructor() { super(answer) } }",
        "import { WebSocketServer } from 'ws'\nfunction of(a: typeof WebSocketServer): Shelf { return 'extends' }",
    ],
)
def test_what_only_looks_like_a_class_that_listens(code: str) -> None:
    assert found(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "emitter.listen('change', () => {})",
        "store.listen(() => {})",
        "i18n.listen()",
        "class Bus { listen(topic) {} }\nnew Bus().listen(8080)",
        "const router = { serve(port) {} }\nrouter.serve(8080)",
        "// app.listen(3000)\nconst text = 'app.listen(3000)'; const t = `Bun.serve({ port: 1 })`",
        "import { WebSocketServer } from 'ws'\nnew WebSocketServer({ server })",
        "import { WebSocketServer } from 'ws'\nnew WebSocketServer({ noServer: true })",
        "import http from 'http'\nimport { Server } from 'socket.io'\nnew Server(http.createServer(), { cors: {} })",
        "import { Server } from 'socket.io'\nnew Server()",
        "import dgram from 'dgram'\ndgram.createSocket('udp4').bind(0)",
        "class A { constructor() { this.go = this.go.bind(this) } go() {} }",
        "import { FastMCP } from 'fastmcp'\nnew FastMCP({}).start()",
        "import { setupServer } from 'msw/node'\nsetupServer().listen()",
        "statement.bind({ $id: 1 })",
        "import { Server } from '@grpc/grpc-js'\nnew Server().bind()",
        "import Hapi from '@hapi/hapi'\nHapi.server({ autoListen: false }).start()",
        "import { WebSocketServer } from 'ws'\nnew WebSocketServer({ server: undefined, path: '/' })",
        "thing.listen(true)",
        "thing.listen({ topic: 'port' })",
        "new Listener().listen",
        HUB,
    ],
)
def test_what_only_looks_like_a_listener(code: str) -> None:
    assert found(code) == []


def test_the_server_may_come_from_another_module() -> None:
    texts = {
        "app.ts": "import express from 'express'\nexport const app = express()",
        "main.ts": "import { app } from './app'\napp.listen(3000)",
    }
    sites = analysed(texts, "main.ts")
    assert [(site.library.name, address.cls.value) for site, address in sites] == [("express", "wildcard-default")]


def test_a_library_recognises_itself() -> None:
    texts = {
        "src/index.ts": "export class Elysia { get() { return this } listen(options) { adapter(options) } }",
        "example/a.ts": "import { Elysia } from '../src'\nnew Elysia().listen(3000)",
    }
    package = Package("", "package.json", name="elysia")
    sites = analysed(texts, "example/a.ts", package)
    assert [(site.library.name, address.cls.value) for site, address in sites] == [("elysia", "wildcard-default")]


@pytest.mark.parametrize("arguments", ["base + 1", "'8080'", "port", "process.env.PORT", "{ port }", "Math.max(a, b)"])
def test_an_unknown_server_is_known_by_its_port(arguments: str) -> None:
    assert found(f"export const go = (server, base, port, a, b) => server.listen({arguments})") == [
        ("node-like", "server.listen", 1)
    ]


def test_options_that_nothing_is_known_of_may_hold_a_port() -> None:
    code = "import { WebSocketServer } from 'ws'\nexport const go = (options) => new WebSocketServer(options)"
    assert found(code) == [("ws", "new WebSocketServer", 2)]


def test_a_parenthesised_receiver_is_named_as_far_as_it_can_be() -> None:
    code = f"{HTTP}import express from 'express'\n(tls ? http.createServer() : express()).listen(80)"
    assert [call for _, call, _ in found(code)] == ["….listen"]


def test_an_awaited_generic_call_listens() -> None:
    code = "import { startHTTPServer } from 'mcp-proxy'\nconst s = await startHTTPServer<Session<T>>({ port: 1 })"
    assert found(code) == [("mcp-proxy", "startHTTPServer", 2)]


def test_an_ambient_global_is_the_runtimes() -> None:
    assert found("declare const Bun: any\nBun.serve({ fetch })") == [("Bun", "Bun.serve", 2)]


@pytest.mark.parametrize("method", ["listen = (options) => adapter(options)", "listen(options) { adapter(options) }"])
def test_a_method_may_be_a_field(method: str) -> None:
    texts = {
        "src/index.ts": f"export class Elysia {{ {method} }}",
        "a.ts": "import { Elysia } from './src'\nnew Elysia().listen(1)",
    }
    sites = analysed(texts, "a.ts", Package("", "package.json", name="elysia"))
    assert [site.library.name for site, _ in sites] == ["elysia"]


def test_a_constructor_function_is_a_class() -> None:
    texts = {
        "lib/index.js": "const Server = require('./server')\nmodule.exports = { createServer: (o) => new Server(o) }",
        "lib/server.js": "function Server() {}\nServer.prototype.listen = function () {}\nmodule.exports = Server",
        "a.js": "const ldap = require('./lib')\nconst server = ldap.createServer()\nserver.listen(1389, () => {})",
    }
    sites = analysed(texts, "a.js", Package("", "package.json", name="ldapjs"))
    assert [(site.library.name, address.cls.value) for site, address in sites] == [("ldapjs", "loopback-default")]


def test_a_handle_is_listened_on() -> None:
    code = "const net = require('net')\nexport const go = (web) => web.listen(net.createServer())"
    assert [(s.library.name, a.cls.value) for s, a in analysed({"a.js": code}, "a.js")] == [("node-like", "pipe")]


def test_a_published_function_is_known_by_its_name() -> None:
    code = "import { serve } from '../src/server'\nserve({ fetch, port: 3000 })"
    texts = {"src/server.ts": "export const serve = (options) => {}\n", "test/a.ts": code}
    declared = {**texts, "src/server.ts": "export function serve(options) {}\n"}
    package = Package("", "package.json", name="@hono/node-server")
    assert [site.library.name for site, _ in analysed(declared, "test/a.ts", package)] == ["@hono/node-server"]


@pytest.mark.parametrize(
    ("code", "path", "expected"),
    [
        ("export default { server: { host: '0.0.0.0' } }", "vite.config.ts", [("vite", "server", 1)]),
        (
            "import { defineConfig } from 'vite'\nexport default defineConfig({\n  server: {}\n})",
            "vite.config.js", [("vite", "server", 3)],
        ),
        (
            "import { defineConfig } from 'vite'\nexport default defineConfig(() => ({\n  plugins: []\n}))",
            "vite.config.js", [("vite", "server", 2)],
        ),
        ("export default { test: { server: {} } }", "vite.config.mts", [("vite", "server", 1)]),
        (
            "module.exports = {\n  devServer: { host: '0.0.0.0' } }",
            "webpack.dev.js", [("webpack-dev-server", "devServer", 2)],
        ),
        ("module.exports = { entry: './a' }", "webpack.config.js", []),
        ("export const a = 1", "vite.config.ts", []),
        ("const base = {\n server: {} }\nexport default { ...base }", "vite.config.ts", [("vite", "server", 2)]),
        ("import { wrap } from 'w'\nexport default wrap({\n server: {} })", "vite.config.ts", [("vite", "server", 3)]),
        ("export default () => ({\n  server: {} })", "vite.config.ts", [("vite", "server", 2)]),
        (
            "import { mergeConfig } from 'vite'\nexport default mergeConfig(base,\n { server: {} })",
            "vite.config.ts",
            [("vite", "server", 3)],
        ),
        ("export default { server: {} }", "config.ts", []),
    ],
)  # fmt: skip
def test_configuration_files(code: str, path: str, expected: list[tuple[str, str, int]]) -> None:
    assert found(code, path) == expected


def test_a_nest_application_binds_as_its_adapter_does() -> None:
    code = """
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify'
async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter())
  await app.listen(3000)
}
"""
    assert classes(code) == ["loopback-default"]
    assert classes(code.replace(", new FastifyAdapter()", "")) == ["wildcard-default"]


def test_a_long_chain_is_cut_for_people() -> None:
    chain = "".join(f".get('/{n}', handler)" for n in range(2000))
    sites = analysed({"a.ts": f"import {{ Elysia }} from 'elysia'\nnew Elysia(){chain}.listen(3000)"}, "a.ts")
    assert all(len(site.call) < 80 and site.call.endswith(".listen") for site, _ in sites)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("new WebSocketServer(process.env.X ? { noServer: true } : { port: 80, host: '127.0.0.1' })", ["loopback"]),
        ("new WebSocketServer(process.env.X ? { port: 80, host: '127.0.0.1' } : { noServer: true })", ["loopback"]),
        ("new WebSocketServer(process.env.X ? { port: 80, host: '0.0.0.0' } : { noServer: true })", ["wildcard"]),
        ("new WebSocketServer(process.env.X ? { server } : { noServer: true })", []),
        ("new WebSocketServer(process.env.X ? unknown() : { noServer: true })", []),
    ],
)
def test_what_does_not_listen_gives_no_address(code: str, expected: list[str]) -> None:
    assert classes(f"import {{ WebSocketServer }} from 'ws'\n{code}") == expected


def test_a_caller_that_takes_any_port_leaves_those_of_others() -> None:
    code = """import dgram from 'node:dgram'
export class Answers extends dgram.Socket {
  open(at, address) { this.bind(at, address) }
}
new Answers('udp4').open(0, '127.0.0.1')"""
    assert found(code) == []
    assert found(f"{code}\nnew Answers('udp4').open(5353)") == [("node:dgram", "this.bind", 3)]
