from pathlib import Path

import pytest

from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.versions import Versions

MANIFEST = '{"dependencies": {"fastify": "^4.2.0"}}'


def versions(root: Path, files: dict[str, str]) -> Versions:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Versions(FileRepository(root))


LOCKS = {
    "npm 2 and 3": ("package-lock.json", '{"packages": {"node_modules/fastify": {\n      "version": "4.29.1"}}}'),
    "npm 1": ("package-lock.json", '{"dependencies": {\n    "fastify": {\n      "version": "4.29.1"}}}'),
    "shrinkwrap": ("npm-shrinkwrap.json", '{"packages": {"node_modules/fastify": {"version": "4.29.1"}}}'),
    "yarn 1": ("yarn.lock", 'x@1:\n  version "1.0.0"\n\nfastify@^4.0.0, fastify@^4.2.0:\n  version "4.29.1"\n'),
    "yarn berry": ("yarn.lock", '"fastify@npm:^4.0.0, fastify@npm:^4.2.0":\n  version: 4.29.1\n'),
    "pnpm 5": ("pnpm-lock.yaml", "packages:\n\n  /fastify/4.29.1:\n    resolution: x\n"),
    "pnpm 6": ("pnpm-lock.yaml", "packages:\n\n  /fastify@4.29.1(x@1.0.0):\n    resolution: x\n"),
    "pnpm 9": ("pnpm-lock.yaml", "packages:\n\n  fastify@4.29.1:\n    resolution: x\n"),
    "bun": ("bun.lock", '{"packages": {"fastify": ["fastify@4.29.1", "", {}]}}'),
    "deno": ("deno.lock", '{"npm": {"fastify@4.29.1": {}}}'),
}


@pytest.mark.parametrize(("name", "text"), LOCKS.values(), ids=LOCKS)
def test_the_lock_files_version_counts(tmp_path: Path, name: str, text: str) -> None:
    assert versions(tmp_path, {"package.json": MANIFEST, name: text}).of("src/a.ts", "fastify") == "4.29.1"


def test_scoped_names_and_nested_copies(tmp_path: Path) -> None:
    lock = (
        '{"packages": {"node_modules/@hapi/hapi": {"version": "21.3.0"},'
        ' "node_modules/a/node_modules/@hapi/hapi": {"version": "20.0.0"}}}'
    )
    files = {"package.json": '{"dependencies": {"@hapi/hapi": "~20.0.0"}}', "package-lock.json": lock}
    assert versions(tmp_path, files).of("a.js", "@hapi/hapi") == "20.0.0"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("^4.2.0", "^4.2.0"), ("3.x", "3.x"), (">=3 <5", ">=3 <5"), ("latest", None), ("workspace:*", None), ("*", None)],
)
def test_without_a_lock_the_range_counts(tmp_path: Path, wanted: str, expected: str | None) -> None:
    files = {"package.json": f'{{"devDependencies": {{"fastify": "{wanted}"}}}}'}
    assert versions(tmp_path, files).of("a.js", "fastify") == expected


def test_the_nearest_manifest_and_lock_count(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"fastify": "^5.0.0"}}',
        "yarn.lock": 'fastify@^5.0.0:\n  version "5.1.0"\n\nfastify@^4.2.0:\n  version "4.29.1"\n',
        "packages/old/package.json": MANIFEST,
        "packages/new/package.json": "{}",
    }
    found = versions(tmp_path, files)
    assert found.of("packages/old/src/a.ts", "fastify") == "4.29.1"
    assert found.of("packages/new/src/a.ts", "fastify") == "5.1.0"
    assert found.of("packages/old/src/a.ts", "koa") is None


def test_a_lock_that_does_not_fit_is_not_believed(tmp_path: Path) -> None:
    lock = 'fastify@^3:\n  version "3.1.0"\n'
    found = versions(tmp_path, {"package.json": MANIFEST, "yarn.lock": lock})
    assert found.of("a.js", "fastify") == "^4.2.0"


@pytest.mark.parametrize("name", ["package-lock.json", "yarn.lock", "bun.lock"])
def test_a_name_far_from_where_an_entry_could_begin_is_passed_over(tmp_path: Path, name: str) -> None:
    lock = f"{'fastify ' * 100_000}fastify@^4.2.0:\n  version 4.29.1\n"
    assert versions(tmp_path, {"package.json": MANIFEST, name: lock}).of("a.js", "fastify") == "^4.2.0"


def test_one_locked_version_without_a_wish_counts_and_several_do_not(tmp_path: Path) -> None:
    one, two = 'ws@^8:\n  version "8.1.0"\n', 'koa@2:\n  version "2.1.0"\n\nkoa@3:\n  version "3.0.0"\n'
    found = versions(tmp_path, {"package.json": "{}", "yarn.lock": one + "\n" + two})
    assert (found.of("a.js", "ws"), found.of("a.js", "koa")) == ("8.1.0", None)


def test_aliases_lead_to_the_package(tmp_path: Path) -> None:
    files = {"deno.json": '{"imports": {"oak": "jsr:@oak/oak@^17.1/mod", "h": "npm:hono"}}'}
    found = versions(tmp_path, files)
    assert (found.of("a.ts", "@oak/oak"), found.of("a.ts", "hono"), found.of("a.ts", "oak")) == ("^17.1", None, None)
