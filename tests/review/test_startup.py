"""A check that a setting switches off is always on where the program does not start without the setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

REQUIRED, OPTIONAL = AuthMode.REQUIRED, AuthMode.OPTIONAL
OPEN = """import express from 'express'
const app = express()
app.use((req, res, next) => {
  if (!SETTING) return next()
  if (req.headers['x-api-key'] !== expected) { res.status(401).end(); return }
  next()
})
app.listen(80)
"""
ENDS = "export function requireSecret(value) {\n  if (!value) { process.exit(1) }\n}\n"
ENFORCES = """
function enforceKey(key) {
  if (!process.env.API_KEY) return
  if (key !== process.env.API_KEY) throw new Error('no')
}
"""
THROWS = "export function %s() {\n  if (!process.env.API_KEY) throw new Error('no key')\n}\n"

CASES: dict[str, tuple[str, str, dict[str, str], AuthMode]] = {
    "nothing insists": ("process.env.API_KEY", "", {}, OPTIONAL),
    "it is handed to a function that ends the program": (
        "process.env.API_KEY",
        "services.requireSecret(process.env.API_KEY)\n",
        {"src/secrets.ts": ENDS},
        REQUIRED,
    ),
    "it is handed to a function that is declared nowhere": (
        "process.env.API_KEY",
        "services.requireSecret(process.env.API_KEY)\n",
        {},
        OPTIONAL,
    ),
    "it is handed to a function of that name which only tells": (
        "process.env.API_KEY",
        "services.requireSecret(process.env.API_KEY)\n",
        {"src/secrets.ts": "export function requireSecret(value) { if (!value) console.warn('open') }\n"},
        OPTIONAL,
    ),
    "the one that ends the program is in the tests": (
        "process.env.API_KEY",
        "services.requireSecret(process.env.API_KEY)\n",
        {"tests/secrets.test.ts": ENDS},
        OPTIONAL,
    ),
    "it is handed to what is returned by a call": (
        "process.env.API_KEY",
        "services.find('requireSecret')(process.env.API_KEY)\n",
        {"src/secrets.ts": ENDS},
        OPTIONAL,
    ),
    "a module that imports it ends without": (
        "process.env.API_KEY",
        "",
        {"src/main.ts": "import './server'\nif (!process.env.API_KEY) { console.error('no key'); process.exit(1) }\n"},
        REQUIRED,
    ),
    "a module that imports it checks at the start": (
        "process.env.API_KEY",
        "",
        {"src/main.ts": "import './server'\n" + THROWS % "validateEnvironment"},
        REQUIRED,
    ),
    "a module that it imports throws at the start": (
        "process.env.API_KEY",
        "import { validateKey } from './keys'\nvalidateKey()\n",
        {"src/keys.ts": THROWS % "validateKey"},
        REQUIRED,
    ),
    "what throws is called for each caller": (
        "process.env.API_KEY",
        "import { validateToken } from './keys'\napp.get('/', (req) => validateToken(req.query.t))\n",
        {"src/keys.ts": (THROWS % "validateToken").replace("()", "({ size }, token)")},
        OPTIONAL,
    ),
    "a module that imports it throws when it is called": (
        "process.env.API_KEY",
        "",
        {"src/main.ts": "import './server'\n" + THROWS % "handleRequest"},
        OPTIONAL,
    ),
    "a check of each call throws behind a way out without a key": (
        "process.env.API_KEY",
        ENFORCES,
        {},
        OPTIONAL,
    ),
    "it ends where a key is there": (
        "process.env.API_KEY",
        "if (process.env.API_KEY) { process.exit(1) }\n",
        {},
        OPTIONAL,
    ),
    "a list that is measured": ("settings.apiKeys.length", "if (!settings.apiKeys) process.exit(1)\n", {}, REQUIRED),
    "a list that is asked by its place": (
        "settings.apiKeys[0]",
        "if (!settings.apiKeys) process.exit(1)\n",
        {},
        REQUIRED,
    ),
    "a function that reads it": ("readToken()", "if (!readToken()) { process.exit(1) }\n", {}, REQUIRED),
    "a setting that is no matter of access": (
        "process.env.STRICT",
        "if (!process.env.STRICT) { process.exit(1) }\n",
        {},
        OPTIONAL,
    ),
}


STARTER = """import express from 'express'
export function startHub(options) {
  const { requireApiAuth } = options
  const app = express()
  app.use((req, res, next) => {
    if (requireApiAuth) {
      if (req.headers['x-api-key'] !== expected) { res.status(401).end(); return }
    }
    next()
  })
  app.listen(80)
}
"""
MAIN = """import { Command } from 'commander'
import { startHub } from './server'
const options = new Command().option('--require-api-auth', 'Ask for a key').parse().opts()
async function main() {
  try { MORE await startHub({ requireApiAuth: options.requireApiAuth }) } catch (error) { process.exit(1) }
}
main()
"""


@pytest.mark.parametrize(
    ("more", "expected"), [("", OPTIONAL), ("if (!options.requireApiAuth) throw new Error('none')\n", REQUIRED)]
)
def test_an_end_because_the_listener_failed_is_not_about_the_setting_that_it_is_given(
    tmp_path: Path, more: str, expected: AuthMode
) -> None:
    files = {"package.json": '{"name": "acme"}', "src/server.ts": STARTER, "src/main.ts": MAIN.replace("MORE", more)}
    assert auth_mode(Listening(tmp_path, files).controls("src/server.ts")) is expected


@pytest.mark.parametrize("name", CASES)
def test_what_the_program_does_not_start_without(tmp_path: Path, name: str) -> None:
    setting, more, others, expected = CASES[name]
    files = {"package.json": '{"name": "acme"}', "src/server.ts": OPEN.replace("SETTING", setting) + more, **others}
    listening = Listening(tmp_path, files)
    assert auth_mode(listening.controls("src/server.ts")) is expected
