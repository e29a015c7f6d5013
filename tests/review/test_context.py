import json
from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint.model.library import ConfigFile
from portbind_lint.model.site import Context
from portbind_lint.review.context import Contexts
from tests.review.listening import LIBRARY, Listening

PRODUCT, DEV, EXAMPLE, TEST, PROBE = Context.PRODUCT, Context.DEV, Context.EXAMPLE, Context.TEST, Context.PROBE
PACKAGE = json.dumps({"name": "acme"})
SERVER = "import http from 'node:http'\nexport function run() { http.createServer(answer).listen(80) }\n"


def _told(readme: str, path: str = "scripts/run.js") -> dict[str, str]:
    """A repository with one server, and a README that says something of it."""
    scripts = {"index:shelves": "node --x scripts/run.js", "dev:shelves": "node scripts/run.js"}
    manifests = {"package.json": json.dumps({"name": "acme", "scripts": scripts}), "packages/web/package.json": PACKAGE}
    return {path: SERVER, "README.md": f"# Larder\n\n{readme}\n", **manifests}


def _published(*files: object, path: str = "scripts/run.js") -> dict[str, str]:
    """A repository with one server, and a manifest that lists what is published."""
    return {path: SERVER, "package.json": json.dumps({"name": "acme", "files": files})}


