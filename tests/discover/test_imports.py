import pytest

from portbind_lint.discover.imports import ImportIndex, specifiers
from portbind_lint.model.source import Package


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a from './a'", {"./a"}),
        ('import "./side"', {"./side"}),
        ("export * from '../b.js';", {"../b.js"}),
        ("const c = require('./c')", {"./c"}),
        ("await import ( `./d` )", {"./d"}),
        ("import{e}from'e'", {"e"}),
        ("require.resolve('./f')", {"./f"}),
        ("import type { T } from\n  './g'", {"./g"}),
        ("a = 'import'", set()),
    ],
)
def test_specifiers(source: str, expected: set[str]) -> None:
    assert specifiers(source.encode()) == expected


PACKAGE = Package("packages/kit", "packages/kit/package.json", name="@acme/kit", main=("dist/main.js",))


@pytest.mark.parametrize(
    ("specifier", "path", "package", "found"),
    [
        ("./config", "src/config.ts", None, True),
        ("./config.js", "src/config.ts", None, True),
        ("@/lib/config?raw", "src/lib/config.ts", None, True),
        ("./server.config", "server.config.mjs", None, True),
        ("../http", "src/http/index.ts", None, True),
        (".", "src/index.ts", None, True),
        ("./", "src/index.ts", None, True),
        ("../..", "src/index.ts", None, True),
        ("./other", "src/config.ts", None, False),
        ("@acme/kit", "packages/kit/src/main.ts", PACKAGE, True),
        ("@acme/kit", "packages/kit/src/index.ts", PACKAGE, True),
        ("@acme/kit", "packages/kit/src/inner.ts", PACKAGE, False),
        ("@acme/kit/inner", "packages/kit/src/inner.ts", PACKAGE, True),
    ],
)
def test_who_could_import_a_file(specifier: str, path: str, package: Package | None, found: bool) -> None:
    index = ImportIndex([("app.ts", frozenset([specifier]))])
    assert index.importers(path, package) == (("app.ts",) if found else ())


def test_a_file_is_not_its_own_importer() -> None:
    index = ImportIndex(
        [("a/x.ts", frozenset(["../b/x"])), ("b/x.ts", frozenset(["./x"])), ("c.ts", frozenset(["b/x"]))]
    )
    assert index.importers("b/x.ts", None) == ("a/x.ts", "c.ts")
