from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode, Control, ControlKind
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

REQUIRED, OPTIONAL, NONE = AuthMode.REQUIRED, AuthMode.OPTIONAL, AuthMode.NONE
IMPORT = "import express from 'express'\n"
MAKE = "const app = express()\n"
HEAD = IMPORT + MAKE
CHECK = """
function check(req, res, next) {
  if (req.headers.authorization !== expected) { res.status(401).end(); return }
  next()
}
"""
TAIL = "\napp.listen(80)\n"


def _controls(folder: Path, files: dict[str, str], path: str = "src/server.ts") -> tuple[Control, ...]:
    listening = Listening(folder, {"package.json": '{"name": "acme"}', **files})
    return listening.controls(path)


def _mode(folder: Path, code: str, **others: str) -> AuthMode:
    files = {f"src/{name}.ts": text for name, text in others.items()}
    return auth_mode(_controls(folder, {"src/server.ts": HEAD + code + TAIL, **files}))


ENTRANCES = """
function answer(req, res, requireAuth) {
  if (requireAuth) {
    if (req.headers.authorization !== expected) { res.status(401).end(); return }
  }
  res.end('ok')
}
app.all('/a', (req, res) => answer(req, res, FIRST))
app.all('/b', (req, res) => answer(req, res, true))
"""
SIGNING = """
const signed = (req, res, next) => {
  if (!safeEqual(req.headers['x-larder-signature'], made(req))) return res.sendStatus(401)
  next()
}
"""
SIGNED = """
class Source {
  check(req) { if (!safeEqual(req.headers['x-larder-signature'], made(req))) throw new Error('Unauthorized') }
}
app.post('/hooks/:name', (req, res) => { sources[req.params.name].check(req); res.end() })
"""
OPEN_CHECK = """
const authenticateRequest = (req, res) => {
  if (!config.API_TOKEN) return true
  if (req.headers.authorization !== config.API_TOKEN) { res.status(401).end(); return false }
  return true
}
app.post('/a', async (req, res) => { if (!authenticateRequest(req, res)) return; answer(req, res) })
"""
KEPT = """
function verify(req, res, kept) {
  const name = kept.name, password = kept.password
  if (!name && !password) return true
  if (req.headers.authorization !== name + password) { res.status(401).end(); return false }
  return true
}
app.post('/a', (req, res) => { if (verify(req, res, store.user)) answer(req, res) })
"""
TWO_WAYS = """
const KEY = process.env.LARDER_KEY
const signsIn = () => Boolean(process.env.LARDER_USERS && process.env.LARDER_PASSWORD)
function matches(req) { const given = req.headers.authorization; return safeEqual(given, KEY) }
function both(req, res, next) {
  if (!KEY && !signsIn()) return next() // open
  if (matches(req)) return next()
  return res.sendStatus(401)
}
app.post('/a', both, answer)
"""
ASKS = "if (req.headers.authorization !== expected) { res.status(401).end(); return }"
GUARDED_ROUTE = f"app.post('/shelves', (req, res) => {{ {ASKS} res.end() }})\n"
OPEN_ROUTE = "app.METHOD('/PATH', (req, res) => { res.end() })\n"
OPEN_ROUTES = "".join(OPEN_ROUTE.replace("METHOD", method).replace("PATH", "jars") for method in ("get", "put"))
WAYS_IN = "".join(OPEN_ROUTE.replace("METHOD", "post").replace("PATH", path) for path in ("login", "health", "signup"))
LOGIN = """
function login(req, res, next) {
  if (req.headers.authorization !== expected) { res.status(401).end(); return }
  next()
}
"""
HANDED = """
import { validateKey } from './keys'
app.use((req, res, next) => {
  const found = validateKey(req.headers.authorization, keys)
  if (!found.ok) return res.status(401).end()
  next()
})
"""
LATE = """
import { loadConfig } from './config'
let config
try { config = loadConfig() } catch { process.exit(1) }
"""
SWITCHED = {
    "a login before a dashboard leaves the endpoint open": (
        LOGIN + "app.use('/admin', login)\napp.post('/mcp', answer)\n",
        NONE,
    ),
    "a login before a dashboard, and nothing else is served": (LOGIN + "app.use('/admin', login)\n", REQUIRED),
    "a login before everything": (LOGIN + "app.use(login)\napp.post('/mcp', answer)\n", REQUIRED),
    "a signature that only a method of a webhook asks for": (SIGNED + "app.post('/mcp', answer)\n", NONE),
    "a signature where there is nothing but webhooks": (SIGNED, REQUIRED),
    "a signature before everything": (SIGNING + "app.use(signed)\napp.post('/mcp', answer)\n", REQUIRED),
    "a signature before the endpoint": (SIGNING + "app.post('/mcp', signed, answer)\n", REQUIRED),
    "a login before the endpoint": (LOGIN + "app.use('/mcp', login)\napp.post('/mcp', answer)\n", REQUIRED),
    "a login in the route of the endpoint": (LOGIN + "app.post('/mcp', login, answer)\n", REQUIRED),
    "a login used in a way unknown": (LOGIN + "protect(login)\napp.post('/mcp', answer)\n", REQUIRED),
    "somebody's access token, not the caller's": (
        "async function ask(want) { if (sdk.body.access_token !== want) throw new Error('unauthorized') }\n",
        NONE,
    ),
    "one guarded route among open ones": (GUARDED_ROUTE + OPEN_ROUTES, NONE),
    "one guarded route and ways in": (GUARDED_ROUTE + WAYS_IN, REQUIRED),
    "as many guarded routes as open ones": (GUARDED_ROUTE * 2 + OPEN_ROUTES, REQUIRED),
    "a check before all routes, and one of its own": (
        CHECK + "app.use(check)\n" + GUARDED_ROUTE + OPEN_ROUTES,
        REQUIRED,
    ),
    "one method of an endpoint": (
        GUARDED_ROUTE.replace("shelves", "mcp")
        + OPEN_ROUTES.replace("jars", "mcp")
        + OPEN_ROUTES.replace("res.", "x."),
        NONE,
    ),
    "one method of an endpoint, and nothing else": (
        GUARDED_ROUTE.replace("shelves", "mcp") + OPEN_ROUTES.replace("jars", "mcp"),
        REQUIRED,
    ),
    "one guarded route and methods that are not allowed": (
        GUARDED_ROUTE + OPEN_ROUTES.replace("res.end()", "res.status(405).end()"),
        REQUIRED,
    ),
    "one guarded route and calls that register nothing": (
        GUARDED_ROUTE + "cache.get('/a')\ncache.get('/b', 5)\ncache.put('c', show)\nget('/d', show)\n",
        REQUIRED,
    ),
    "used if names taken out of the environment are set": (
        CHECK
        + "function set() { const { LOGIN_NAME, LOGIN_PASSWORD } = process.env\n"
        + "const given = LOGIN_NAME && LOGIN_PASSWORD; if (given) app.use(check) }\nset()",
        OPTIONAL,
    ),
    "a check of a kept name and password that may both be missing": (KEPT, OPTIONAL),
    "a check of a kept name and password": (KEPT.replace("if (!name && !password) return true\n", ""), REQUIRED),
    "a check that passes whoever sends neither name nor password to a kept one": (
        KEPT.replace("= kept.", "= req.query."),
        REQUIRED,
    ),
    "a check that passes everybody without a kept color": (
        KEPT.replace("!name && !password", "!color").replace("name = kept", "color = kept"),
        REQUIRED,
    ),
    "a named check that passes everybody while no key is set": (OPEN_CHECK, OPTIONAL),
    "one entrance of two is open": (ENTRANCES.replace("FIRST", "false"), OPTIONAL),
    "no entrance is open": (ENTRANCES.replace("FIRST", "true"), REQUIRED),
    "always used": (CHECK + "app.use(check)", REQUIRED),
    "a check that passes everybody without a setting that is read when the module is loaded": (
        LATE + CHECK.replace("next) {", "next) {\n  if (!config.apiKey) return next()") + "app.use(check)",
        OPTIONAL,
    ),
    "what is asked for is set anew for each request": (
        LATE
        + CHECK.replace("next) {", "next) {\n  config = found(req)\n  if (!config.apiKey) return next()")
        + "app.use(check)",
        REQUIRED,
    ),
    "used if a key is set": (CHECK + "if (process.env.API_KEY) app.use(check)", OPTIONAL),
    "used if a constant from the environment is set": (
        "const KEY = process.env.API_KEY\n" + CHECK + "if (KEY) { app.use(check) }",
        OPTIONAL,
    ),
    "used unless it is switched off": (CHECK + "if (!process.env.NO_AUTH) app.use(check)", REQUIRED),
    "used in production only": (CHECK + "if (process.env.NODE_ENV === 'production') app.use(check)", OPTIONAL),
    "both ways": (CHECK + "if (process.env.API_KEY) app.use(check)\napp.post('/a', check, answer)", REQUIRED),
    "passes everybody while no key is set": (
        """
        const API_KEY = process.env.API_KEY
        app.use((req, res, next) => {
          if (!API_KEY) return next()
          if (req.headers['x-api-key'] !== API_KEY) return res.status(401).end()
          next()
        })""",
        OPTIONAL,
    ),
    "refuses everybody while no key is set": (
        """
        const API_KEY = process.env.API_KEY
        app.use((req, res, next) => {
          if (!API_KEY) { res.status(500).send('not configured'); return }
          if (req.headers['x-api-key'] !== API_KEY) return res.status(401).end()
          next()
        })""",
        REQUIRED,
    ),
    "compares only if a key is set": (
        """
        const API_KEY = process.env.API_KEY
        app.use((req, res, next) => {
          const given = req.headers['x-api-key']
          if (API_KEY && given !== API_KEY) { res.status(401).end(); return }
          next()
        })""",
        OPTIONAL,
    ),
    "a setting that cannot be followed": (
        CHECK + "export function set(config) { if (config.authToken) app.use(check) }",
        OPTIONAL,
    ),
    "a setting that is no matter of access": (
        CHECK + "export function set(config) { if (config.port) app.use(check) }",
        REQUIRED,
    ),
    "a closure over an optional key": (
        """
        function guard(apiKey) {
          return (req, res, next) => {
            if (apiKey) {
              if (req.headers['x-api-key'] !== apiKey) { res.sendStatus(403); return }
            }
            next()
          }
        }
        app.use(guard(process.env.KEY))""",
        OPTIONAL,
    ),
    "a key that is a text": (
        """
        function check(req, res, apiKey?: unknown) {
          if (typeof apiKey === 'string' && req.headers['x-api-key'] !== apiKey) { res.sendStatus(403); return false }
          return true
        }
        app.use((req, res, next) => check(req, res, process.env.KEY) && next())""",
        OPTIONAL,
    ),
    "a key that is not there": (
        """
        function check(req, res, apiKey?: unknown) {
          if (typeof apiKey === 'undefined') { res.sendStatus(403); return false }
          if (req.headers['x-api-key'] !== apiKey) { res.sendStatus(403); return false }
          return true
        }
        app.use((req, res, next) => check(req, res, process.env.KEY) && next())""",
        REQUIRED,
    ),
    "a test of the request is no setting": (
        """
        app.use((req, res, next) => {
          const token = req.headers.authorization
          if (token) { if (!tokens.has(token)) { res.status(403).end(); return } }
          else { res.status(401).end(); return }
          next()
        })""",
        REQUIRED,
    ),
    "the program stops without a key": (
        """
        const API_KEY = process.env.API_KEY
        if (!API_KEY) { process.exit(1) }
        app.use((req, res, next) => {
          if (API_KEY) { if (req.headers['x-api-key'] !== API_KEY) { res.status(401).end(); return } }
          next()
        })""",
        REQUIRED,
    ),
    "the program throws without a key": (
        """
        const API_KEY = process.env.API_KEY
        if (!API_KEY) throw new Error('API_KEY is needed')
        app.use((req, res, next) => {
          if (req.headers['x-api-key'] !== API_KEY) { res.status(401).end(); return }
          next()
        })""",
        REQUIRED,
    ),
    "a guard ends the program": (
        """
        function demand(given) { if (!given.ready) { process.exit(2) } }
        demand({ ready: !!process.env.API_KEY })
        app.use((req, res, next) => {
          if (!process.env.API_KEY) return next()
          if (req.headers['x-api-key'] !== process.env.API_KEY) { res.status(401).end(); return }
          next()
        })""",
        REQUIRED,
    ),
    "the check is only in a comment": (
        "// res.status(401)\napp.use((req, res) => res.send(req.headers.authorization === x))",
        NONE,
    ),
    "the header is set, not read": (
        "app.use((req, res, next) => { req.headers.authorization = key; if (a !== b) res.status(401); next() })",
        NONE,
    ),
    "the header of an answer": (
        "app.use(async (req, res) => { const a = response.headers.authorization; if (a !== b) res.status(401).end() })",
        NONE,
    ),
    "only handed to another API": (
        "app.use((req, res) => { const a = req.headers.authorization; if (!a) { res.status(401).end() } ask(a) })",
        NONE,
    ),
    "an optional parameter": (
        """
        function check(req, res, expectedToken?: string) {
          if (expectedToken) { if (req.headers.authorization !== expectedToken) { res.sendStatus(401); return false } }
          return true
        }
        app.use((req, res, next) => { if (check(req, res, given)) next() })""",
        OPTIONAL,
    ),
    "a required parameter": (
        """
        function check(req, res, token: string) {
          if (token) { if (req.headers.authorization !== expected) { res.sendStatus(401); return false } }
          return true
        }
        app.use((req, res, next) => { if (check(req, res, given)) next() })""",
        REQUIRED,
    ),
    "a parameter that is a request": (
        """
        app.use((request, res, next) => {
          if (request.authToken) { if (request.headers.authorization !== key) { res.sendStatus(401); return } }
          next()
        })""",
        REQUIRED,
    ),
    "a member of somebody's options": (
        """
        export function guard(options) {
          app.use((req, res, next) => {
            if (!options.apiKey) return next()
            if (req.headers['x-api-key'] !== options.apiKey) { res.sendStatus(401); return }
            next()
          })
        }""",
        OPTIONAL,
    ),
    "compared with nothing": (
        CHECK + "export function set(options) { const passwords = options.file || null\n"
        "if (passwords !== null) { app.use(check) } }",
        OPTIONAL,
    ),
    "nothing is where all is well": (
        CHECK + "export function set(options) { const passwords = options.file || null\n"
        "if (passwords === null) { app.use(check) } }",
        REQUIRED,
    ),
    "a list of keys that may be empty": (
        CHECK
        + "const KEYS = (process.env.KEYS || '').split(',').filter(Boolean)\n"
        + "if (KEYS.length > 0 && loaded()) app.use(check)",
        OPTIONAL,
    ),
    "a list that holds an empty key": (
        CHECK + "const KEYS = (process.env.KEYS || '').split(',')\nif (KEYS.length > 0 && loaded()) app.use(check)",
        REQUIRED,
    ),
    "a variable that is set later": (
        CHECK + "let settings\nexport function init(s) { settings = s; if (settings.adminAuth) app.use(check) }",
        REQUIRED,
    ),
    "refused two calls further out": (
        """
        const read = (req) => req.headers.authorization
        const user = (req) => find(read(req))
        app.use((req, res, next) => { if (!user(req)) { res.sendStatus(403); return } next() })""",
        REQUIRED,
    ),
    "a service whose method does it": (
        """
        class Keys { known(req) { return this.keys.has(req.headers['x-api-key']) } }
        const keys = { known(req) { return new Keys().known(req) } }
        app.use((req, res, next) => { if (!keys.known(req)) { res.sendStatus(403); return } next() })""",
        REQUIRED,
    ),
    "a constant names the header": (
        """
        const X_API_KEY = 'x-api-key'
        app.use((req, res, next) => { if (req.headers[X_API_KEY] !== key) { res.sendStatus(401); return } next() })""",
        REQUIRED,
    ),
    "a function of the repository reads the header": (
        "app.use((req, res, n) => { if (getHeader(req, 'x-api-key') !== key) { res.sendStatus(401); return } n() })",
        REQUIRED,
    ),
    "a header that is deleted": (
        "app.use((req, res, next) => { delete req.headers.authorization; if (a !== b) res.sendStatus(401) })",
        NONE,
    ),
    "refused by a helper that is named for it": (
        "app.use((req, res, n) => { if (req.headers.authorization !== key) return sendUnauthorized(res); n() })",
        REQUIRED,
    ),
    "a function answers whether what it is given may pass": (
        """
        app.use((req, res, next) => {
          const given = req.headers.authorization
          if (!isTokenAuthorized(given)) return sendUnauthorized(res)
          next()
        })""",
        REQUIRED,
    ),
    "a function answers whether a valid key was brought": (
        "app.use((req, res, next) => { if (!hasValidKey(req.get('x-api-key'))) return res.sendStatus(403); next() })",
        REQUIRED,
    ),
    "none of two ways in is configured": (TWO_WAYS, OPTIONAL),
    "without one of two keys nobody passes": (
        TWO_WAYS.replace("return next() // open", "return res.sendStatus(503)"),
        REQUIRED,
    ),
    "two keys, and the program stops without one of them": (
        TWO_WAYS.replace("const signsIn", "if (!KEY) process.exit(1)\nconst signsIn"),
        REQUIRED,
    ),
    "one of two cannot be told": (TWO_WAYS.replace("!signsIn()", "signsIn() === other()"), REQUIRED),
}


