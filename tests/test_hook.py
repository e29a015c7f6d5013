"""The hooks, as pre-commit itself runs them. They are installed from a checkout by pip, which needs a package index, so
that here the manifest's entry runs in the environment of the tests: all other fields are those of the manifest."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from portbind_lint.review.deployments import readers
from tests.example_reports import ROOT, names, reports

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text())}
FILES = re.compile(HOOKS["portbind-lint"]["files"])
EXPOSED = "import express from 'express';\nimport { HOST } from './settings.js';\nexpress().listen(3000, HOST);\n"

# A name for each reader of deployment files.
DEPLOYMENT = {
    "compose": "docker/docker-compose.prod.yml",
    "dockerfile": "docker/web.Dockerfile",
    "fly": "fly.toml",
    "kubernetes": "k8s/deployment.yaml",
    "platform": "app.json",
    "procfile": "Procfile",
    "proxy": "deploy/nginx.conf",
    "systemd": "etc/acme.service",
}


def test_the_manifest_is_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""
    assert subprocess.run(command, check=False).returncode == 0
    assert list(HOOKS) == ["portbind-lint", "portbind-lint-all"]


def test_every_reader_of_deployment_files_has_a_name_here() -> None:
    found = {reader.__name__.rpartition(".")[2]: reader for reader in readers()}
    assert set(found) == set(DEPLOYMENT)
    assert [name for name, path in DEPLOYMENT.items() if not found[name].handles(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        *DEPLOYMENT.values(), "a.js", "a.mjs", "a.cjs", "a.jsx", "a.ts", "src/a.mts", "a.cts", "a.tsx", "package.json",
        "deno.json", "deno.jsonc", "README.md", "README", "docs/guide.rst", "SECURITY.md", "Dockerfile", "Caddyfile",
        "Dockerfile.dev", "compose.yaml", "render.yaml", "app.yaml", "railway.toml", ".env.example", ".portbind.yml",
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


@pytest.fixture
def commit(tmp_path: Path) -> Path:
    """A repository with both hooks, a finding, and everything committed."""
    hooks = []
    for hook in HOOKS.values():
        entry = hook["entry"].replace("portbind-lint", f"{shlex.quote(sys.executable)} -m portbind_lint", 1)
        hooks.append({**hook, "language": "system", "entry": entry})
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    (root / "package.json").write_text('{"name": "acme", "type": "module"}')
    (root / "src" / "settings.js").write_text("export const HOST = '0.0.0.0';\n")
    (root / "src" / "server.js").write_text(EXPOSED)
    (root / "src" / "other.js").write_text("export {};\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "x")
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@localhost", *words], cwd=root, check=True)


def hook(root: Path, *words: str) -> tuple[int, str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(root.parent / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pre_commit", "run", "--color=never", *words]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_commit_that_does_not_touch_the_listener_passes(commit: Path) -> None:
    (commit / "src" / "other.js").write_text("export const x = 1;\n")
    git(commit, "add", ".")
    code, output = hook(commit, "portbind-lint")
    assert code == 0
    assert "Passed" in output


def test_a_commit_that_touches_a_step_of_the_trail_fails_in_one_line(commit: Path) -> None:
    (commit / "src" / "settings.js").write_text("export const HOST = '0.0.0.0'; // all\n")
    git(commit, "add", ".")
    code, output = hook(commit, "portbind-lint")
    assert code == 1
    assert "undocumented-exposure" in output
    assert sum(line.startswith("src/") for line in output.splitlines()) == 1


def test_a_commit_that_only_deletes_passes(commit: Path) -> None:
    git(commit, "rm", "--quiet", "src/other.js")
    assert hook(commit, "portbind-lint")[0] == 0


def test_the_whole_repository_is_checked_by_the_other_hook(commit: Path) -> None:
    code, output = hook(commit, "portbind-lint-all", "--all-files")
    assert code == 1
    assert "src/server.js" in output
