"""Somebody follows the recipes of `CONTRIBUTING.md` in a fresh copy, one after the other, and does nothing else."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example_reports import ROOT
from tests.recipes.recipes import Change, Command, Recipe, Written, recipes

ALL = recipes()
# What the recipes speak of, without what only makes `python -m tests.regenerate` take longer.
COPIED = (
    "portbind_lint", "tests", "docs/accuracy.yml", "pyproject.toml", "README.md", "CONTRIBUTING.md",
    ".pre-commit-hooks.yaml",
)  # fmt: skip
EXAMPLES = ("undocumented-exposure", "local-only")
LIMIT = 240


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for name in (*COPIED, *(f"examples/{name}" for name in EXAMPLES)):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copyfile(ROOT / name, target)
    return folder


def run(command: str, folder: Path) -> tuple[int, str]:
    """The exit code and what is printed, in the copy, with the copy's program."""
    program = f'portbind-lint() {{ {shlex.quote(sys.executable)} -m portbind_lint "$@"; }}\n'
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_ADDOPTS": "-p no:cacheprovider",
        "COLUMNS": "120",
    }
    environment.pop("PORTBIND_BROWSER", None)
    done = subprocess.run(
        ["bash", "-c", program + command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    return done.returncode, done.stdout


def follow(step: Written | Change | Command, folder: Path) -> None:
    match step:
        case Written(path, content, added):
            assert (folder / path).exists() is added, path
            with (folder / path).open("a", encoding="utf-8") as file:
                file.write(content)
        case Change(difference):
            # Where the copy lies in a checkout, git would look for the files there.
            environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
            command = ["git", "apply", "--recount", "-"]
            done = subprocess.run(
                command, cwd=folder, env=environment, input=difference, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
        case Command(command, None):
            code, printed = run(command, folder)
            assert code == 0, f"{command}\n{printed}"
        case Command(command, output):
            assert run(command, folder) == (0, output)


@pytest.mark.parametrize("recipe", ALL, ids=lambda recipe: recipe.title)
def test_a_recipe_does_what_it_says(recipe: Recipe, copy: Path) -> None:
    for step in recipe.steps:
        follow(step, copy)
    written = [step.path for step in recipe.steps if isinstance(step, Written) and step.path.endswith(".py")]
    assert run(shlex.join(["ruff", "check", *written]) if written else "true", copy)[0] == 0
    assert run(shlex.join(["ruff", "format", "--check", *written]) if written else "true", copy)[0] == 0


def test_everything_that_can_be_added_has_a_recipe() -> None:
    assert [recipe.title for recipe in ALL] == [
        "A library",
        "A rule",
        "A document phrase",
        "A deployment reader",
        "A reporter",
    ]
    for recipe in ALL:
        assert any(isinstance(step, Written) for step in recipe.steps)
        assert any(isinstance(step, Command) for step in recipe.steps)