def _context(folder: Path, files: dict[str, str], path: str, config: ConfigFile | None = None) -> Context:
    listening = Listening(folder, {"package.json": PACKAGE, **files})
    return Contexts(listening.repository, listening.evaluator).context_of(listening.site(path, config))


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        ("# Larder\n\nA production-ready Express API template with login. Much more.\n", EXAMPLE),
        ("# Larder\n[![x](y)](z)\n\nFast **REST boilerplate** using Bun.\n", EXAMPLE),
        ("# Larder\nA starter for kitchens.\n", EXAMPLE),
        ("# Larder\n\nMinimal boilerplate blogging.\n", PRODUCT),
        ("# Larder\n\nA pantry. It began as a boilerplate for shops.\n", PRODUCT),
        ("# Larder\n\nA server template engine.\n", PRODUCT),
        ("# Pantry task template\n", EXAMPLE),
        ("# Shelves + Larder Login Demo\n", EXAMPLE),
        ("# Pantry login examples for cooks\n", EXAMPLE),
        ("# Demo of a pantry behind a gateway\n", EXAMPLE),
        ("# Example showing shelves\n", EXAMPLE),
        ("# 储藏室客户端示例\n", EXAMPLE),
        ("# 식품 저장실 예제\n", EXAMPLE),
        ("## koa 储藏室项目模板\n", EXAMPLE),
        ("# 模板管理项目\n", PRODUCT),
        ("# Larder\n\nThis is a simple example using jars to build shelves. Much more.\n", EXAMPLE),
        ("# Larder\n\nThis is an exemplary larder with jars.\n", PRODUCT),
        ("# 示例管理系统\n", PRODUCT),
        ("# Demographics of the pantry\n", PRODUCT),
        ("# Example of a shared pantry\n", PRODUCT),
        ("# Larder\n\nThis repository contains three example servers. Much more.\n", EXAMPLE),
        ("# Larder\n\nThis repo is a collection of demos for cooks.\n", EXAMPLE),
        ("# Larder\n\nThis project demonstrates how to count jars.\n", EXAMPLE),
        ("# Larder\n\nThe project includes a pantry, shelves, and much later some examples.\n", PRODUCT),
        ("# Larder\n\nThe server demonstrates how jars are counted to whoever asks.\n", PRODUCT),
        ("## Pantry Project Template\n\nMuch more.\n", EXAMPLE),
        ("Words.\n\n## Pantry Project Template\n", PRODUCT),
        ("# Pantry template language\n", PRODUCT),
        ("# Larder\n\nThis is the example repository of a course. It keeps jam.\n", EXAMPLE),
        ("# Larder\n\nLarder is a small demo application of queues.\n", EXAMPLE),
        ("# Larder\n\nThese are the sample apps.\n", EXAMPLE),
        ("# Larder\n\nLarder keeps jam. There is an example application below.\n", PRODUCT),
        ("# Larder\n\nAn API of shelves. Examples for study purposes.\n", EXAMPLE),
        ("# Larder\n\nShelves in three languages, with code written for learning.\n", EXAMPLE),
        ("# Larder\n\nA project for teaching purposes!\n", EXAMPLE),
        ("# Larder\n\nA platform for learning. It hosts courses.\n", PRODUCT),
        ("# Larder\n\nKeeps jam.\n\nExamples for study purposes.\n", PRODUCT),
        ("# Larder\n\nA project for learning languages together.\n", PRODUCT),
        ("# Larder hello-world\n", EXAMPLE),
        ("# Hello World of larders\n", EXAMPLE),
        ("# Larder: hello, worldwide jam\n", PRODUCT),
        ("# Live Markdown previews for your editor\n", DEV),
        ("# Larder, an OpenAPI previewer\n", DEV),
        ("# HTML live preview\n", DEV),
        ("# A content system with live preview\n", PRODUCT),
        ("# Markdown realtime preview in your browser\n", DEV),
        ("# Easy way to preview HTML of any charset\n", DEV),
        ("# instant-preview-server\n", DEV),
        ("# A preview server for an editor's plugin\n", DEV),
        ("# link-preview-server\n", PRODUCT),
        ("# An image preview server\n", PRODUCT),
        ("# Runs any AWS Lambda locally\n", DEV),
        ("# A local web server for your HTTP functions\n", DEV),
        ("# Emulator of cloud functions\n", DEV),
        ("# Counts jars locally and in a lambda\n", PRODUCT),
        ("# HTTP(S) Traffic Inspection\n", DEV),
        ("# Counts the traffic on a road\n", PRODUCT),
        ("# A small API interceptor\n", DEV),
        ("# One more mock tool\n", DEV),
        ("# 可视化接口模拟工具\n", DEV),
        ("# 储藏室管理平台的接口\n", PRODUCT),
        ("# Larder\n\nIt is able to preview markdown files. It keeps jam.\n", DEV),
        ("# Larder\n\nKeeps jam. Preview markdown files of recipes.\n", PRODUCT),
        ("# Larder\n\nKeeps jam, with a markdown preview of each recipe.\n", PRODUCT),
        ("# Larder\n\nA jam / jar / TypeScript example of queues.\n", EXAMPLE),
        ("# Larder\n\nA shelf with a large example of a recipe.\n", PRODUCT),
        ("# A skeleton desktop application\n", EXAMPLE),
        ("# A skeleton of the server's shelves\n", PRODUCT),
        ("# Larder\n\n[Nest](https://nest.test) framework TypeScript starter repository.\n", PRODUCT),
        ("# Larder\n\nA [Nest](https://nest.test) starter repository for shops.\n", EXAMPLE),
        ("# Larder\n\nThis is a starter project bootstrapped with `create-larder`.\n", PRODUCT),
        ("# Larder\n\nA production-ready template for **larder (LRD)** servers. Much more.\n", EXAMPLE),
        ("# Larder\n\nThis is a small, typed template for building HTTP services.\n", EXAMPLE),
        ("# Larder\n\nThe opinionated template for new APIs.\n", EXAMPLE),
        ("# Larder\n\nA template for letters. The server prints them.\n", PRODUCT),
        ("# Larder\n\nIt renders a template for every server.\n", PRODUCT),
        ("# Nuxt 3 Minimal Starter\n\nLook at the documentation.\n", PRODUCT),
        ("# Nuxt Starter\n\nThis is a starter for shops.\n", EXAMPLE),
        ("# Astro Starter Kit: Minimal\n\nRun it.\n", PRODUCT),
        ("# Larder Starter Kit\n\nRun it.\n", EXAMPLE),
        ("# Larder\n\nThis is a sample Node.js application with logins.\n", EXAMPLE),
        ("# Larder\n\nThis example project is for trying out a chat.\n", EXAMPLE),
        ("# Larder\nThis project is basic demo of shelves in several services.\n", EXAMPLE),
        ("# Larder\n\nThis repository contains a small example showing how to keep jam.\n", EXAMPLE),
        ("# Larder\n\nIt is a sample of the server that we run.\n", PRODUCT),
        ("# Larder\n\nA sample implementation of a larder that takes orders.\n", EXAMPLE),
        ("# Larder\n\nDemo app for those who count jars.\n", EXAMPLE),
        ("# Larder\n\nSample codes are printed on the jars.\n", PRODUCT),
        ("# Larder\n\nThis project is the shelf of a kitchen, with an example of a recipe.\n", PRODUCT),
    ],
)
def test_the_first_sentence_of_the_readme(tmp_path: Path, readme: str, expected: Context) -> None:
    assert _context(tmp_path, {"src/a.js": SERVER, "README.md": readme}, "src/a.js") is expected