@pytest.mark.parametrize("name", SWITCHED)
def test_when_authentication_is_on(tmp_path: Path, name: str) -> None:
    code, expected = SWITCHED[name]
    assert _mode(tmp_path, code) is expected


def test_what_the_listener_depends_on_is_no_switch(tmp_path: Path) -> None:
    code = HEAD + CHECK + "if (process.env.HTTP_TOKEN) { app.use(check); app.listen(80) }"
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code})) is REQUIRED


def test_a_reader_in_another_module_is_known_by_its_callers(tmp_path: Path) -> None:
    code = """
    import { keyOf } from './keys.js'
    app.use((req, res, next) => { if (!known(keyOf(req))) { res.status(401).end(); return } next() })
    """
    keys = "export function keyOf(req) { return find(req.headers['x-api-key']) }"
    assert _mode(tmp_path, code, keys=keys) is REQUIRED


def test_other_modules_do_not_guard(tmp_path: Path) -> None:
    other = HEAD + CHECK + "app.use(check)" + TAIL
    assert _mode(tmp_path, "", other=other) is NONE
    assert _mode(tmp_path, "import './server.test.ts'", **{"server.test": other}) is NONE


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("if (keys.length === 0) return { ok: true }", OPTIONAL),
        ("if (!keys) { return true }", OPTIONAL),
        ("if (keys.length === 0) return { ok: false }", REQUIRED),
        ("if (!header) throw new Error('missing')", REQUIRED),
        ("if (shelves.length === 0) return { ok: true }", REQUIRED),
    ],
)
def test_a_function_that_is_handed_the_credential_may_let_everybody_through(
    tmp_path: Path, first: str, expected: AuthMode
) -> None:
    check = f"export function validateKey(header, keys) {{\n{first}\nreturn {{ ok: keys.includes(header) }}\n}}"
    assert _mode(tmp_path, HANDED, keys=check) is expected


