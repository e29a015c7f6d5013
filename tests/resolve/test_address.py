from __future__ import annotations

import pytest

from portbind_lint.model.site import Address
from portbind_lint.model.source import Package
from tests.bind.memory import analysed, classes, in_files

HTTP = (
    "import http from 'node:http'\nimport os from 'os'\nimport path from 'path'\nconst server = http.createServer()\n"
)
HONO = "import { serve } from '@hono/node-server'\n"


def address(code: str, **others: str) -> Address:
    """The address of the only site of `server.ts`."""
    (found,) = analysed({"server.ts": code, **others}, "server.ts")
    return found[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("80", "wildcard-default"),
        ("", "wildcard-default"),
        ("80, () => {}", "wildcard-default"),
        ("80, undefined, () => {}", "wildcard-default"),
        ("80, null, () => {}", "wildcard-default"),
        ("80, 511, () => {}", "wildcard-default"),
        ("{ port: 80 }, () => {}", "wildcard-default"),
        ("{ port: 80, host: undefined }", "wildcard-default"),
        ("{ port: 80, hostname: '127.0.0.1' }", "wildcard-default"),
        ("80, true", "wildcard-default"),
        ("80, ''", "wildcard"),
        ("80, '::'", "wildcard"),
        ("80, '0'", "wildcard"),
        ("{ port: 80, host: 0 }", "wildcard"),
        ("80, '127.0.0.1', 511", "loopback"),
        ("{ port: 80, host: 'localhost' }", "loopback"),
        ("80, '192.168.1.2'", "specific"),
        ("80, os.hostname()", "specific"),
        ("'/run/app.sock'", "pipe"),
        ("path.join(os.tmpdir(), 'a.sock')", "pipe"),
        ("{ path: '/run/app.sock' }", "pipe"),
        ("{ path: process.argv[2] }", "pipe"),
        ("{ path: found() }", "pipe"),
        ("{ path: process.argv[2], port: 80 }", "wildcard-default"),
        ("{ fd: 3 }", "pipe"),
        ("process.env.SOCKET_PATH", "pipe"),
        ("options.socketPath", "pipe"),
        ("ready() ? '/run/app.sock' : false", "pipe"),
        ("ready() ? 80 : false", "wildcard-default"),
        ("{ path: '/run/app.sock', port: 80 }", "wildcard-default"),
        ("'8080'", "wildcard-default"),
        ("process.env.PORT || 3000", "wildcard-default"),
        ("80, process.env.HOST", "wildcard-default"),
        ("80, process.env.HOST || '0.0.0.0'", "wildcard"),
        ("80, process.env.HOST ?? 'localhost'", "loopback"),
    ],
)
def test_nodes_arguments(arguments: str, expected: str) -> None:
    assert classes(f"{HTTP}server.listen({arguments})") == [expected]


def test_a_long_argument_is_told_by_its_end() -> None:
    """What holds half a file is not read whole for every question about its name."""
    long = "f(unix(), " + "a(), " * 500 + "0)"
    assert classes(f"{HTTP}server.listen({long}.port)") == ["wildcard-default"]
    assert classes(f"{HTTP}server.listen({long}.socketPath)") == ["pipe"]
    assert classes(f"{HTTP}server.listen({long})") == ["wildcard-default"]


@pytest.mark.parametrize(
    ("test", "then", "otherwise"),
    [
        ("typeof port === 'number'", "wildcard-default", "pipe"),
        ("typeof (port) !== 'number'", "pipe", "wildcard-default"),
        ("typeof port === 'string'", "wildcard-default", "wildcard-default"),
        ("typeof host === 'number'", "wildcard-default", "wildcard-default"),
    ],
)
def test_what_is_no_number_is_a_pipe(test: str, then: str, otherwise: str) -> None:
    body = f"if ({test}) server.listen(port)\nelse server.listen(port)"
    assert classes(f"{HTTP}export function start(port, host) {{ {body} }}") == [then, otherwise]


def test_the_resolve_of_a_promise_is_no_host() -> None:
    assert classes(f"{HTTP}await new Promise((ok, fail) => server.listen(80, ok))") == ["wildcard-default"]
    assert classes(f"{HTTP}export const go = (callback) => server.listen(80, callback)") == ["wildcard-default"]


def test_a_required_parameter_without_callers_is_unknown() -> None:
    found = address(f"{HTTP}export function start(port: number, host: string) {{ server.listen(port, host) }}")
    assert found.cls.value == "unknown"
    assert found.reason == "a required parameter that nothing in the repository passes"