@pytest.mark.parametrize("role", ["debugger", "dev-server"])
def test_some_libraries_serve_developers(tmp_path: Path, role: str) -> None:
    listening = Listening(tmp_path, {"package.json": PACKAGE, "src/a.js": SERVER})
    site = replace(listening.site("src/a.js"), library=replace(LIBRARY, role=role))
    contexts = Contexts(listening.repository, listening.evaluator)
    assert contexts.context_of(site) is DEV
    assert contexts.context_of(replace(site, library=LIBRARY)) is PRODUCT


PROBES = {
    "closed in the listening callback": """
        import net from 'node:net'
        export function look(port) {
          const server = net.createServer()
          server.listen(port, () => { server.close(() => done(true)) })
        }""",
    "closed when it listens": """
        import net from 'node:net'
        export function look(port) {
          const server = net.createServer()
          server.once('listening', () => { server.close(); done(true) })
          server.listen(port)
        }""",
    "a chain": """
        const net = require('net')
        exports.look = (port) => {
          const tester = net.createServer()
            .once('error', () => done(false))
            .once('listening', () => tester.once('close', () => done(true)).close())
            .listen(port)
        }""",
    "a variable with a chain behind it": """
        import net from 'node:net'
        export function look(port) {
          const tester = net.createServer()
          tester
            .once('error', (problem) => done(problem.code !== 'EADDRINUSE'))
            .once('listening', () => tester.close(() => done(true)))
            .listen(port)
        }""",
    "closed by a named callback": """
        const net = require('net')
        exports.look = (port) => {
          const server = net.createServer()
          const stop = () => server.close()
          server.listen(port, stop)
        }""",
    "closed by this": """
        require('net').createServer().listen(0, function () { this.close() })""",
    "named for it": """
        import { createServer } from 'node:net'
        export async function findFreePort() {
          const server = createServer()
          await new Promise((resolve) => server.listen(0, resolve))
          const { port } = server.address()
          server.close()
          return port
        }""",
    "a variable named for it": """
        import { createServer } from 'node:net'
        export const getFreePort = async (): Promise<number> => {
          const server = createServer()
          server.listen(0)
          await settled(server)
          server.close()
        }""",
    "a method named for it": """
        import { createServer } from 'node:net'
        export class Ports {
          async isPortAvailable(port) {
            const server = createServer()
            server.listen(port)
            await settled(server)
            server.close()
          }
        }""",
}
SERVERS = {
    "closed at shutdown": """
        import net from 'node:net'
        const server = net.createServer()
        server.on('connection', greet)
        server.listen(80, () => { process.on('SIGTERM', () => server.close()) })""",
    "answers and is closed at once": """
        import http from 'node:http'
        const server = http.createServer((req, res) => res.end('once'))
        server.listen(80, () => { server.close() })""",
    "closed from a later handler": """
        import net from 'node:net'
        const server = net.createServer()
        server.listen(80, () => { process.once('SIGINT', () => { server.close() }) })""",
    "closes something else": """
        import net from 'node:net'
        const server = net.createServer()
        server.listen(80, () => { database.close() })""",
    "keeps the port that it finds": """
        import net from 'node:net'
        export function bindAvailablePort(port) {
          const server = net.createServer()
          server
            .on('error', () => { server.close(); server.listen(port + 1) })
            .on('listening', () => give(server))
            .listen(port)
        }""",
    "never closed": """
        import net from 'node:net'
        export function getPort() { const server = net.createServer(); server.listen(80) }""",
}


