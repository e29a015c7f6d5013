import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.discover.manifests import load_json, read_package
from portbind_lint.model.source import Package

FULL = {
    "name": "@acme/server",
    "version": "1.2.3",
    "private": True,
    "main": "./dist/index.js",
    "module": "dist/index.mjs",
    "exports": {".": {"import": "./dist/index.mjs", "require": ["./dist/index.cjs", None]}},
    "bin": {"acme": "./bin/acme.js"},
    "scripts": {"start": "node .", "bad": 1},
    "dependencies": {"express": "^4"},
    "peerDependencies": {"express": "*", "ws": "8"},
    "devDependencies": {"vite": "5"},
}


def test_everything_that_a_manifest_says() -> None:
    assert read_package("packages/server/package.json", json.dumps(FULL).encode()) == Package(
        folder="packages/server",
        manifest="packages/server/package.json",
        name="@acme/server",
        version="1.2.3",
        main=("dist/index.js", "dist/index.mjs", "dist/index.cjs"),
        bin=("bin/acme.js",),
        scripts=(("start", "node ."),),
        dependencies=(("express", "^4"), ("ws", "8")),
        dev_dependencies=(("vite", "5"),),
    )


def test_deno_has_comments_tasks_and_imports() -> None:
    text = b'{ // "x": 1\n "imports": {"oak": "jsr:@oak/oak@17",}, /* c */ "tasks": {"start": "deno run a//b"}, }'
    package = read_package("deno.jsonc", text)
    assert package is not None
    assert package.dependencies == (("oak", "jsr:@oak/oak@17"),)
    assert package.scripts == (("start", "deno run a//b"),)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'"x"', b"{", b"\xff\xfe", b"[" * 200_000, b'{"version": ' + b"9" * 5000 + b"}"]
)
def test_nonsense_is_no_package(data: bytes) -> None:
    assert read_package("package.json", data) is None


def test_wrong_types_are_passed_over() -> None:
    data = json.dumps({name: [1, {"a": None}] for name in FULL}).encode()
    assert read_package("package.json", data) == Package("", "package.json")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    package = read_package("package.json", b'\xef\xbb\xbf{"name": "x"}')
    assert package is not None
    assert package.name == "x"


def test_many_exports_are_cut() -> None:
    package = read_package("package.json", json.dumps({"exports": [f"./{n}.js" for n in range(500)]}).encode())
    assert package is not None
    assert len(package.main) == 64


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(string.printable),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(FULL)), inner, max_size=3),
)


@given(values)
def test_any_document_is_a_package_or_none(document: object) -> None:
    package = read_package("package.json", json.dumps(document).encode())
    assert (package is not None) is isinstance(document, dict)


@given(values)
def test_comments_change_nothing_in_plain_json(document: object) -> None:
    assert load_json(json.dumps(document), comments=True) == document


@pytest.mark.parametrize("piece", ["/* ", '"\\"', "// ", ",  ", '"'])
def test_what_nobody_closes_is_read_once(piece: str) -> None:
    """Each of them to the end of the text would be 10^11 steps."""
    assert load_json("{" + piece * 300_000, comments=True) is None