def test_an_environment_variable_makes_it_configurable_and_is_named() -> None:
    found = address(f"{HTTP}const host = process.env.HOST || '0.0.0.0'\nserver.listen(80, host)")
    assert (found.cls.value, found.value, found.configurable) == ("wildcard", "0.0.0.0", True)
    assert found.settings == ("env HOST",)
    assert found.trail[-1].line == 5


def test_a_literal_is_not_configurable() -> None:
    found = address(f"{HTTP}server.listen(80, '127.0.0.1')")
    assert (found.value, found.configurable, found.settings, found.alternatives) == ("127.0.0.1", False, (), ())


def test_an_undecided_test_gives_the_exposed_one_and_names_the_other() -> None:
    found = address(f"{HTTP}import {{ flag }} from 'somewhere'\nserver.listen(80, flag() ? '127.0.0.1' : '0.0.0.0')")
    assert found.cls.value == "wildcard"
    assert len(found.alternatives) == 1
    assert found.alternatives[0].startswith("loopback 127.0.0.1")


GRPC = "import { Server } from '@grpc/grpc-js'\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("const p = process.env.PORT ?? '1'\nnew Server().bindAsync(`0.0.0.0:${p}`, c, cb)", ("wildcard", False, 3)),
        ("const h = '127.0.0.1'\nconst go = p => new Server().bindAsync(`${h}:${p}`, c, cb)", ("loopback", False, 2)),
        ("const h = process.env.HOST\nnew Server().bindAsync(`${h ?? '127.1'}:1`, c, cb)", ("loopback", True, 3)),
    ],
)  # fmt: skip
def test_the_host_before_a_port(code: str, expected: tuple[str, bool, int]) -> None:
    found = address(GRPC + code)
    assert (found.cls.value, found.configurable, found.trail[-1].line) == expected


def test_the_scheme_of_a_url_is_no_host() -> None:
    code = "import { Reply } from 'zeromq'\nexport const go = (h) => new Reply().bind(`tcp://${h}:1`)"
    assert address(code).cls.value == "unknown"
    assert address(code.replace("${h}", "*")).cls.value == "wildcard"


def test_the_default_carries_the_librarys_address() -> None:
    found = address(f"{HTTP}server.listen(80)")
    assert (found.value, found.trail) == ("::", ())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{HONO}serve({{ fetch, port: 3000 }})", "wildcard-default"),
        (f"{HONO}serve({{ fetch, hostname: 'localhost' }})", "loopback"),
        (f"{HONO}import {{ Hono }} from 'hono'\nserve(new Hono())", "wildcard-default"),
        (f"{HONO}export function start(...rest) {{ serve(...rest) }}", "unknown"),
        (f"{HONO}export function start(options?: Options) {{ serve({{ ...options, fetch }}) }}", "wildcard-default"),
        (
            "import { Server } from '@grpc/grpc-js'\nnew Server().bindAsync(`0.0.0.0:${process.argv[9]}`, c, cb)",
            "wildcard",
        ),
        (
            "import { Server } from '@grpc/grpc-js'\nexport const f = p => new Server().bindAsync(`[::1]:${p}`, c, cb)",
            "loopback",
        ),
        (
            "import { Server } from '@grpc/grpc-js'\nexport const go = (h) => new Server().bindAsync(`${h}:1`, c, cb)",
            "unknown",
        ),
        ("import { Server } from '@grpc/grpc-js'\nnew Server().bindAsync('50051', c, cb)", "unknown"),
    ],
)  # fmt: skip
def test_other_places_for_the_host(code: str, expected: str) -> None:
    assert classes(code) == [expected]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("^5.0.0", "loopback-default"),
        ("^3.0.0", "wildcard-default"),
        (">=3", "wildcard-default"),
        ("latest", "loopback-default"),
    ],
)
def test_the_version_decides_the_default(version: str, expected: str) -> None:
    assert classes("import fastify from 'fastify'\nfastify().listen({ port: 1 })", fastify=version) == [expected]


def test_what_the_library_reads_itself_makes_it_configurable() -> None:
    found = address("import { FastMCP } from 'fastmcp'\nnew FastMCP({}).start({ transportType: 'httpStream' })")
    assert (found.cls.value, found.configurable, found.settings) == (
        "loopback-default", True, ("env FASTMCP_HOST", "flag --host"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ server: { host: true } }", "wildcard"),
        ("{ server: { host: false } }", "loopback-default"),
        ("{ server: { host: '0.0.0.0' } }", "wildcard"),
        ("{ server: { port: 3000 } }", "loopback-default"),
        ("{}", "loopback-default"),
    ],
)
def test_vites_configuration(text: str, expected: str) -> None:
    assert classes(f"export default {text}", "vite.config.ts") == [expected]