@pytest.mark.parametrize("name", PROBES)
def test_a_look_at_a_port_is_a_probe(tmp_path: Path, name: str) -> None:
    assert _context(tmp_path, {"src/ports.ts": PROBES[name]}, "src/ports.ts") is PROBE


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_is_no_probe(tmp_path: Path, name: str) -> None:
    assert _context(tmp_path, {"src/ports.js": SERVERS[name]}, "src/ports.js") is PRODUCT


def test_in_a_test_only_the_name_makes_a_probe(tmp_path: Path) -> None:
    files = {"test/a.js": PROBES["closed when it listens"], "test/b.js": PROBES["named for it"]}
    assert _context(tmp_path, files, "test/a.js") is TEST
    assert _context(tmp_path, files, "test/b.js") is PROBE


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ({"src/run.js": SERVER}, "src/run.js", PRODUCT),
        ({"test/run.js": SERVER}, "test/run.js", TEST),
        ({"examples/run.js": SERVER}, "examples/run.js", EXAMPLE),
        ({"scripts/run.js": SERVER}, "scripts/run.js", DEV),
        (_told("## Use\n\n`node scripts/run.js`"), "scripts/run.js", PRODUCT),
        (_told("Start the index beside it with `npx tsx ./scripts/run`."), "scripts/run.js", PRODUCT),
        (_told("- `npm run index:shelves` starts the index"), "scripts/run.js", PRODUCT),
        (_told("```sh\nyarn index:shelves --port 80\n```"), "scripts/run.js", PRODUCT),
        (_told("`npm run index:shelves-again`"), "scripts/run.js", DEV),
        (_told("The folder scripts/run.js holds a server."), "scripts/run.js", DEV),
        (_told("## Development\n\n`node scripts/run.js`"), "scripts/run.js", DEV),
        (_told("## Tests\n\n`npm run index:shelves`"), "scripts/run.js", DEV),
        (_told("`npm run dev:shelves`"), "scripts/run.js", DEV),
        (_told("`node scripts/mock.js`", "scripts/mock.js"), "scripts/mock.js", TEST),
        (_told("`node scripts/build-site.js`", "scripts/build-site.js"), "scripts/build-site.js", DEV),
        (_told("`node build/run.js`", "build/run.js"), "build/run.js", DEV),
        (_told("`node packages/web/tools/run.js`", "packages/web/tools/run.js"), "packages/web/tools/run.js", PRODUCT),
        (_told("`node scripts/run.js`") | {"package.json": "["}, "scripts/run.js", PRODUCT),
        (_told("`npm run index:shelves`") | {"package.json": '{"scripts": 1}'}, "scripts/run.js", DEV),
        (_published("scripts/run.js"), "scripts/run.js", PRODUCT),
        (_published("./scripts/run.js"), "scripts/run.js", PRODUCT),
        (_published("scripts/", 1), "scripts/run.js", DEV),
        (_published("scripts/build-site.js", path="scripts/build-site.js"), "scripts/build-site.js", DEV),
        ({"scripts/run.js": SERVER, "package.json": '{"files": "scripts/run.js"}'}, "scripts/run.js", DEV),
        ({"scripts/run.js": SERVER, "package.json": "[1]"}, "scripts/run.js", DEV),
        ({"scripts/start.js": SERVER + "import '../src/app.js'"}, "scripts/start.js", PRODUCT),
        ({"scripts/start.js": SERVER}, "scripts/start.js", DEV),
        ({"scripts/start-dev.js": SERVER + "import '../src/app.js'"}, "scripts/start-dev.js", DEV),
        ({"mock/run.js": SERVER, "mock/package.json": '{"bin": "run.js"}'}, "mock/run.js", PRODUCT),
        ({"a/mock/run.js": SERVER, "a/mock/package.json": '{"bin": "run.js"}'}, "a/mock/run.js", PRODUCT),
        ({"mock/run.js": SERVER, "mock/package.json": '{"main": "run.js"}'}, "mock/run.js", TEST),
        ({"mock/e2e/run.js": SERVER, "mock/package.json": '{"bin": "run.js"}'}, "mock/e2e/run.js", TEST),
        ({"test/mock/run.js": SERVER, "test/mock/package.json": '{"bin": "run.js"}'}, "test/mock/run.js", TEST),
        ({"src/mockServer.js": SERVER, "README.md": "# Acme Mock Server\n"}, "src/mockServer.js", DEV),
        ({"src/mockServer.js": SERVER, "README.md": "# Acme Larder\n"}, "src/mockServer.js", TEST),
        ({"src/mock.test.js": SERVER, "README.md": "# Acme Mock Server\n"}, "src/mock.test.js", TEST),
        ({"tests/mockServer.js": SERVER, "README.md": "# Acme Mock Server\n"}, "tests/mockServer.js", TEST),
        ({"src/a.js": SERVER.replace("run", "startDevServer")}, "src/a.js", DEV),
        ({"src/a.js": "class MockServer { go() { require('http').createServer(f).listen(80) } }"}, "src/a.js", DEV),
    ],
)
def test_path_and_names_decide(tmp_path: Path, files: dict[str, str], path: str, expected: Context) -> None:
    assert _context(tmp_path, files, path) is expected