MADE = """
const DEFAULT = process.env.LARDER_WORD || ''
function resolveKey({{ word, mode }}) {{
  if (word) return {{ value: word, mode: 'static' }}
  return {{ value: OTHERWISE, mode: 'none' }}
}}
function open(word = DEFAULT) {{
  const resolvedKey = resolveKey({{ word }})
  app.use((req, res, next) => {{
    if ({test} && req.get('x-api-key') !== resolvedKey.value) return res.status(403).end()
    next()
  }})
}}
open()
"""


@pytest.mark.parametrize(
    ("otherwise", "test", "expected"),
    [
        ("''", "resolvedKey.value", OPTIONAL),
        ("null", "resolvedKey.value", OPTIONAL),
        ("crypto.randomUUID()", "resolvedKey.value", REQUIRED),
        ("''", "resolvedKey", REQUIRED),
        ("''", "req.get('x-shelf') && shelves.length", REQUIRED),
    ],
)
def test_a_key_that_a_function_makes_of_what_nobody_set(
    tmp_path: Path, otherwise: str, test: str, expected: AuthMode
) -> None:
    assert _mode(tmp_path, MADE.format(test=test).replace("OTHERWISE", otherwise)) is expected


CHANCE = """
import {{ randomBytes }} from 'node:crypto'
const config = {{ hubKey: process.env.HUB_KEY || null }}
{made}
app.use((req, res, next) => {{
  if (!{key}) return next()
  if (req.headers['x-api-key'] !== {key}) {{ res.status(401).end(); return }}
  next()
}})
"""