def test_a_text_around_a_setting_without_default_names_no_address() -> None:
    found = address(
        "import { Server } from '@grpc/grpc-js'\n"
        "new Server().bindAsync(`${process.env.IP}:${process.env.PORT}`, credentials, () => {})"
    )
    assert (found.cls.value, found.value, found.reason) == ("unknown", "", "a setting without a default")


PROMETHEUS = (
    "import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'\nnew PrometheusExporter({ port: 9464 })"
)
LIVERELOAD = "import livereload from 'livereload'\nlivereload.createServer({ host: '127.0.0.1' })"


@pytest.mark.parametrize(
    ("code", "name", "version", "expected"),
    [
        (PROMETHEUS, "@opentelemetry/exporter-prometheus", "0.57.0", ("wildcard-default", None)),
        (PROMETHEUS, "@opentelemetry/exporter-prometheus", "0.300.1", ("loopback-default", None)),
        (
            PROMETHEUS, "@opentelemetry/exporter-prometheus", ">=0.57",
            ("wildcard-default", (">=0.57", "<0.300")),
        ),
        (LIVERELOAD, "livereload", "^0.9.3", ("wildcard-default", None)),
        (LIVERELOAD, "livereload", "^0.10.0", ("loopback", None)),
        (LIVERELOAD, "livereload", "0.9 || 0.10", ("wildcard-default", ("0.9 || 0.10", "<0.10"))),
        (LIVERELOAD.replace("127.0.0.1", "0.0.0.0"), "livereload", "0.9 || 0.10", ("wildcard", None)),
        (LIVERELOAD, "koa", "2", ("loopback", None)),
    ],
)  # fmt: skip
def test_a_range_with_versions_that_differ_is_exposed_and_named(
    code: str, name: str, version: str, expected: tuple[str, tuple[str, str] | None]
) -> None:
    package = Package("", "package.json", dependencies=((name, version),))
    [(_, found)] = analysed({"server.ts": code}, "server.ts", package)
    assert (found.cls.value, found.versions) == expected


def test_a_range_matters_to_a_command_too() -> None:
    line = {"package.json": '{"scripts": {"api": "json-server --host 127.0.0.1 db.json"}}'}
    answers = [in_files(line, **{"json-server": asked})[0][1] for asked in ("^0.17.0", ">=0.17", "1.0.0-beta.3")]
    assert [(found.cls.value, found.versions) for found in answers] == [
        ("loopback", None),
        ("wildcard-default", (">=0.17", ">=1")),
        ("wildcard-default", None),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("const o = { port: 80, host: '0.0.0.0' }; o.host = '127.0.0.1'; server.listen(o)", "loopback"),
        ("const o = { port: 80, host: '127.0.0.1' }; server.listen(o); o.host = '0.0.0.0'", "loopback"),
        ("const o = { port: 80, host: '127.0.0.1' }; o.host = '0.0.0.0'; server.listen(o)", "wildcard"),
        ("this.host = '127.0.0.1'; const o = { host: '::' }; if (this.host) o.host = this.host; f(o)", "loopback"),
    ],
)
def test_options_are_read_as_they_are_when_the_server_listens(body: str, expected: str) -> None:
    code = f"{HTTP}export class Shelf {{ go() {{ {body} }} }}\nfunction f(options) {{ server.listen(options) }}"
    assert address(code if "f(o)" in body else code.partition("\nfunction")[0]).cls.value == expected


@pytest.mark.parametrize(("path", "expected"), [("test/shelf.js", "unknown"), ("main.js", "loopback")])
def test_what_only_tests_pass_through_is_not_what_users_pass(path: str, expected: str) -> None:
    code = (
        "const net = require('net')\n"
        "class Shelf { constructor() { this.s = net.createServer() }\n"
        "listen(...args) { this.s.listen(...args) } }\nmodule.exports = Shelf\n"
    )
    calls = "const Shelf = require('%s/lib/shelf')\nnew Shelf().listen(80, '127.0.0.1')\n"
    caller = {path: calls % (".." if "/" in path else ".")}
    ((_, found),) = analysed({"lib/shelf.js": code, **caller}, "lib/shelf.js")
    assert found.cls.value == expected
