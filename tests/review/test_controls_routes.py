"""Checks in the handlers of single routes: whether they guard the listener, or leave most of it open."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

ASKS = "if (req.headers['x-api-key'] !== process.env.KEY) return res.status(401).end()\n"
HANDLER = f"export function restock(req, res) {{ {ASKS} res.end() }}\nexport const jars = []\n"
MAKER = f"export function restockHandler(shelf) {{ return (req, res) => {{ {ASKS} shelf.fill() }} }}\n"
IMPORTS = "import express from 'express'\nimport { restock, restockHandler } from './restock'\nconst app = express()\n"
OPEN = "app.get('/jars', list)\napp.post('/orders', order)\napp.get('/shelves', makeShelfHandler(shelf))\n"
LISTENS = "app.listen(80)\n"


def _mode(folder: Path, server: str, restock: str) -> AuthMode:
    files = {"package.json": "{}", "src/server.ts": server, "src/restock.ts": restock}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


ARROW = HANDLER.replace("export function restock(req, res)", "export const restock = (req, res) =>")
LISTED = f"export const jars = []\nfunction restock(req, res) {{ {ASKS} }}\nexport {{ restock }}\n"


@pytest.mark.parametrize(
    ("restock", "guarded"),
    [
        (HANDLER, "app.post('/restock', restock)\n"),
        (ARROW, "app.post('/restock', restock)\n"),
        (LISTED, "app.put('/restock', restock)\n"),
        (MAKER, "app.post('/restock', restockHandler(shelf))\n"),
    ],
)
def test_one_handler_that_asks_leaves_the_others_open(tmp_path: Path, restock: str, guarded: str) -> None:
    assert _mode(tmp_path, IMPORTS + OPEN + guarded + LISTENS, restock) is AuthMode.NONE


@pytest.mark.parametrize(
    ("restock", "guarded"),
    [
        # It stands before all the others as well.
        (HANDLER, "app.use(restock)\napp.post('/restock', restock)\n"),
        # Somebody else calls it, for whatever comes.
        (HANDLER, "hook(restock)\napp.post('/restock', restock)\n"),
        (HANDLER, "app.post('/restock', restock)\nconst checks = wrapped(req => restock(req))\n"),
    ],
)
def test_a_handler_that_is_used_elsewhere_too_may_guard_all(tmp_path: Path, restock: str, guarded: str) -> None:
    assert _mode(tmp_path, IMPORTS + OPEN + guarded + LISTENS, restock) is AuthMode.REQUIRED


@pytest.mark.parametrize("others", ["", "app.get('/health', ok)\n", "app.get('/jars', list)\n"])
def test_where_little_else_is_served_the_handler_guards_it(tmp_path: Path, others: str) -> None:
    server = f"{IMPORTS}{others}app.post('/restock', restock)\n{LISTENS}"
    assert _mode(tmp_path, server, HANDLER) is AuthMode.REQUIRED


def _of_url(folder: Path, body: str) -> AuthMode:
    answer = f"(req, res) => {{ const url = new URL(req.url, BASE); {body} }}"
    server = f"import http from 'node:http'\nhttp.createServer({answer}).listen(80)\n"
    files = {"package.json": "{}", "src/server.ts": server}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


def test_a_parameter_that_is_read_of_a_url_is_a_credential(tmp_path: Path) -> None:
    assert _of_url(tmp_path, "if (url.searchParams.get('token') !== KEY) res.writeHead(401)") is AuthMode.REQUIRED


@pytest.mark.parametrize("quote", ["'", '"', "`"])
def test_a_parameter_that_is_hidden_or_set_is_none(tmp_path: Path, quote: str) -> None:
    hides = f"if (url.searchParams.has('token')) url.searchParams.set({quote}token{quote}, 'hidden')"
    assert _of_url(tmp_path, f"{hides}; if (url.pathname !== PATH) res.writeHead(403)") is AuthMode.NONE


TAKES = (
    "export const getToken = (headers) => { const held = headers.get('x-api-key'); return held ? held.trim() : null }\n"
)
CHECKS = "export const getToken = (headers) => tokens.find(each => each.key === headers.get('x-api-key'))\n"
ANSWERS = "if (token === null) return res.status(401).end(); upstream(token)"


@pytest.mark.parametrize(
    ("made", "answer", "expected"),
    [
        (TAKES, ANSWERS, AuthMode.NONE),
        (TAKES, ANSWERS.replace("upstream", "verify"), AuthMode.REQUIRED),
        (CHECKS, ANSWERS, AuthMode.REQUIRED),
        ("", ANSWERS, AuthMode.REQUIRED),
    ],
)
def test_a_credential_that_is_only_handed_on_guards_nothing(
    tmp_path: Path, made: str, answer: str, expected: AuthMode
) -> None:
    server = (
        "import express from 'express'\nimport { getToken } from './tokens'\nconst app = express()\n"
        f"app.post('/chat', (req, res) => {{ const token = getToken(req.headers); {answer} }})\napp.listen(80)\n"
    )
    files = {"package.json": "{}", "src/server.ts": server, **({"src/tokens.ts": made} if made else {})}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is expected


READS = "const wordOf = (req) => req.headers['x-api-key']\n"
GUARD = (
    READS
    + """
