"""A check that lets through whoever brings no credential is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

REQUIRED, NONE = AuthMode.REQUIRED, AuthMode.NONE
HEAD = "import express from 'express'\nconst app = express()\n"
TAIL = "\napp.listen(80)\n"
REFUSES = "{ res.status(401).end(); return }"
MIDDLEWARE = "app.use((req, res, next) => {\n  const word = req.headers.authorization\n  %s\n})"
FUNCTION = """
async function checkHeaders(req) {
  const word = req.headers.authorization
  %s
}
app.use(async (req, res, next) => {
  try { await checkHeaders(req); next() } catch (error) { res.status(400).end() }
})
"""


def _mode(folder: Path, code: str) -> AuthMode:
    files = {"package.json": '{"name": "acme"}', "src/server.ts": HEAD + code + TAIL}
    return auth_mode(Listening(folder, files).controls("src/server.ts"))


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        (f"if (word) {{ if (word !== expected) {REFUSES} }}\n  next()", NONE),
        (f"if (typeof word === 'string') {{ if (word !== expected) {REFUSES} }}\n  next()", NONE),
        (f"if (typeof word !== 'undefined') {{ if (word !== expected) {REFUSES} }}\n  next()", NONE),
        (f"if (typeof word === 'undefined' || word !== expected) {REFUSES}\n  next()", REQUIRED),
        (f"if (!word) return next()\n  if (word !== expected) {REFUSES}\n  next()", NONE),
        (f"if (word && word !== expected) {REFUSES}\n  next()", NONE),
        (f"if (word?.startsWith('Bearer ')) {{ if (word.slice(7) !== expected) {REFUSES} }}\n  next()", NONE),
        (f"const bare = word.slice(7)\n  if (bare) {{ if (bare !== expected) {REFUSES} }}\n  next()", NONE),
        (f"if (word !== expected) {REFUSES}\n  next()", REQUIRED),
        (f"if (!word || word !== expected) {REFUSES}\n  next()", REQUIRED),
        (f"if (word) {{ if (word === expected) return next() }}\n  {REFUSES}", REQUIRED),
        (f"if (word) {{ if (word !== expected) {REFUSES} }} else {REFUSES}\n  next()", REQUIRED),
        (f"if (shelves) {{ if (word !== expected) {REFUSES} }}\n  next()", REQUIRED),
        (f"if (word) {{ if (word !== expected) {REFUSES}\n  next() }}", REQUIRED),
    ],
)
def test_whoever_brings_nothing(tmp_path: Path, checks: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, MIDDLEWARE % checks) is expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("return true", NONE),
        ("return { ok: true }", NONE),
        ("return false", REQUIRED),
        ("return { ok: false }", REQUIRED),
        ("", REQUIRED),
    ],
)
def test_a_function_says_of_whoever_brings_nothing(tmp_path: Path, ends: str, expected: AuthMode) -> None:
    check = "if (word) { if (word !== expected) throw new Error('Unauthorized') }\n  "
    assert _mode(tmp_path, FUNCTION % (check + ends)) is expected


def test_the_header_itself_may_be_asked_for(tmp_path: Path) -> None:
    asks = f"if (req.headers.authorization) {{ if (req.headers.authorization !== expected) {REFUSES} }}\n  next()"
    assert _mode(tmp_path, f"app.use((req, res, next) => {{ {asks} }})") is NONE


def test_a_value_that_goes_round_and_round(tmp_path: Path) -> None:
    turns = "".join(f"const word{n + 1} = word{n}.trim()\n  " for n in range(20)).replace("word0", "word")
    assert _mode(tmp_path, MIDDLEWARE % f"{turns}if (word20 !== expected) {REFUSES}\n  next()") is REQUIRED
