"""One review of one site: documents, deployment files and controls together."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode, ControlKind, DocumentationStatus
from portbind_lint.model.library import ConfigFile
from portbind_lint.model.site import Address, AddressClass, Context
from tests.review.listening import Listening

SERVER = """import express from 'express';
const app = express();
app.use((req, res, next) => {
  if (req.headers.authorization !== `Bearer ${process.env.TOKEN}`) return res.status(401).end();
  next();
});
app.listen(3000);
"""
README = "The server listens on all interfaces.\n\nPut it behind a reverse proxy.\n"
FILES = {
    "package.json": '{"name": "larder"}',
    "README.md": README,
    "src/server.ts": SERVER,
    "tests/server.test.ts": SERVER,
}


def address(cls: AddressClass) -> Address:
    return Address(cls, "::", False, ())


def test_an_exposed_site_gets_everything(tmp_path: Path) -> None:
    listening = Listening(tmp_path, FILES)
    review = listening.reviewed("src/server.ts", address(AddressClass.WILDCARD_DEFAULT), Context.PRODUCT)
    assert review.documentation.status is DocumentationStatus.JUSTIFIED
    assert [each.location.line for each in review.documentation.evidence] == [1, 3]
    assert [each.location.line for each in review.guidance.evidence] == [3]
    assert review.auth is AuthMode.REQUIRED
    assert [control.kind for control in review.controls] == [ControlKind.AUTH]


@pytest.mark.parametrize(
    ("path", "cls", "context", "auth"),
    [
        ("src/server.ts", AddressClass.LOOPBACK, Context.PRODUCT, AuthMode.REQUIRED),
        ("tests/server.test.ts", AddressClass.WILDCARD, Context.TEST, AuthMode.NONE),
        ("src/server.ts", AddressClass.WILDCARD, Context.PROBE, AuthMode.NONE),
    ],
)
def test_documents_are_read_only_for_exposed_sites_outside_tests(
    tmp_path: Path, path: str, cls: AddressClass, context: Context, auth: AuthMode
) -> None:
    review = Listening(tmp_path, FILES).reviewed(path, address(cls), context)
    assert review.documentation.status is DocumentationStatus.SILENT
    assert not review.guidance.present
    assert review.auth is auth


DATABASE = "services:\n  shelf:\n    image: postgres:16\n    ports: ['5432:5432']\n"
BUILT = "  mongo:\n    build: ./docker/mongo\n    ports: ['27017:27017']\n"


@pytest.mark.parametrize(
    ("compose", "status"),
    [
        (DATABASE, DocumentationStatus.SILENT),
        (DATABASE + BUILT, DocumentationStatus.SILENT),
        (DATABASE + "  web:\n    build: ./src\n", DocumentationStatus.JUSTIFIED),
        (DATABASE + "  web:\n    image: acme/pantry\n", DocumentationStatus.JUSTIFIED),
        (DATABASE + "  web: [", DocumentationStatus.JUSTIFIED),
        ("version: '3'\n", DocumentationStatus.JUSTIFIED),
        ("# long\n" * 50_000, DocumentationStatus.JUSTIFIED),
    ],
)
def test_compose_says_nothing_of_a_program_that_it_does_not_start(
    tmp_path: Path, compose: str, status: DocumentationStatus
) -> None:
    files = {**FILES, "README.md": "Start all of it with `docker-compose up`.\n", "docker-compose.yml": compose}
    review = Listening(tmp_path, files).reviewed(
        "src/server.ts", address(AddressClass.WILDCARD_DEFAULT), Context.PRODUCT
    )
    assert review.documentation.status is status


TWO = "- The pages (`--host`) are for others:\n  - listens on all interfaces.\n"


@pytest.mark.parametrize(
    ("readme", "settings", "status"),
    [
        ("- `--host`: where to bind (default: localhost)\n", ("flag --host",), "contradicts"),
        ("- `--admin-host`: where to bind (default: localhost)\n", ("flag --host",), "silent"),
        ("- `ADMIN_HOST`: where to bind (default: localhost)\n", ("env HOST",), "silent"),
        ("- `ADMIN_HOST`: where to bind (default: localhost)\n", ("flag --host",), "contradicts"),
        ("- `--admin-host`: where to bind (default: localhost)\n", (), "contradicts"),
        ("Inward-facing IP for calls, `--host` (default: localhost)\n", ("flag --host", "env HOST"), "contradicts"),
        (TWO, ("flag --host",), "justified"),
        (TWO, ("flag --admin-host",), "silent"),
        (f"- Larder\n{TWO}", ("flag --host",), "justified"),
    ],
)
def test_what_names_the_setting_of_another_listener_is_not_about_this_one(
    tmp_path: Path, readme: str, settings: tuple[str, ...], status: str
) -> None:
    site = Address(AddressClass.WILDCARD_DEFAULT, "::", configurable=True, trail=(), settings=settings)
    review = Listening(tmp_path, {**FILES, "README.md": readme}).reviewed("src/server.ts", site, Context.PRODUCT)
    assert review.documentation.status.value == status


def test_the_default_of_an_option_is_not_that_of_a_tool(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "larder"}',
        "README.md": "- `--host <host>`: where the shelf server listens, an address or hostname (default: 0.0.0.0)\n",
        "webpack.config.js": "module.exports = { devServer: {} }",
        "tools/serve.js": "require('http').createServer().listen(80)",
        "oven/package.json": '{"name": "oven"}',
        "oven/serve.js": "require('http').createServer().listen(80)",
    }
    listening = Listening(tmp_path, files)
    bound = address(AddressClass.WILDCARD_DEFAULT)
    by_tool = listening.reviewed("webpack.config.js", bound, Context.DEV, ConfigFile((), "devServer", "host", ()))
    assert by_tool.documentation.status is DocumentationStatus.SILENT
    of_another_package = listening.reviewed("oven/serve.js", bound, Context.DEV)
    assert of_another_package.documentation.status is DocumentationStatus.SILENT
    for path, context in [("tools/serve.js", Context.DEV), ("oven/serve.js", Context.PRODUCT)]:
        status = listening.reviewed(path, bound, context).documentation.status
        assert status is DocumentationStatus.JUSTIFIED, path