const admits = (req) => safeEqual(wordOf(req), process.env.KEY)
export const onlyOwners = (req, res, next) => { if (!admits(req)) return res.status(401).end(); next() }
"""
)
GUARDS = "import express from 'express'\nimport { onlyOwners } from './restock'\nconst app = express()\n"


@pytest.mark.parametrize(
    ("guarded", "expected"),
    [
        ("app.get('/ledger', onlyOwners, list)\n", AuthMode.NONE),
        ("app.get('/ledger', [onlyOwners, counts], list)\n", AuthMode.NONE),
        ("app.get('/ledger', onlyOwners('all'), list)\n", AuthMode.NONE),
        ("app.use(onlyOwners)\n", AuthMode.REQUIRED),
        ("app.get('/ledger', onlyOwners, list)\nshelves.use(onlyOwners)\n", AuthMode.REQUIRED),
        ("app.get('/ledger', onlyOwners, list)\napp.get('/debts', onlyOwners, list)\n", AuthMode.REQUIRED),
    ],
)
def test_what_stands_before_the_handler_of_one_route_leaves_the_others_open(
    tmp_path: Path, guarded: str, expected: AuthMode
) -> None:
    assert _mode(tmp_path, GUARDS + guarded + OPEN + LISTENS, GUARD) is expected


NONE, REQUIRED = AuthMode.NONE, AuthMode.REQUIRED
REFUSES = "{ if (params.token !== expected) throw new Error('Authentication failed'); return jars }"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            f"export const jars = {{ description: 'Jars', parameters: shape, execute: (params) => {REFUSES} }}",
            AuthMode.NONE,
        ),
        (
            f"export const jars = {{ description: 'Jars', inputSchema: shape, async run(params) {REFUSES} }}",
            AuthMode.NONE,
        ),
        (f"server.registerTool('jars', shape, async ({{ params }}) => {REFUSES})", NONE),
        (
            f"const guard = {{ description: 'Jars', execute: (params) => {REFUSES} }}\napp.use(guard.execute)",
            AuthMode.REQUIRED,
        ),
        (f"app.use(({{ params }}) => {REFUSES})", REQUIRED),
    ],
)
def test_what_is_filled_in_for_a_tool_is_no_credential(tmp_path: Path, code: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, f"{IMPORTS}{code}\n{LISTENS}", "export const restock = []\n") is expected


SWITCHED = (
    "const gate = (req, res, next) => {\n"
    "  if (!process.env.GATE_KEY) return next()\n"
    "  if (req.headers.authorization !== process.env.GATE_KEY) return res.status(401).end()\n"
    "  next()\n"
    "}\n"
)
CONNECTIONS = (
    "wss.on('connection', (ws, req) => {\n"
    "  const given = new URL(req.url, 'http://larder').searchParams.get('token')\n"
    "  if (given !== process.env.KEY) return ws.close(1008, 'no')\n"
    "})\n"
)


@pytest.mark.parametrize(
    "server",
    [
        "app.post('/restock', restock)\napp.use('/jars', gate)\n",
        "app.post('/restock', restock)\napp.post(config.path, gate, fill)\n",
    ],
)
def test_what_hangs_on_a_switch_decides_where_as_much_has_no_other_check(tmp_path: Path, server: str) -> None:
    assert _mode(tmp_path, IMPORTS + SWITCHED + server + LISTENS, HANDLER) is AuthMode.OPTIONAL


def test_connections_that_stay_are_one_of_the_things_served(tmp_path: Path) -> None:
    server = f"import express from 'express'\nconst app = express()\n{CONNECTIONS}"
    assert _mode(tmp_path, f"{server}{LISTENS}", "") is AuthMode.REQUIRED
    server += f"{SWITCHED}app.post(config.path, gate, fill)\n"
    assert _mode(tmp_path, f"{server}{LISTENS}", "") is AuthMode.OPTIONAL


@pytest.mark.parametrize(
    "server",
    [
        # One of three routes hangs on the switch; it has both checks; all have the one that is always on.
        "app.post('/restock', restock)\napp.put('/restock', restock)\napp.post('/jars', gate, fill)\n",
        "app.post('/restock', gate, restock)\n",
        "app.use(restock)\napp.use('/jars', gate)\n",
    ],
)
def test_a_switch_for_less_than_that_decides_nothing(tmp_path: Path, server: str) -> None:
    assert _mode(tmp_path, IMPORTS + SWITCHED + server + LISTENS, HANDLER) is AuthMode.REQUIRED
