"""Which listeners only wait for the redirect of a login."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.site import Address, AddressClass, Context
from portbind_lint.review.redirects import awaits_redirect
from tests.review.listening import Listening

WAITS = """import http from 'node:http';
export function login(done) {
  // The browser comes back from OAuth with a redirect.
  const server = http.createServer((req, res) => {
    const code = new URL(req.url, 'http://x').searchParams.get('code');
    res.end('You can close this tab.');
    done(code);
  });
  server.listen(4000);
}
"""
SERVES = """import http from 'node:http';
export function start() {
  const server = http.createServer((req, res) => {
    if (req.url === '/login') return loginWithOAuth(res, { redirect: '/oauth/callback' });
    if (req.url === '/oauth/callback') return finish(req.query.code, res);
    if (req.url === '/pantry') return show(res);
  });
  server.listen(4000);
}
"""
STARTS = """import http from 'node:http';
export function start(app) {
  const server = http.createServer(app);
  server.listen(4000, () => console.log('OAuth redirect: http://x/oauth/callback'));
  process.on('SIGTERM', () => server.close());
}
"""
SCRIPT = """import http from 'node:http';
const oauth = new Login({ redirect: 'http://localhost:4000/oauth/callback' });
const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://x');
  if (url.pathname !== '/oauth/callback') return res.writeHead(404).end();
  keep(url.searchParams.get('code'));
  res.end('You can close this tab.');
  server.close();
});
server.listen(4000);
"""
PLAIN = "import http from 'node:http'\nhttp.createServer(answer).listen(4000)\n"


@pytest.mark.parametrize(
    ("path", "code", "waits"),
    [
        ("src/login.ts", WAITS, True),
        ("src/login.ts", WAITS.replace("OAuth", "somewhere"), False),
        ("src/login.ts", WAITS.replace("redirect", "letter"), False),
        ("src/login.ts", WAITS.replace("'code'", "'shelf'"), False),
        ("src/login.ts", WAITS + " " * 10, True),
        ("src/login.ts", WAITS.replace("// The", "//" + "x" * 10_000 + " The"), False),
        ("src/server.ts", SERVES, False),
        ("src/server.ts", STARTS, False),
        ("src/server.ts", PLAIN, False),
        ("src/setup.ts", SCRIPT, True),
        ("src/setup.ts", SCRIPT.replace("server.close()", "process.exit(0)"), True),
        ("src/setup.ts", SCRIPT.replace("server.close()", "again()"), False),
        ("src/setup.ts", SCRIPT.replace("server.close()", "process.once('SIGINT', () => server.close())"), False),
        ("src/setup.ts", SCRIPT.replace("/oauth/callback')", "/pantry')") + "const more = ['/a', '/b', '/c']", False),
        ("src/setup.ts", SCRIPT + "//" + "x" * 10_000, False),
        ("src/oauth-callback-server.ts", PLAIN, True),
        ("src/callbackAuth.ts", PLAIN, True),
    ],
)
def test_waits(tmp_path: Path, path: str, code: str, waits: bool) -> None:
    listening = Listening(tmp_path, {"package.json": "{}", path: code})
    assert awaits_redirect(listening.site(path)) is waits


@pytest.mark.parametrize(
    ("readme", "status"),
    [
        ("The server listens on all interfaces.\n\nPut it behind a reverse proxy.", DocumentationStatus.SILENT),
        ("It listens on all interfaces, at http://localhost:3000 for you.", DocumentationStatus.CONTRADICTS),
    ],
)
def test_what_is_said_of_the_server_is_not_said_of_it(tmp_path: Path, readme: str, status: DocumentationStatus) -> None:
    files = {"package.json": "{}", "README.md": readme, "Dockerfile": "EXPOSE 4000", "src/login.ts": WAITS}
    listening = Listening(tmp_path, files)
    address = Address(AddressClass.WILDCARD_DEFAULT, "::", False, ())
    review = listening.reviewed("src/login.ts", address, Context.PRODUCT)
    assert review.documentation.status is status
    assert not review.guidance.present
