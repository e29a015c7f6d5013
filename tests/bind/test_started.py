"""Commands in files that are neither package.json nor code: containers, launchers, process managers, first lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.bind.tools.images import started_by_image
from portbind_lint.bind.tools.launchers import started_by_launcher
from portbind_lint.bind.tools.services import started_by_services
from portbind_lint.bind.tools.shebangs import started_by_program, started_by_shebang
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.model.site import Address, ToolSite
from tests.bind.memory import in_files, scripts, started
from tests.bind.papers import TRACES

_INSPECTED = """module.exports = {
  apps: [{
    name: 'shop',
    script: 'app.js',
    node_args: '--inspect=0.0.0.0',
  }],
}"""
_WITH_HOST = """const env = {
  HOST: '127.0.0.1' }
export default { apps: [
  { script: 'react-scripts', args: 'start', env },
] }"""

Expected = list[tuple[int, str, str, int]]


def seen(sites: list[tuple[ToolSite, Address]]) -> Expected:
    """Line of the site, its command, what it binds, and the line where the address is written (0 for nowhere)."""
    return [
        (site.location.line, site.call, address.cls.value, address.trail[-1].line if address.trail else 0)
        for site, address in sites
    ]


@pytest.mark.parametrize(("path", "text", "expected"), TRACES)
def test_what_a_file_starts(path: str, text: str, expected: Expected) -> None:
    assert seen(in_files({path: text})) == expected


def test_a_container_runs_a_script_with_more_words() -> None:
    texts = {**scripts(dev="vite"), "Dockerfile": 'FROM node\nCMD ["npm", "run", "dev", "--", "--host", "0.0.0.0"]\n'}
    assert [(s.location.path, s.call, a.cls.value) for s, a in in_files(texts)] == [
        ("package.json", "vite", "loopback-default"),
        ("Dockerfile", "vite --host 0.0.0.0", "wildcard"),
    ]


def test_the_listener_of_the_own_program_is_in_its_code() -> None:
    image = 'FROM node\nENTRYPOINT ["vite", "--host"]\n'
    assert [a.cls.value for _, a in in_files({"package.json": '{"name": "shop"}', "Dockerfile": image})] == ["wildcard"]
    assert in_files({"package.json": '{"name": "vite"}', "Dockerfile": image}) == []


def test_a_service_is_run_where_it_is_built() -> None:
    compose = "services:\n  web:\n    build: ./web\n    command: npm run dev -- --host\n  lost:\n    build: ../..\n"
    texts = {"web/package.json": json.dumps({"scripts": {"dev": "astro dev"}}), "compose.yml": compose}
    assert [(s.location.path, s.location.line, a.cls.value) for s, a in in_files(texts)] == [
        ("web/package.json", 1, "loopback-default"),
        ("compose.yml", 4, "wildcard"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("env-cmd .env.local vite --host", ["wildcard"]),
        ("env-cmd -e lan vite --host", ["wildcard"]),
        ("env-cmd vite --host", ["wildcard"]),
        ("dotenv -- vite --host", ["wildcard"]),
        ("timeout 9 vite --host", ["wildcard"]),
        ("deno run -A npm:vite@5 --host", ["wildcard"]),
        ("deno run -A serve.js", []),
        ("deno task dev --host", ["wildcard"]),
        ("deno task other --host", []),
        ("concurrently 'npm:dev -- --host' 'npm:watch'", ["wildcard"]),
        ("concurrently npm:dev npm:watch", []),
        ("npm-run-all --parallel 'dev -- --host' watch", ["wildcard"]),
        ("run-p dev watch", []),
        ("turbo run dev --filter=shop -- --host", ["wildcard"]),
        ("turbo dev -- --host", ["wildcard"]),
        ("turbo run dev -F other -- --host", ["wildcard"]),
        ("turbo run dev", []),
        ("lerna run dev --scope shop -- --host", ["wildcard"]),
        ("lerna dev -- --host", []),
        ("ng run shop:serve --host 0.0.0.0", ["wildcard"]),
        ("ng run shop:build", []),
        ("nx run shop:serve --host 0.0.0.0", ["wildcard"]),
        ("pm2 start app.js --node-args='--inspect=0.0.0.0'", ["wildcard"]),
        ("pm2 start app.js --name shop --interpreter node --interpreter-args --inspect=0.0.0.0", ["wildcard"]),
        ("pm2 start 'npx vite --host'", ["wildcard"]),
        ("pm2 start npm --name shop -- run dev -- --host", ["wildcard"]),
        ("pm2-runtime node_modules/vite/bin/vite.js -- --host", ["wildcard"]),
        ("pm2 start serve.js", []),
        ("pm2 logs vite", []),
        ("pm2", []),
        ("pm2 start", []),
        ("pm2-runtime serve public 80", ["wildcard-default"]),
        ("./serve", []),
        ("node serve.js", []),
        ("/usr/local/bin/node --inspect=0.0.0.0 a.js", ["wildcard"]),
    ],
)  # fmt: skip
def test_what_a_line_starts_by_another_program(line: str, expected: list[str]) -> None:
    texts = {"package.json": json.dumps({"name": "shop", "scripts": {"dev": "vite", "watch": "tsc -w", "run": line}})}
    assert [address.cls.value for site, address in in_files(texts) if site.script == "run"] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Bun.spawn(['vite', '--host'])", [("vite --host", "wildcard")]),
        ("Bun.spawnSync({ cmd: ['vite', '--host', '127.0.0.1'] })", [("vite --host 127.0.0.1", "loopback")]),
        ("import { spawn } from 'bun'\nspawn(['bunx', 'vite', '--host'])", [("vite --host", "wildcard")]),
        ("import { serve } from 'bun'\nserve(['vite', '--host'])", []),
        ("new Deno.Command('vite', { args: ['--host'] })", [("vite --host", "wildcard")]),
        ("new Deno.Command('react-scripts', { args: ['start'], env: { HOST: '127.0.0.1' } })",
         [("react-scripts start", "loopback")]),
        ("Deno.run({ cmd: ['vite', '--host'] })", [("vite --host", "wildcard")]),
        ("Deno.writeTextFile('vite', '--host')", []),
        ("import { $ } from 'zx'\nawait $`vite --host`", [("vite --host", "wildcard")]),
        ("import 'zx/globals'\nawait $`vite --host ${host}`", [("vite --host …", "unknown")]),
        ("#!/usr/bin/env zx\nawait $`vite --host`", [("vite --host", "wildcard")]),
        ("import { $ } from 'execa'\nawait $({ stdio: 'inherit' })`vite --host`", [("vite --host", "wildcard")]),
        ("import { execa } from 'execa'\nawait execa`serve dist`", [("serve dist", "wildcard-default")]),
        ("import { $ } from 'bun'\nawait $`vite --host`", [("vite --host", "wildcard")]),
        ("await Bun.$`vite --host`", [("vite --host", "wildcard")]),
        ("import $ from 'dax'\nawait $`vite --host`", [("vite --host", "wildcard")]),
        ("await $`vite --host`", []),
        ("import { $ } from './mine'\nawait $`vite --host`", []),
        ("import { $ } from 'zx'\n$('vite --host')", []),
        ("import { $ } from 'zx'\n$`vite --host`.listen()", [("vite --host", "wildcard")]),
    ],
)  # fmt: skip
def test_programs_that_other_runtimes_start(code: str, expected: list[tuple[str, str]]) -> None:
    assert [(site.call, address.cls.value) for site, address in started(code)] == expected


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        ("ecosystem.config.js", _INSPECTED, [(4, "node --inspect=0.0.0.0 app.js", "wildcard", 5)]),
        ("pm2.config.cjs", "exports.apps = [{ script: 'npx', args: ['vite', '--host'] }]",
         [(1, "vite --host", "wildcard", 1)]),
        ("ecosystem.config.mjs", _WITH_HOST, [(4, "react-scripts start", "loopback", 2)]),
        ("ecosystem.config.js", "module.exports = { apps: [{ script: 'app.js' }, { name: 'none' }, other()] }", []),
        ("ecosystem.config.js", "module.exports = { apps: load() }", []),
        ("settings.config.js", "module.exports = { apps: [{ script: 'vite --host' }] }", []),
    ],
)  # fmt: skip
def test_applications_of_a_process_manager(path: str, code: str, expected: Expected) -> None:
    assert seen(started(code, path)) == expected


def test_the_first_line_of_a_script() -> None:
    expected = [(1, "node --inspect=0.0.0.0", "wildcard", 1)]
    assert seen(started("#!/usr/bin/env -S node --inspect=0.0.0.0\nwork()")) == expected
    assert seen(started("#!/usr/bin/node --inspect=0.0.0.0\r\nwork()", "bin/serve")) == expected
    assert seen(started("#!/usr/bin/env node\nwork()")) == []


def test_programs_that_are_scripts_are_read_with_the_scripts() -> None:
    assert list(started_by_program("bin/run", b"#!/usr/bin/env -S node --inspect=0.0.0.0\n")) == []
    assert [found.words for found in started_by_program("bin/run", b"#!/usr/bin/env -S npx vite --host\n")] != []


@given(st.binary(max_size=300))
def test_nothing_is_too_strange_to_be_read(data: bytes) -> None:
    for found in (
        *started_by_image("Dockerfile", b"FROM a\nCMD " + data),
        *started_by_launcher(".vscode/launch.json", b'{"configurations": [' + data),
        *started_by_launcher("ecosystem.json", b'{"apps": [{"script": "' + data),
        *started_by_shebang("bin/run", b"#!" + data),
        *(service for _, service in started_by_services("compose.yml", b"services:\n a:\n  command: " + data)),
    ):
        assert found.words or not list(found.sites(None, _Nothing(), Unfolding(())))


class _Nothing:
    """A catalogue without programs."""

    programs = ()

    def of_program(self, name: str) -> tuple[()]:
        del name
        return ()

    def of_config(self, path: str) -> tuple[()]:
        del path
        return ()
