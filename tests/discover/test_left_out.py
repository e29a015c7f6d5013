import pytest

from portbind_lint.discover.left_out import is_minified, is_script, prunes, sort_out

TSC = b'"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n'
HAND = b"import http from 'node:http';\nhttp.createServer().listen(3000);\n"


def reasons(files: dict[str, bytes]) -> dict[str, str]:
    kept, others = sort_out(sorted(files), lambda path: files[path])
    assert set(kept) | set(others) == set(files)
    return dict(others)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.js", True), ("a.mts", True), ("a.tsx", True), ("a.d.ts", False), ("a.d.mts", False), ("a.json", False)],
)
def test_which_files_are_scripts(path: str, expected: bool) -> None:
    assert is_script(path) is expected


@pytest.mark.parametrize(
    ("files", "left_out"),
    [
        pytest.param({"package.json": b"", "node_modules/x/a.js": HAND}, {"node_modules/x/a.js": "vendored"}, id="npm"),
        pytest.param({"p/node_modules/own/a.js": HAND}, {}, id="own packages in node_modules"),
        pytest.param(
            {"p/node_modules/.yarn-integrity": b"", "p/node_modules/x/a.js": HAND},
            {"p/node_modules/.yarn-integrity": "vendored", "p/node_modules/x/a.js": "vendored"},
            id="a package manager's mark",
        ),
        pytest.param({"web/bower_components/x/a.js": HAND}, {"web/bower_components/x/a.js": "vendored"}, id="bower"),
        pytest.param({"third_party/a.js": HAND}, {"third_party/a.js": "vendored"}, id="third party"),
        pytest.param({"vendor/a.js": HAND}, {"vendor/a.js": "vendored"}, id="vendor at the root"),
        pytest.param({"public/vendor/a.js": HAND}, {"public/vendor/a.js": "vendored"}, id="vendor among assets"),
        pytest.param({"src/shop/vendor/a.ts": HAND}, {}, id="vendor as a word of the domain"),
        pytest.param({"app/.next/a.js": HAND}, {"app/.next/a.js": "built"}, id="a tool's folder"),
        pytest.param({"a.min.js": b"", "b-min.js": b""}, {"a.min.js": "minified", "b-min.js": "minified"}, id="names"),
        pytest.param({"dist/a.js": TSC, "dist/b.js": TSC}, {"dist/a.js": "built", "dist/b.js": "built"}, id="compiled"),
        pytest.param({"dist/a.js": HAND, "src/a.ts": HAND}, {"dist/a.js": "built"}, id="source beside it"),
        pytest.param({"lib/a.js": HAND, "lib/a.d.ts": b""}, {"lib/a.js": "built", "lib/a.d.ts": "built"}, id="types"),
        pytest.param({"es/a.js": HAND, "es/a.js.map": b""}, {"es/a.js": "built", "es/a.js.map": "built"}, id="maps"),
        pytest.param({"build/webpack.js": HAND, "build/run.js": HAND}, {}, id="build scripts"),
        pytest.param({"lib/server.js": HAND}, {}, id="a library written by hand"),
        pytest.param({"lib/a.ts": HAND, "lib/b.js": TSC}, {}, id="TypeScript is somebody's source"),
        pytest.param({"dist/a.txt": b""}, {}, id="no scripts"),
        pytest.param({"out/a.js": b"x=1;" * 2000}, {"out/a.js": "built"}, id="dense code"),
    ],
)  # fmt: skip
def test_what_is_left_out(files: dict[str, bytes], left_out: dict[str, str]) -> None:
    assert reasons(files) == left_out


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"function a(b){return c(b=1);}" * 200, True, id="code on one line"),
        pytest.param(b"const a = 1;\n" * 500, False, id="short lines"),
        pytest.param(b"const data = '" + b"QUJD" * 5000 + b"';\napp.listen(3000);\n", False, id="data on one line"),
        pytest.param(b"f(a=1);" * 20, False, id="a short file"),
    ],
)
def test_minified_text(data: bytes, expected: bool) -> None:
    assert is_minified(data) is expected


def test_what_a_walk_passes_by() -> None:
    assert prunes("node_modules", {"package.json"})
    assert not prunes("node_modules", {"README.md"})
    assert prunes("bower_components", ())
    assert not prunes("dist", ())