@pytest.mark.parametrize(
    ("made", "key", "expected"),
    [
        ("const hubKey = process.env.HUB_KEY || randomBytes(16).toString('hex')", "hubKey", REQUIRED),
        (
            "let hubKey = process.env.HUB_KEY\nif (!hubKey) { hubKey = randomBytes(16).toString('hex') }",
            "hubKey",
            REQUIRED,
        ),
        ("let hubKey = process.env.HUB_KEY\nhubKey ??= crypto.randomUUID()", "hubKey", REQUIRED),
        ("if (!config.hubKey) { config.hubKey = randomBytes(16).toString('hex') }", "config.hubKey", REQUIRED),
        (
            "const hubKey = process.env.HUB_KEY || (exists(file) ? readFileSync(file, 'utf8') : crypto.randomUUID())",
            "hubKey",
            REQUIRED,
        ),
        ("if (process.env.LOCK && !config.hubKey) { config.hubKey = crypto.randomUUID() }", "config.hubKey", OPTIONAL),
        ("let hubKey = process.env.HUB_KEY\nif (!hubKey) { hubKey = readHistory() }", "hubKey", OPTIONAL),
        ("const shelf = process.env.SHELF || crypto.randomUUID()", "config.hubKey", OPTIONAL),
        ("", "config.hubKey", OPTIONAL),
    ],
)
def test_a_key_that_is_made_up_where_nobody_sets_one_is_always_there(
    tmp_path: Path, made: str, key: str, expected: AuthMode
) -> None:
    assert _mode(tmp_path, CHANCE.format(made=made, key=key)) is expected


