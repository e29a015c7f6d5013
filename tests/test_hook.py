"""What the manifest of the hooks says: for which files they start; all that a verdict can rest on is among them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import yaml

from portbind_lint.relevance.names import PATTERN, concerns
from portbind_lint.review.deployments import readers
from tests.example_reports import ROOT, names, reports
from tests.review.test_deployment import CASES

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text())}
FILES = re.compile(HOOKS["portbind-lint"]["files"])
EXPOSED = "import express from 'express';\nimport { HOST } from './settings.js';\nexpress().listen(3000, HOST);\n"

# A name for each reader of deployment files: that of the first case in which it finds something.
DEPLOYMENT = {
    reader.__name__.rpartition(".")[2]: next((path for path, _, found in CASES if found and reader.handles(path)), "")
    for reader in readers()
}


def test_the_pattern_is_that_of_the_program() -> None:
    assert HOOKS["portbind-lint"]["files"].strip() == PATTERN.strip()
    assert concerns("docs/README.md")
    assert not concerns("logo.svg")
    assert not concerns("docs/CHANGELOG.md")
    assert concerns("docs/changelog-of-deployments.md")


def test_the_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""
    assert subprocess.run(command, check=False).returncode == 0
    assert list(HOOKS) == ["portbind-lint", "portbind-lint-all"]


def test_every_reader_of_deployment_files_has_a_case() -> None:
    assert [name for name, path in DEPLOYMENT.items() if not path] == []


@pytest.mark.parametrize(
    "path",
    [
        *DEPLOYMENT.values(), "a.js", "a.mjs", "a.cjs", "a.jsx", "a.ts", "src/a.mts", "a.cts", "a.tsx", "package.json",
        "deno.json", "deno.jsonc", "README.md", "README", "docs/guide.rst", "SECURITY.md", "Dockerfile", "Caddyfile",
        "Dockerfile.dev", "compose.yaml", "render.yaml", "app.yaml", "railway.toml", ".env.example", ".portbind.yml",
        ".portbind-baseline.json", ".vscode/launch.json", "nodemon.json", "ecosystem.json", "apps/shop/project.json",
        "bin/serve",
    ],
)  # fmt: skip
def test_what_the_hook_starts_for(path: str) -> None:
    assert FILES.search(path)


@pytest.mark.parametrize(
    "path", ["a.py", "package-lock.json", "a.json", "a.css", "js", "LICENSE", "a.js.snap", "tsconfig.json"]
)
def test_what_it_does_not_start_for(path: str) -> None:
    assert not FILES.search(path)


@pytest.mark.parametrize("name", names())
def test_it_starts_for_every_file_that_a_verdict_rests_on(name: str) -> None:
    paths = set(_paths(json.loads(reports(name)["json"])["sites"]))
    assert [path for path in sorted(paths) if not FILES.search(path)] == []


def _paths(value: object) -> Iterator[str]:
    match value:
        case dict():
            if "path" in value:
                yield value["path"]
            for inner in value.values():
                yield from _paths(inner)
        case list():
            for inner in value:
                yield from _paths(inner)
