import json
from pathlib import Path

import pytest

from portbind_lint.discover.repository import FileRepository
from portbind_lint.model.site import Context
from portbind_lint.review.context.packages import package_context
from portbind_lint.review.context.paths import is_test, path_context, tokens

TEST, EXAMPLE, DEV = Context.TEST, Context.EXAMPLE, Context.DEV


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/server.ts", None),
        ("server.js", None),
        ("src/tools/build-report.ts", None),
        ("src/latest.ts", None),
        ("packages/acme-test-client/src/login.ts", None),
        ("test/server.js", TEST),
        ("src/__tests__/server.ts", TEST),
        ("src/server.test.ts", TEST),
        ("src/server.spec.js", TEST),
        ("scripts/e2e-login.ts", TEST),
        ("src/login.e2e.ts", TEST),
        ("src/server_test.ts", TEST),
        ("src/testServer.ts", TEST),
        ("src/mock-api.ts", TEST),
        ("test-apps/one/main.ts", TEST),
        ("packages/api-mocks/src/index.ts", TEST),
        ("build/cjs/browser-test/browser-runner.js", TEST),
        ("src/load_test/server.ts", TEST),
        ("benchmarks/fetch/server-dev.js", TEST),
        ("examples/one/test.spec.ts", TEST),
        ("test/examples/a.ts", TEST),
        ("examples/one/server.ts", EXAMPLE),
        ("examples/scripts/dev.mjs", EXAMPLE),
        ("docs/snippets/listen.ts", EXAMPLE),
        ("packages/create-thing/template/scripts/dev.mjs", EXAMPLE),
        ("packages/ws-examples/src/a.ts", EXAMPLE),
        ("src/servers/mail-mock.ts", EXAMPLE),
        ("scripts/serve.js", DEV),
        ("scripts/demo-shelves.js", EXAMPLE),
        ("scripts/serve-demo.js", DEV),
        ("scripts/demo-dev-server.js", DEV),
        ("dev/schema.ts", DEV),
        ("packages/a/dev/schema.ts", DEV),
        ("packages/cli/src/dev/worker.ts", DEV),
        ("src/commands/develop/serve.ts", DEV),
        ("packages/a/src/dev/cli/serve.ts", None),
        ("packages/a/src/dev/schema.ts", None),
        ("packages/a/scripts/x.js", DEV),
        ("tools/proxy.js", DEV),
        ("src/lib/mcp-dev-server.ts", DEV),
        ("app/vite.config.ts", DEV),
        ("karma.conf.js", DEV),
        ("gulpfile.js", DEV),
        (".storybook/main.ts", DEV),
        (".agents/skills/draw/server.cjs", DEV),
        (".github/workflows/serve.mjs", DEV),
    ],
)
def test_a_path_tells_whom_its_code_serves(path: str, expected: Context | None) -> None:
    package = "/".join(path.split("/")[:2]) if path.startswith("packages/") else ""
    assert path_context(path, package) is expected
    assert is_test(path) is (expected is TEST)


def test_names_are_read_in_every_spelling() -> None:
    assert tokens("startDevServer") == ("start", "dev", "server")
    assert tokens("HTTPServer2-mock_api.v1") == ("http", "server", "2", "mock", "api", "v", "1")


def _context(folder: Path, manifest: object, readme: str = "") -> Context | None:
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (folder / "package.json").write_text(text, encoding="utf-8")
    if readme:
        (folder / "README.md").write_text(readme, encoding="utf-8")
    repository = FileRepository(folder)
    return package_context(repository.package_of("src/server.ts"), repository)


@pytest.mark.parametrize(
    ("manifest", "readme", "expected"),
    [
        ({"name": "acme-api"}, "# Acme", None),
        ({"name": "@acme/express-starter"}, "", EXAMPLE),
        ({"name": "acme", "description": "An example app with chat"}, "", EXAMPLE),
        ({"name": "acme", "description": "Example MCP SSE Server"}, "", EXAMPLE),
        ({"name": "acme", "description": "A demo chat app"}, "", EXAMPLE),
        ({"name": "acme", "description": "Demo mode for the server"}, "", None),
        ({"name": "acme", "description": "Sample rates of the measuring server"}, "", None),
        ({"name": "acme", "description": "Example data that is kept by a server of tables"}, "", None),
        ({"name": "acme"}, "intro\n\n# Chat Server Boilerplate\n", EXAMPLE),
        ({"name": "acme"}, "<h1 align=center>Chat <b>demo project</b></h1>", EXAMPLE),
        ({"name": "acme"}, "Chat tutorial app\n=====\n", EXAMPLE),
        ({"name": "acme"}, "# Acme\n\n# Boilerplate\n", None),
        ({"name": "acme"}, "## Example\n\nSee the other page.\n", None),
        ({"name": "acme"}, "## Chat demo app\n\nSee the other page.\n", EXAMPLE),
        ({"name": "acme", "description": "Template with logins and a store of jars"}, "", EXAMPLE),
        ({"name": "acme", "description": "Fills a template with jars"}, "", None),
        ({"name": "create-acme-starter"}, "", None),
        ({"name": "email-templates-api", "description": "Renders templates"}, "# Templates", None),
        ({"name": "acme", "description": "A test runner for browsers"}, "", DEV),
        ({"name": "acme"}, "# Acme\n\nAcme is an isolated benchmark harness for queues.\n", DEV),
        ({"name": "acme", "description": "Serves the results of benchmarks"}, "", None),
        ({"name": "acme", "description": "Catches mail during development"}, "", DEV),
        ({"name": "acme", "description": "Dev server with live reload"}, "", DEV),
        ({"name": "acme", "description": "A simulated oven, for testing and development"}, "", DEV),
        ({"name": "acme", "description": "Tools for testing and measuring ovens"}, "", None),
        ({"name": "acme", "description": "Emulator of ovens for testing their drivers"}, "", DEV),
        ({"name": "acme", "description": "Oven simulator for testing its drivers"}, "", DEV),
        ({"name": "acme", "description": "Oven simulator for cooks"}, "", None),
        ({"name": "acme", "description": "Developer tool that draws queues"}, "", DEV),
        ({"name": "acme", "description": "Acme is a small developer tool"}, "", DEV),
        ({"name": "acme", "description": "Gives agents developer tools"}, "", None),
        ({"name": "acme", "description": "Orders of every developer tool"}, "", None),
        ({"name": "acme", "keywords": ["rest", "Mocking"]}, "", DEV),
        ({"name": "@acme/inspector"}, "", DEV),
        ({"name": "acme", "keywords": ["inspector"]}, "", DEV),
        ({"name": "acme", "description": "Reads wikis", "keywords": ["wiki-inspector", "debugging", "wiki"]}, "", None),
        ({"name": "acme", "description": 4, "keywords": "mock"}, "", None),
        ("[1]", "", None),
        ("{", "# Inspector", DEV),
        ("[" * 200_000, "", None),
    ],
)
def test_a_package_tells_what_it_makes(tmp_path: Path, manifest: object, readme: str, expected: Context | None) -> None:
    assert _context(tmp_path, manifest, readme) is expected


def test_a_folder_of_tests_is_told_from_a_tool_that_runs_them() -> None:
    assert path_context("test-runner/src/server.ts", "test-runner") is None
    assert path_context("a/...", "") is None


def test_a_folder_without_a_package_speaks_through_its_readme(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Sample app\n", encoding="utf-8")
    assert package_context(None, FileRepository(tmp_path)) is EXAMPLE