GIVEN_SETTINGS = """
import {{ DEFAULTS }} from './defaults.js'
function given(req) {{ return req.headers['x-api-key'] }}
export function guard(settings = DEFAULTS) {{
  return (req, res, next) => {{
    if ({test}) {{ next(); return }}
    if (!isValid(given(req))) {{ res.status(401).end(); return }}
    next()
  }}
}}
app.use(guard())
"""


@pytest.mark.parametrize(
    ("flag", "test", "expected"),
    [
        ("process.env.LOCKED === 'true'", "!settings.locked", OPTIONAL),
        ("process.env.LOCKED !== 'false'", "!settings.locked", REQUIRED),
        ("true", "!settings.locked", REQUIRED),
        ("process.env.OPEN === 'yes'", "settings.locked", REQUIRED),
        ("process.env.LOCKED === 'true'", "!settings.absent", REQUIRED),
    ],
)
def test_a_flag_in_the_settings_that_a_guard_is_given(tmp_path: Path, flag: str, test: str, expected: AuthMode) -> None:
    defaults = f"export const DEFAULTS = {{ locked: {flag} }}"
    assert _mode(tmp_path, GIVEN_SETTINGS.format(test=test), defaults=defaults) is expected


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        ("tokens.has(given)", REQUIRED),
        ("hubKeys?.includes(given)", REQUIRED),
        ("Object.keys(given)", NONE),
        ("shelves.has(given)", NONE),
    ],
)
def test_a_credential_is_looked_for_among_those_that_are_known(tmp_path: Path, asks: str, expected: AuthMode) -> None:
    guard = f"app.use((req, res, next) => {{ const given = req.headers.authorization\nif (!{asks}) return deny(res) }})"
    assert _mode(tmp_path, guard.replace("deny(res)", "res.status(401).end()")) is expected


