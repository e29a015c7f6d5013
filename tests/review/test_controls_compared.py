"""Whoever has set no key lets everybody through where the comparison hangs on that key."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

REQUIRED, OPTIONAL = AuthMode.REQUIRED, AuthMode.OPTIONAL
HEAD = (
    "import express from 'express'\nconst KEY = process.env.LARDER_KEY\n"
    "const config = { apiKey: process.env.SHELF_KEY }\nconst app = express()\n"
)


def _mode(folder: Path, check: str, head: str = HEAD) -> AuthMode:
    guard = f"app.use(async (req, res, next) => {{\n  {check}\n  if (!ok) return res.status(401).end()\n  next()\n}})\n"
    files = {"package.json": '{"name": "acme"}', "src/server.ts": f"{head}{guard}app.listen(80)\n"}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


GIVEN = "const given = req.headers.authorization\n  "


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("const ok = !KEY || given === KEY", OPTIONAL),
        ("const ok = !(KEY && given !== KEY)", OPTIONAL),
        ("const ok = !KEY || !(given !== KEY)", OPTIONAL),
        ("const ok = !KEY || safeEqual(given, KEY)", OPTIONAL),
        ("const ok = KEY ? given === KEY : true", OPTIONAL),
        ("const ok = !KEY ? true : given === KEY", OPTIONAL),
        ("const ok = config.apiKey ? given === config.apiKey : Boolean(given)", OPTIONAL),
        ("const ok = config.apiKey ? given === config.apiKey : !!given", OPTIONAL),
        ("const ok = given !== undefined && (!KEY || given === KEY)", OPTIONAL),
        (
            "const token = given?.startsWith('Bearer ') ? given.slice(7) : ''\n  const ok = !KEY || token === KEY",
            OPTIONAL,
        ),
        ("const token: string = await readBearer(given)\n  const ok = !KEY || token === KEY", OPTIONAL),
        # Nobody passes while there is no key.
        ("const ok = given === KEY", REQUIRED),
        ("const ok = KEY && given === KEY", REQUIRED),
        ("const ok = KEY ? given === KEY : false", REQUIRED),
        ("const ok = KEY ? given === KEY : verifyLogin(given)", REQUIRED),
        ("const ok = !KEY ? false : given === KEY", REQUIRED),
        ("const ok = KEY ? given !== KEY : Boolean(given)", REQUIRED),
        # One of two comparisons is always made, or hangs on the request.
        ("const ok = (!KEY || given === KEY) && users.has(given)", REQUIRED),
        ("const ok = !req.body.strict || given === KEY", REQUIRED),
        # Where it goes to something else, nobody knows.
        ("const ok = await check({ given })", REQUIRED),
        ("const ok = verify(given)", REQUIRED),
        ("const [token] = given.split(' ')\n  const ok = !KEY || token === KEY && isAllowed(token)", REQUIRED),
    ],
)
def test_what_a_comparison_hangs_on(tmp_path: Path, check: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, GIVEN + check) is expected


def test_what_is_returned_is_compared_elsewhere(tmp_path: Path) -> None:
    head = HEAD + "const given = (req) => req.headers.authorization\n"
    assert _mode(tmp_path, "const ok = safeEqual(given(req), KEY)", head) is REQUIRED


def test_a_program_that_stops_without_a_key_asks_for_it(tmp_path: Path) -> None:
    head = HEAD + "if (!KEY) throw new Error('LARDER_KEY is missing')\n"
    assert _mode(tmp_path, f"{GIVEN}const ok = !KEY || given === KEY", head) is REQUIRED


def test_a_value_that_goes_round_and_round(tmp_path: Path) -> None:
    rounds = "".join(f"const v{n} = v{n - 1}.trim()\n" for n in range(1, 40))
    assert _mode(tmp_path, f"const v0 = req.headers.authorization\n{rounds}const ok = !KEY || v39 === KEY") is REQUIRED


def test_a_value_deep_within(tmp_path: Path) -> None:
    deep = "(" * 30 + "given" + " || 'a')" * 30
    assert _mode(tmp_path, f"{GIVEN}const ok = !KEY || {deep} === KEY") is REQUIRED
