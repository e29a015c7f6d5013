from __future__ import annotations

import pytest

from portbind_lint.model.source import Package
from tests.bind.memory import analysed, classes

BUN = {"@types/bun": "^1.3.0"}
FETCH = "const fetch = () => new Response('ok')\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("export default { port: 3000, fetch }", ["wildcard-default"]),
        ("export default { port: 3000, fetch, hostname: '0.0.0.0' } satisfies Serve", ["wildcard"]),
        ("export default { port: 3000, fetch, host: 'localhost' }", ["loopback"]),
        ("export default { hostname: process.env.HOST ?? '127.0.0.1', fetch }", ["loopback"]),
        ("const server = { port: 3000, fetch }\nexport default server", ["wildcard-default"]),
        ("const server = { port: 3000, fetch }\nexport { server as default }", ["wildcard-default"]),
        ("export default { fetch }", []),
        ("export default { port: 3000 }", []),
        ("export default { port: 3000, name: 'fetch' }", []),
        ("export const server = { port: 3000, fetch }", []),
        ("export default unknown", []),
        ("import app from 'app'\nexport default app", []),
    ],
)
def test_an_exported_server(code: str, expected: list[str]) -> None:
    assert classes(FETCH + code, **BUN) == expected


def test_only_where_a_package_of_the_runtime_is_at_hand() -> None:
    code = f"{FETCH}export default {{ port: 3000, fetch }}"
    assert classes(code) == []
    assert classes(f"import {{ Hono }} from 'hono'\n{code}") == ["wildcard-default"]


def test_the_site_is_the_export() -> None:
    package = Package("", "package.json", dependencies=tuple(BUN.items()))
    code = f"{FETCH}export default {{\n  port: 3000, fetch\n}}"
    [(site, address)] = analysed({"src/index.ts": code}, "src/index.ts", package)
    assert (site.location.line, site.location.column, site.call, site.library.name) == (2, 1, "export default", "Bun")
    assert address.value == "::"


HONO = "import { Hono } from 'hono'\nconst app = new Hono()\napp.get('/', (c) => c.text('ok'))\n"


@pytest.mark.parametrize(
    ("script", "code", "expected"),
    [
        ("bun run src/index.ts", "export default app", ["wildcard-default"]),
        ("NODE_ENV=production bun --hot ./src/index.ts", "export default app", ["wildcard-default"]),
        ("tsc && bun src/index.ts", "export { app as default }", ["wildcard-default"]),
        ("bun run --watch src/index.ts", "export default other(app)", []),
        ("bun build src/index.ts --outdir dist", "export default app", []),
        ("bun run dev:all", "export default app", []),
        ("bun", "export default app", []),
        ("wrangler dev src/index.ts", "export default app", []),
        ("bun run src/worker.ts", "export default app", []),
        ("bun run src/index.ts", "export const server = app", []),
        ("bun run src/index.ts", "serve({ fetch: app.fetch, port: 80 })\nexport default app", []),
    ],
)
def test_an_exported_application_that_a_script_hands_to_the_runtime(
    script: str, code: str, expected: list[str]
) -> None:
    package = Package("", "package.json", scripts=(("start", script),), dependencies=(("hono", "^4.0.0"),))
    found = analysed({"src/index.ts": HONO + code}, "src/index.ts", package)
    assert [address.cls.value for site, address in found if site.call == "export default"] == expected


def test_an_application_in_a_package_below() -> None:
    package = Package("apps/api", "apps/api/package.json", scripts=(("dev", "bun --hot src/index.ts"),))
    found = analysed({"apps/api/src/index.ts": f"{HONO}export default app"}, "apps/api/src/index.ts", package)
    assert [site.location.line for site, _ in found] == [4]