CHOSEN = """
const KEY = process.env.HUB_KEY
const asks = (req, res, next) => { if (req.headers['x-api-key'] !== KEY) return res.status(401).end(); next() }
"""


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("KEY ? (req, res, next) => { asks(req, res, next) } : (req, res, next) => next()", OPTIONAL),
        ("shelves ? (req, res, next) => { asks(req, res, next) } : (req, res, next) => next()", REQUIRED),
    ],
)
def test_the_check_may_be_one_of_two_functions(tmp_path: Path, chosen: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, f"{CHOSEN}app.use({chosen})\n") is expected


PATHS = """
const isLocked = (path) => path === '/shelves' || (process.env.LOCK_ALL === 'yes' && path !== '/')
const given = (req) => req.headers['x-api-key']
function guard(req, res, next) {{
  if ({test}) {{ next(); return }}
  if (!isValid(given(req))) {{ res.status(401).end(); return }}
  next()
}}
app.use(guard)
"""


@pytest.mark.parametrize("test", ["!isLocked(req.path)", "isLocked(req.url) === false"])
def test_what_is_asked_of_a_request_is_no_setting(tmp_path: Path, test: str) -> None:
    assert _mode(tmp_path, PATHS.format(test=test)) is REQUIRED


TOLD_APART = """
import {{ Bouncer }} from './bouncer.js'
class Hub {{
  private bouncer = null
  open(listen) {{
    if (listen.auth) this.bouncer = new Bouncer(listen.auth)
    app.use((req, res, next) => this.admits(req, res, next))
  }}
  admits(req, res, next) {{
    {first}
    if (this.bouncer.answersFor(req)) next()
    else res.status(401).end()
  }}
}}
"""
BOUNCER = """
function wordsOf(req) { return { word: req.headers['x-auth-token'] } }
export class Bouncer {
  answersFor(req) {
    const given = wordsOf(req)
    if (!given.word) return this.unauthorized()
    return safeEqual(given.word, this.word)
  }
}
"""


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("if (!this.authBouncer) { next(); return }", OPTIONAL),
        ("if (!this.shelves) { next(); return }", REQUIRED),
        ("", REQUIRED),
    ],
)
def test_functions_between_a_check_and_the_setting_that_it_hangs_on(
    tmp_path: Path, first: str, expected: AuthMode
) -> None:
    assert _mode(tmp_path, TOLD_APART.format(first=first), bouncer=BOUNCER) is expected


def test_functions_that_use_each_other_hang_on_nothing(tmp_path: Path) -> None:
    turning = "function wordOf(req) { return orElse(req) ?? req.headers['x-api-key'] }\n"
    turning += "function orElse(req) { if (wordOf(req) !== word) throw new Error('Unauthorized') }\n"
    assert _mode(tmp_path, turning) is REQUIRED


OWN = """
class Hub {{
  isValidCaller(token) {{
    {first}
    return secureCompare(token, this.config.token)
  }}
  start() {{
    app.post('/report', (req, res) => {{
      if (!this.isValidCaller(req.headers.authorization)) {{ res.status(401).end(); return }}
      res.end()
    }})
  }}
}}
"""


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("if (this.config.checkTokens !== true) return true", OPTIONAL),
        ("if (this.config.auth.required !== true) {\n return true\n }", OPTIONAL),
        ("if (!this.config.requireToken) return true", OPTIONAL),
        ("if (this.config.checkTokens === false) return true", REQUIRED),
        ("if (this.config.shelves !== true) return true", REQUIRED),
        ("", REQUIRED),
    ],
)
def test_a_method_that_checks_may_be_switched_on_by_a_flag(tmp_path: Path, first: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, OWN.format(first=first)) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [("config.checkTokens === true", OPTIONAL), ("config.checkTokens !== false", REQUIRED)],
)
def test_a_flag_that_is_compared(tmp_path: Path, test: str, expected: AuthMode) -> None:
    assert _mode(tmp_path, f"if ({test}) {{ app.use(login) }}\n{LOGIN}") is expected


