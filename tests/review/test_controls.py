from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint.model.evidence import Control
from portbind_lint.review.controls import Guarding, find
from portbind_lint.review.controls.known import Case, load_known
from portbind_lint.review.controls.scope import MOST_MODULES
from tests.review.listening import Listening

CASES = load_known().cases


def _controls(folder: Path, files: dict[str, str], path: str = "src/server.ts") -> tuple[Control, ...]:
    listening = Listening(folder, {"package.json": '{"name": "acme"}', **files})
    return listening.controls(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}-{'fires' if case.fires else 'quiet'}")
def test_every_entry_recognises_its_examples(tmp_path: Path, case: Case) -> None:
    kinds = {control.kind for control in _controls(tmp_path, {"src/server.ts": case.code})}
    assert (case.kind in kinds) is case.fires


def test_every_entry_has_examples_of_both_kinds() -> None:
    known = load_known()
    entries = {entry.id for group in (known.packages, known.calls, known.options, known.requests) for entry in group}
    for fires in (True, False):
        assert {case.id for case in CASES if case.fires is fires} == entries


GUARD = """
export async function authMiddleware(req, res, next) {
  const caller = callers.getStore()
  if (!(await verify(caller))) return res.status(401).end()
  next()
}
"""


@pytest.mark.parametrize(
    ("registered", "guard", "kinds"),
    [
        ("app.use(authMiddleware)", GUARD, {"auth"}),
        ("app.get('/x', [authMiddleware], show)", GUARD, {"auth"}),
        ("app.use('/x', (req, res, next) => { authMiddleware(req, res, next).catch(next) })", GUARD, {"auth"}),
        (
            "const asyncAuth = (req, res, next) => { authMiddleware(req, res, next).catch(next) }\napp.use(asyncAuth)",
            GUARD,
            {"auth"},
        ),
        ("app.use(authMiddleware)", GUARD.replace("401", "200"), set()),
        ("app.use(authMiddleware)", GUARD.replace("await verify(caller)", "caller"), set()),
        ("app.use(show)", GUARD, set()),
        ("", GUARD, set()),
    ],
)
def test_own_middleware_that_is_named_for_authentication(
    tmp_path: Path, registered: str, guard: str, kinds: set[str]
) -> None:
    server = f"""
        import express from 'express'
        import {{ authMiddleware }} from './guard'
        const app = express()
        {registered}
        app.listen(80)
    """
    found = _controls(tmp_path, {"src/server.ts": server, "src/guard.ts": guard})
    assert {control.kind.value for control in found} == kinds


def test_what_the_same_modules_hold_is_searched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []
    read = find.find_reads
    monkeypatch.setattr(find, "find_reads", lambda module, *rest: searched.append(module.path) or read(module, *rest))
    guard = "export const guard = (req, res) => { if (req.headers.authorization !== key) res.status(401).end() }\n"
    listening = Listening(
        tmp_path, {"a.ts": "import { guard } from './b'\napp.use(guard)\napp.listen(1)\napp.listen(2)\n", "b.ts": guard}
    )
    module = listening.module("a.ts")
    first = listening.site("a.ts")
    finder = find.Finder(listening.repository, listening.evaluator, Guarding(listening.repository, listening.evaluator))
    sites = [replace(first, node=call, location=module.location(call)) for call in module.calls("listen")]
    assert [[control.kind.value for control in finder.of(site)] for site in sites] == [["auth"], ["auth"]]
    assert searched == ["a.ts", "b.ts"]


@pytest.mark.parametrize(
    ("guard", "found"),
    [
        ("lib/shelf/the-auth/check.ts", True),
        ("lib/shelf/theJwtSession.ts", True),
        ("lib/shelf/requirePermissions.ts", True),
        ("lib/shelf/the-auth/check.enum.ts", False),
        ("lib/shelf/the-last.ts", False),
    ],
)
def test_of_many_modules_those_named_for_callers_are_read_first(tmp_path: Path, guard: str, found: bool) -> None:
    shelves = [f"lib/shelf/number{number}.ts" for number in range(MOST_MODULES)]
    imports = "".join(f"import '../{path.removesuffix('.ts')}'\n" for path in (*shelves, guard))
    check = "import jwt from 'jsonwebtoken'\napp.use((req, res, next) => { jwt.verify(req.cookies.t, key); next() })\n"
    files = dict.fromkeys(shelves, "export const shelf = 1\n") | {guard: check}
    server = f"import express from 'express'\n{imports}const app = express()\napp.listen(80)\n"
    kinds = {control.kind.value for control in _controls(tmp_path, {"src/server.ts": server, **files})}
    assert ("auth" in kinds) is found


STARTER = """
module.exports.openShop = (server) => {
  stock.load().then(async () => { server.listen(process.env.PORT || 80) })
}
"""
ROUTES = """
const router = require('express').Router()
router.get('/orders', require('./auth-middleware'), show)
module.exports = router
"""
VERIFIER = """
const jwt = require('jsonwebtoken')
module.exports = (req, res, next) => { jwt.verify(req.get('Authorization'), process.env.KEY); next() }
"""


@pytest.mark.parametrize(
    ("start", "starter", "kinds"),
    [
        ("require('./start').openShop(server)", STARTER, {"auth"}),
        ("const { openShop } = require('./start')\nopenShop(server)", STARTER, {"auth"}),
        ("const start = require('./start')\nstart.openShop(server)", STARTER, {"auth"}),
        ("require('./start').closeShop(server)", STARTER, set()),
        ("require('./start')", STARTER, set()),
        ("require('./start').openShop(server)", STARTER.replace("(server) =>", "(port) =>"), set()),
    ],
)
def test_a_server_that_is_handed_over_brings_its_controls(
    tmp_path: Path, start: str, starter: str, kinds: set[str]
) -> None:
    main = f"const server = makeServer()\nserver.use('/orders', require('./routes'))\n{start}\n"
    files = {"src/main.js": main, "src/start.js": starter, "src/routes.js": ROUTES, "src/auth-middleware.js": VERIFIER}
    assert {control.kind.value for control in _controls(tmp_path, files, "src/start.js")} == kinds


def test_tests_hand_over_nothing(tmp_path: Path) -> None:
    main = "require('../src/start').openShop(server)\nserver.use('/orders', require('../src/routes'))\n"
    files = {
        "test/main.test.js": main,
        "src/start.js": STARTER,
        "src/routes.js": ROUTES,
        "src/auth-middleware.js": VERIFIER,
    }
    assert _controls(tmp_path, files, "src/start.js") == ()