def test_a_configuration_serves_a_developer(tmp_path: Path) -> None:
    config = ConfigFile(("*.config.js",), "server", "host", ())
    assert _context(tmp_path, {"src/tool.js": "export default {}"}, "src/tool.js", config) is DEV


def test_a_tool_that_only_tests_import_is_test_code(tmp_path: Path) -> None:
    use = "import { run } from '../src/helpers.js'\nrun()\n"
    assert _context(tmp_path, {"src/helpers.js": SERVER, "test/a.test.js": use}, "src/helpers.js") is TEST
    assert _context(tmp_path, {"src/main.js": "import './helpers.js'"}, "src/helpers.js") is PRODUCT
    kit = {"lib/testutil.js": SERVER, "test/c.test.js": "import { run } from '../lib/testutil.js'\nrun()\n"}
    assert _context(tmp_path, kit, "lib/testutil.js") is TEST
    assert (
        _context(tmp_path, {"src/api.js": SERVER, "test/b.test.js": use.replace("helpers", "api")}, "src/api.js")
        is PRODUCT
    )


def test_the_nearest_package_speaks_before_the_root(tmp_path: Path) -> None:
    root = json.dumps({"name": "acme", "description": "A test runner", "workspaces": ["packages/*"]})
    files = {
        "package.json": root,
        "packages/app/package.json": json.dumps({"name": "app-example"}),
        "packages/app/src/a.js": SERVER,
        "packages/core/package.json": json.dumps({"name": "core"}),
        "packages/core/src/a.js": SERVER,
    }
    assert _context(tmp_path, files, "packages/app/src/a.js") is EXAMPLE
    assert _context(tmp_path, files, "packages/core/src/a.js") is DEV


@pytest.mark.parametrize(
    ("name", "expected"),
    [("queue-poc", EXAMPLE), ("@acme/helloworld", EXAMPLE), ("poc-of-queues", EXAMPLE), ("epoch", PRODUCT)],
)
def test_the_name_of_a_package(tmp_path: Path, name: str, expected: Context) -> None:
    files = {"package.json": json.dumps({"name": name}), "src/a.js": SERVER}
    assert _context(tmp_path, files, "src/a.js") is expected