def test_what_is_taken_from_what_a_request_carries_is_no_setting(tmp_path: Path) -> None:
    code = """
    import jwt from 'jsonwebtoken'
    app.use((req, res, next) => {
      const given = req.headers.authorization
      const token = given && given.split(' ')[1]
      if (token) jwt.verify(token, process.env.KEY, (error) => error ? res.status(401).end() : next())
      else res.status(401).end()
    })"""
    assert _mode(tmp_path, code) is REQUIRED


def test_what_guards_another_listener_is_not_on_this_one(tmp_path: Path) -> None:
    other = HEAD + CHECK + "app.use(check)\n"
    code = "import './other'\n"
    assert _mode(tmp_path, code, other=other) is REQUIRED
    assert _mode(tmp_path, code, other=f"{other}app.listen(81)") is NONE


def test_those_who_made_the_server_guard_it(tmp_path: Path) -> None:
    start = "export function start(app) { app.listen(80) }\n"
    made = HEAD + CHECK + "import { start } from './start'\napp.use(check)\nstart(app)\n"
    files = {"src/start.ts": start, "src/main.ts": made}
    assert auth_mode(_controls(tmp_path, files, "src/start.ts")) is REQUIRED


@pytest.mark.parametrize(
    ("given", "more", "expected"),
    [
        ("{ app, server }", "", REQUIRED),
        ("app", "", REQUIRED),
        ("server", "", NONE),
        ("{ app, server }", "other.listen(81)\n", NONE),
    ],
)
def test_those_who_are_given_the_server_guard_it(tmp_path: Path, given: str, more: str, expected: AuthMode) -> None:
    start = f"{IMPORT}export function start() {{ {MAKE}const server = app.listen(80)\n  return {given} }}\n"
    main = f"import {{ start }} from './start'\nimport {{ guard }} from './guard'\nguard(start())\n{more}"
    guard = f"{CHECK}export function guard(made) {{ made.app.use(check) }}\n"
    files = {"src/start.ts": start, "src/main.ts": main, "src/guard.ts": guard}
    assert auth_mode(_controls(tmp_path, files, "src/start.ts")) is expected


def test_a_guard_that_cannot_be_followed_is_known_by_its_name(tmp_path: Path) -> None:
    code = """
    const [{ demandAuthorization }] = await Promise.all([import('./guard.js')])
    demandAuthorization({ ready: !!process.env.API_KEY })
    app.use((req, res, next) => {
      if (!process.env.API_KEY) return next()
      if (req.headers['x-api-key'] !== process.env.API_KEY) { res.status(401).end(); return }
      next()
    })"""
    guard = "export function demandAuthorization(given) { if (!given.ready) process.exit(1) }"
    assert _mode(tmp_path, code, guard=guard) is REQUIRED
    assert _mode(tmp_path, code, guard=guard.replace("process.exit(1)", "warn()")) is OPTIONAL


def test_whoever_imports_the_listener_may_refuse_to_start(tmp_path: Path) -> None:
    code = """
    export function serve(key) { }
    app.use((req, res, next) => {
      if (!process.env.API_KEY) return next()
      if (req.headers['x-api-key'] !== process.env.API_KEY) { res.status(401).end(); return }
      next()
    })"""
    assert _mode(tmp_path, code) is OPTIONAL
    main = "import './server'\nif (!process.env.API_KEY) { console.error('no key'); process.exit(1) }"
    assert _mode(tmp_path, code, main=main) is REQUIRED


def test_a_package_with_programs_of_its_own_does_not_guard(tmp_path: Path) -> None:
    files = {
        "packages/a/package.json": '{"name": "a"}',
        "packages/a/src/server.ts": HEAD + "import { check } from '../../b/src/check'\napp.use(check)" + TAIL,
        "packages/b/package.json": '{"name": "b"}',
        "packages/b/src/check.ts": "export " + CHECK.strip(),
    }
    assert auth_mode(_controls(tmp_path, files, "packages/a/src/server.ts")) is REQUIRED
    files["packages/b/package.json"] = '{"name": "b", "bin": "cli.js"}'
    assert auth_mode(_controls(tmp_path, files, "packages/a/src/server.ts")) is NONE


