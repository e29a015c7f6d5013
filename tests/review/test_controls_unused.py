"""A check that is written but never put to use guards nothing."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

CHECK = "(req, res, next) { if (req.headers['x-api-key'] !== process.env.KEY) return res.status(401).end(); next() }\n"
ESM = f"export function requireKey{CHECK}export const shelves = []\n"
ARROW = f"export const requireKey = {CHECK.replace(') {', ') => {', 1)}export const shelves = []\n"
COMMON = f"function requireKey{CHECK}const shelves = []\nmodule.exports = {{ requireKey, shelves }}\n"
LISTED = f"function requireKey{CHECK}const shelves = []\nexport {{ requireKey, shelves }}\n"
WITHIN = f"{ESM}function guarded(req, res, next) {{ requireKey(req, res, next) }}\n"
REGISTERED = (
    f"export function guard(app) {{ app.use(function requireKey{CHECK.rstrip()}) }}\nexport const shelves = []\n"
)
ALONE = f"function requireKey{CHECK}export const shelves = []\n"
OFTEN = ESM + "function spare() { " + "requireKey(); " * 60 + "}\n"
IMPORTS = "import express from 'express'\nimport { shelves } from './guard'\nconst app = express()\n"
REQUIRES = "const express = require('express')\nconst { shelves } = require('./guard')\nconst app = express()\n"
LISTENS = "app.listen(80)\n"


def _mode(folder: Path, guard: str, server: str) -> AuthMode:
    files = {"package.json": '{"name": "acme"}', "src/server.ts": server, "src/guard.ts": guard}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


@pytest.mark.parametrize(
    ("guard", "server"),
    [
        (ESM, IMPORTS + LISTENS),
        (ARROW, IMPORTS + LISTENS),
        (LISTED, IMPORTS + LISTENS),
        (ALONE, IMPORTS + LISTENS),
        (WITHIN, IMPORTS + LISTENS),
        (COMMON, REQUIRES + LISTENS),
        (COMMON.replace("{ requireKey", "{ checked: requireKey"), REQUIRES + LISTENS),
        (ESM, IMPORTS.replace("{ shelves }", "* as guards") + LISTENS),
    ],
)
def test_nobody_puts_it_to_use(tmp_path: Path, guard: str, server: str) -> None:
    assert _mode(tmp_path, guard, server) is AuthMode.NONE


@pytest.mark.parametrize(
    ("guard", "server"),
    [
        (ESM, IMPORTS.replace("shelves }", "requireKey }") + "app.use(requireKey)\n" + LISTENS),
        (ESM, IMPORTS.replace("{ shelves }", "{ requireKey as guard }") + "app.use(guard)\n" + LISTENS),
        (ESM, IMPORTS.replace("{ shelves }", "* as guards") + "app.use(guards.requireKey)\n" + LISTENS),
        (ARROW, IMPORTS + "const { requireKey: guard } = await import('./guard')\napp.use(guard)\n" + LISTENS),
        (COMMON, REQUIRES.replace("{ shelves }", "guards") + "app.use(guards.requireKey)\n" + LISTENS),
        (REGISTERED, IMPORTS + LISTENS),
        (
            ESM.replace("(req, res, next)", "(req, res, next)"),
            IMPORTS.replace("{ shelves }", "{ requireKey }") + LISTENS,
        ),
        # The module gives it away under another name.
        (
            COMMON.replace("{ requireKey", "{ guard: requireKey"),
            REQUIRES.replace("{ shelves }", "guards") + "app.use(guards.guard)\n" + LISTENS,
        ),
        (
            LISTED.replace("{ requireKey", "{ requireKey as checked"),
            IMPORTS.replace("{ shelves }", "{ checked }") + "app.use(checked)\n" + LISTENS,
        ),
        # What is named everywhere is used somewhere.
        (OFTEN, IMPORTS + LISTENS),
        # Others may call what calls it.
        (f"{ESM}export const open = (app) => app.use(requireKey)\n", IMPORTS + LISTENS),
        (f"{ESM}export default function open(app) {{ app.use(requireKey) }}\n", IMPORTS + LISTENS),
        (
            COMMON.replace("{ requireKey", "{ open, requireKey") + "function open(app) { app.use(requireKey) }\n",
            REQUIRES + LISTENS,
        ),
        (
            COMMON.replace("{ requireKey, shelves }", "open") + "function open(app) { app.use(requireKey) }\n",
            REQUIRES + LISTENS,
        ),
        # Whoever takes the whole export names it as they like.
        (ESM.replace("export function", "export default function"), IMPORTS + "app.use(guard)\n" + LISTENS),
        (COMMON.replace("{ requireKey, shelves }", "requireKey"), REQUIRES + LISTENS),
        (LISTED.replace("{ requireKey, shelves }", "default requireKey"), IMPORTS + LISTENS),
        # Frameworks call it by its name.
        (ESM.replace("requireKey", "middleware"), IMPORTS + LISTENS),
        # A method is called in ways that cannot be seen.
        (f"export class Guard {{ requireKey{CHECK} }}\nexport const shelves = []\n", IMPORTS + LISTENS),
        # The same name is another thing elsewhere.
        (ESM, IMPORTS + "pass(app.requireKey)\n" + LISTENS),
        (f"{{ const requireKey = wrap((req) => 1); use(requireKey) }}\n{ESM}", IMPORTS + LISTENS),
    ],
)
def test_it_may_be_put_to_use(tmp_path: Path, guard: str, server: str) -> None:
    assert _mode(tmp_path, guard, server) is AuthMode.REQUIRED


DECORATES = """
import Fastify from 'fastify'
const app = Fastify()
const check = async (request, reply) => {
  if (request.headers['x-api-key'] !== process.env.KEY) return reply.code(401).send()
}
"""
INLINE = "app.decorate('guard', async (request, reply) => { await check(request, reply) })\n"
GIVEN = "app.decorate('guard', check)\n"


@pytest.mark.parametrize("given", [INLINE, GIVEN, GIVEN + "app.decorateRequest('guard', check)\n"])
@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("app.get('/shelves', answer)\n", AuthMode.NONE),
        ("app.get('/shelves', { preHandler: [app.guard] }, answer)\n", AuthMode.REQUIRED),
        ("app.addHook('onRequest', check)\n", AuthMode.REQUIRED),
        ("import autoload from '@fastify/autoload'\napp.register(autoload, { dir })\n", AuthMode.REQUIRED),
        ("import { routes } from './routes'\nroutes(app)\n", AuthMode.REQUIRED),
    ],
)
def test_a_server_is_given_a_check_under_a_name(tmp_path: Path, given: str, routes: str, expected: AuthMode) -> None:
    files = {
        "package.json": "{}",
        "src/server.ts": f"{DECORATES}{given}{routes}app.listen({{ port: 80, host: '0.0.0.0' }})\n",
        "src/routes.ts": "export const routes = (app) => app.get('/jars', { onRequest: [app['guard']] }, answer)\n",
    }
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is expected


@pytest.mark.parametrize("first", ["name", "check, 'guard'", "7"])
def test_a_name_that_is_not_written_may_be_asked_for(tmp_path: Path, first: str) -> None:
    server = f"{DECORATES}app.decorate({first}, check)\napp.listen({{ port: 80, host: '0.0.0.0' }})\n"
    files = {"package.json": "{}", "src/server.ts": server}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is AuthMode.REQUIRED


@pytest.mark.parametrize(
    ("last", "other", "expected"),
    [
        ("", "src/far.ts", AuthMode.NONE),
        ("import { requireKey } from './guard'\napp.use(requireKey)\n", "src/m69.ts", AuthMode.REQUIRED),
        ("import { requireKey } from './guard'\napp.use(requireKey)\n", "tests/guard.test.ts", AuthMode.NONE),
    ],
)
def test_where_not_every_module_is_read_it_is_looked_for_by_name(
    tmp_path: Path, last: str, other: str, expected: AuthMode
) -> None:
    many = {f"src/m{number}.ts": "export const shelf = 1\n" for number in range(70)}
    imports = "".join(f"import './m{number}'\n" for number in range(70))
    server = {"src/server.ts": IMPORTS + imports + LISTENS, "src/guard.ts": ESM}
    files = {"package.json": "{}", **server, **many, other: last}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is expected


def test_where_not_every_module_is_read_a_name_may_be_asked_for(tmp_path: Path) -> None:
    many = {f"src/m{number}.ts": "export const shelf = 1\n" for number in range(70)}
    imports = "".join(f"import './m{number}'\n" for number in range(70))
    server = f"{imports}{DECORATES}{GIVEN}app.listen({{ port: 80, host: '0.0.0.0' }})\n"
    files = {"package.json": "{}", "src/server.ts": server, **many}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is AuthMode.REQUIRED


@pytest.mark.parametrize(
    "guarded",
    [
        "const bearer = requireBearerAuth({ verifier })\n  app.post('/mcp', bearer, answer)",
        "app.post('/mcp', requireBearerAuth({ verifier }), answer)",
        "app.use((req, res, next) => { if (req.headers['x-api-key'] !== KEY) return res.status(401).end(); next() })",
    ],
)
@pytest.mark.parametrize("begin", ["export function start(KEY)", "export const start = async (KEY) =>"])
def test_what_stands_with_the_listener_is_used_whoever_starts_it(tmp_path: Path, guarded: str, begin: str) -> None:
    imports = (
        "import express from 'express'\n"
        "import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js'\n"
    )
    server = f"{imports}{begin} {{\n  const app = express()\n  {guarded}\n  app.listen(80)\n}}\n"
    files = {"package.json": "{}", "src/server.ts": server}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is AuthMode.REQUIRED
