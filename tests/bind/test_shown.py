"""What the text of a script rules out. Every other test of this room shows that no listener is ruled out."""

from __future__ import annotations

import pytest

from portbind_lint.bind.shown import may_start
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.model.source import Package
from tests.bind.memory import MemoryPackages, MemoryRepository

STARTING = (
    "app.listen(80)",
    "app['listen'](80)",
    "app.listen.call(app, 80)",
    "app?.listen?.apply(app, [80])",
    "app.listen/* later */.bind(app)(80)",
    "await promisify(app.listen)(80)",
    "const f = util.promisify(app.listen, 1)",
    "const up = x.bind(app['listen'])",
    "app.l\\u0069sten(80)",
    "app.l\\u{69}sten(80)",
    "import { serve as up } from 'srvx'; up({})",
    "import up from 'multicast-dns'; up()",
    "import { Server } from 'ws'; new Server({ port: 80 })",
    "import { Server } from 'npm:ws@8'; new Server({ port: 80 })",
    "import ws from 'ws'; class Hub extends ws.Server { constructor() { super({ port: 80 }) } }",
    "import { fetch } from 'hono'; export default app",
    "import { fetch } from 'hono'; export { app as default }",
    "require('hono'); exports.default = app",
    "require('hono'); module.exports = { a, default: app }",
    "import { spawn } from 'child_process'; spawn('vite')",
    "import { spawn } from 'node:child_process'; spawn(node, ['--inspect=0.0.0.0'])",
    "Bun.spawn(['vite'])",
    "import { $ } from 'zx'; await $`npm start`",
    "Bun.$`npm start`",
    "#!/usr/bin/env -S node --inspect",
)
ONLY_NAMING = (
    "",
    "// it must listen on loopback",
    "app.on('listen', then)",
    "import { listen } from './own'; export { listen }",
    "app.listen = later",
    "import { Server } from './own'; new Server({ port: 80 })",
    "import { type Server } from 'ws'; const a: Server = b",
    "import wsx from 'wsx'; new Server()",
    "import { fetch } from 'hono'; switch (a) { case 1: b(); default: c() }",
    "import { bundle } from 'bundles'; export default app",
    "import { spawn } from 'child_process'; spawn('eslint')",
    "import { spawn } from 'child_process'; spawn('node', ['run.js'])",
    "spawn('vite')",
    "await $`npm start`",
    "import { cd } from 'zx'; f(`${b}`)",
    "a = '\\u00e9'",
)


def starts(text: str, path: str = "src/a.js", *dependencies: str) -> bool:
    package = Package("", "package.json", dependencies=tuple((name, "1") for name in dependencies))
    return may_start(path, text.encode(), MemoryRepository({path: text}, package), load_catalogue())


@pytest.mark.parametrize("text", STARTING)
def test_what_starts_a_listener_is_not_ruled_out(text: str) -> None:
    assert starts(text)


@pytest.mark.parametrize("text", ONLY_NAMING)
def test_what_only_names_one_is(text: str) -> None:
    assert not starts(text)


def test_the_package_may_have_the_library_at_hand() -> None:
    assert starts("new Server({ port: 80 })", "src/a.js", "ws")
    assert starts("export default app", "src/a.js", "hono")
    assert not starts("new Server({ port: 80 })", "src/a.js", "react")


def test_a_file_that_a_tool_reads_is_known_by_its_name() -> None:
    assert starts("", "vite.config.ts")
    assert starts("", "ecosystem.config.js")


def test_a_script_of_no_package() -> None:
    assert may_start("a.js", b"app.listen(80)", MemoryPackages({}, ()), load_catalogue())