def test_a_control_belongs_to_the_server_that_it_is_registered_on(tmp_path: Path) -> None:
    code = """
    import express from 'express'
    import http from 'node:http'
    const open = express()
    const closed = express()
    closed.use((req, res, next) => { if (req.headers.authorization !== key) return res.status(401).end(); next() })
    %s.listen(80)
    """
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code % "open"})) is NONE
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code % "closed"})) is REQUIRED
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code % "http.createServer(open)"})) is NONE
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code % "http.createServer(closed)"})) is REQUIRED


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("import https from 'https'\nhttps.createServer({ key, cert }, answer).listen(443)", {"tls"}),
        ("import https from 'https'\nhttps.createServer(answer).listen(443)", {"tls"}),
        ("import http2 from 'http2'\nhttp2.createSecureServer(options, answer).listen(443)", {"tls"}),
        (
            "import https from 'https'\nconst o = Object.assign({ requestCert: 1 })\nhttps.createServer(o).listen()",
            {"tls", "mtls"},
        ),
        ("import https from 'https'\nconst o = { requestCert: false }\nhttps.createServer(o).listen(443)", {"tls"}),
        ("import fastify from 'fastify'\nconst app = fastify({ https: { key } })\napp.listen({ port: 1 })", {"tls"}),
        ("Bun.serve({ port: 80, fetch: answer, tls: undefined })", set()),
        ("Bun.serve({ port: 80, fetch: answer, tls: { key } })", {"tls"}),
        ("import http from 'http'\nhttp.createServer((q, s) => { s.end({ key: 1, cert: 2 }) }).listen(80)", set()),
    ],
)
def test_encryption_is_that_of_the_listener(tmp_path: Path, code: str, kinds: set[str]) -> None:
    assert {control.kind.value for control in _controls(tmp_path, {"src/server.ts": code})} == kinds


def test_at_most_a_few_controls_of_a_kind_are_shown_always_on_first(tmp_path: Path) -> None:
    checks = "".join(
        f"function check{n}(req, res, next) {{ if (req.headers.authorization !== k{n}) throw forbidden(); next() }}\n"
        f"{'if (process.env.KEY)' if n < 4 else ''} app.use(check{n})\n"
        for n in range(8)
    )
    found = [c for c in _controls(tmp_path, {"src/server.ts": HEAD + checks + TAIL}) if c.kind is ControlKind.AUTH]
    assert len(found) == 3
    assert {control.mode for control in found} == {REQUIRED}
    assert found[0].location.path == "src/server.ts"
    assert "check4" in found[0].location.text


@pytest.mark.parametrize(
    "code",
    [
        "app.use((req, res, next) => { "
        + "if (req.headers.authorization !== key) { res.sendStatus(401) }\n" * 2_000
        + "})",
        "app.use((req, res, next) => { " + "/*\n" * 500 + "req.headers.authorization",
        CHECK + "if (process.env.A) {\n" * 400 + "app.use(check)" + "}\n" * 400,
        "app.use(" + "(\n" * 20_000,
        "const " + "unauthorized" * 300 + " = 1\n" + CHECK,
    ],
    ids=["many", "open comment", "deep", "brackets", "long word"],
)
def test_hostile_code_takes_no_time(tmp_path: Path, code: str) -> None:
    files = {"src/server.ts": HEAD + TAIL + code}
    assert auth_mode(_controls(tmp_path, files)) in (REQUIRED, OPTIONAL, NONE)


BRANCHES = """
import http from 'node:http'
import basicAuth from 'basic-auth'
const settings = {{ user: process.env.SHOP_USER, pass: process.env.SHOP_PASS }}
if ({test}) {{
  http.createServer(guarded(basicAuth, answer)){first}
}} else {{
  http.createServer(answer){second}
}}
"""


@pytest.mark.parametrize(
    ("test", "first", "second", "expected"),
    [
        ("settings.user && settings.pass", ".listen(80)", "", REQUIRED),
        ("settings.user && settings.pass", "", ".listen(80)", OPTIONAL),
        ("settings.user", "", ".listen(80)", OPTIONAL),
        ("process.env.SHOP_USER", "", ".listen(80)", OPTIONAL),
    ],
)
def test_a_control_in_the_other_branch_guards_another_listener(
    tmp_path: Path, test: str, first: str, second: str, expected: AuthMode
) -> None:
    code = BRANCHES.format(test=test, first=first, second=second)
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code})) is expected


KEPT = """
import express from 'express'
const check = (req, res, next) => (req.headers['x-api-key'] === key ? next() : res.status(401).end())
class Larder {{
  constructor(options = {{}}) {{
    this.options = {{ port: 80, requireAuth: {flag}, ...options }}
    this.app = express()
    if (this.options.requireAuth) this.app.use(check)
  }}
  open() {{ this.app.listen(this.options.port) }}
}}
new Larder({given}).open()
"""


@pytest.mark.parametrize(
    ("flag", "given", "expected"),
    [
        ("options.requireAuth !== false", "", REQUIRED),
        ("options.requireAuth !== false", "{ requireAuth: process.env.LARDER_AUTH !== 'off' }", REQUIRED),
        ("options.requireAuth === true", "", OPTIONAL),
        ("options.requireAuth !== false", "{ requireAuth: process.env.LARDER_AUTH === 'on' }", OPTIONAL),
        ("unknown(options)", "", OPTIONAL),
    ],
)
def test_a_flag_that_an_object_keeps_is_what_it_was_made_with(
    tmp_path: Path, flag: str, given: str, expected: AuthMode
) -> None:
    code = KEPT.format(flag=flag, given=given)
    assert auth_mode(_controls(tmp_path, {"src/server.ts": code})) is expected
