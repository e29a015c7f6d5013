"""`portbind-lint init` and `portbind-lint completion`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from portbind_lint import commands
from portbind_lint.commands import completion
from portbind_lint.shells import SHELLS, script
from tests.example_reports import run

EXPOSED = "import express from 'express';\nexpress().listen(3000);\n"
NAMES = [".portbind-baseline.json", ".portbind.yml", ".pre-commit-config.yaml", ".github/workflows/portbind-lint.yml"]
SOURCE = "https://example.org/acme/portbind-lint.git"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with one finding."""
    (tmp_path / "package.json").write_text('{"name": "acme", "dependencies": {"express": "^4.0.0"}}')
    (tmp_path / "a.js").write_text(EXPOSED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*words: str) -> tuple[int, list[str]]:
    code, printed = run(["init", "--root", ".", *words])
    return code, printed.splitlines()


def test_a_repository_starts_with_everything_and_clean(project: Path) -> None:
    code, lines = init("--source", SOURCE)
    assert code == 0
    assert lines[0] == ".portbind-baseline.json: written, 1 finding that later runs leave out"
    assert lines[1:-1] == [f"{name}: written" for name in NAMES[1:]]
    assert lines[-1].startswith("Next: ")
    assert run(["check", "--root", "."])[0] == 0
    (hooks,) = yaml.safe_load((project / NAMES[2]).read_text())["repos"]
    assert (hooks["repo"], [hook["id"] for hook in hooks["hooks"]]) == (SOURCE, ["portbind-lint"])
    assert "uses: acme/portbind-lint@v" in (project / NAMES[3]).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_overwritten(project: Path, name: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    text = '{"schema": "portbind-lint-baseline/1"}' if name.endswith(".json") else "# mine\n"
    (project / name).write_text(text)
    code, lines = init()
    assert code == 0
    assert (project / name).read_text() == text
    assert sum(line.startswith(f"{name}: exists, left as it is") for line in lines) == 1
    assert sum(": written" in line for line in lines) == 3


def test_what_has_to_be_added_by_hand_is_said(project: Path) -> None:
    (project / NAMES[2]).write_text("repos: []\n")
    (project / NAMES[1]).write_text("fail-on: medium\n")
    said = "\n".join(init()[1])
    assert "add this to its repos:\n  - repo: " in said
    assert "add to it: baseline: .portbind-baseline.json" in said


def test_a_second_time_changes_nothing(project: Path) -> None:
    init()
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert all("exists, left as it is" in line for line in init()[1] if line.startswith("."))
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_without_findings_or_without_the_wish_there_is_no_baseline(project: Path) -> None:
    assert len(init("--no-baseline")[1]) == 4
    assert not (project / NAMES[0]).exists()
    (project / "a.js").unlink()
    assert init()[1][0] == ".portbind-baseline.json: not needed, nothing is found"


def test_a_folder_that_leads_elsewhere_is_not_written_to(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project / ".github").symlink_to(outside)
    assert init()[0] == 2
    assert "leads out of" in capsys.readouterr().err
    assert list(outside.iterdir()) == []
    (project / ".github").unlink()
    (project / ".github").write_text("a file")
    assert init()[0] == 2


def test_the_workflow_and_the_hook_are_what_others_check(project: Path) -> None:
    init("--source", SOURCE)
    checks = [
        ["check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(project / NAMES[3])],
        ["pre_commit", "validate-config", str(project / NAMES[2])],
    ]
    for check in checks:
        done = subprocess.run([sys.executable, "-m", *check], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_learns_every_command_and_option(shell: str) -> None:
    code, printed = run(["completion", shell])
    assert code == 0
    assert printed == script(shell, completion.words())
    assert [name for name in commands.names() if name not in printed] == []
    for option in ("diff-base", "baseline", "fail-on", "show-suppressed"):
        assert option in printed
    assert "medium" in printed


def test_bash_completes() -> None:
    typed = {
        ("portbind-lint", "bas"): "baseline",
        ("portbind-lint", "check", "--fail-on", "m"): "medium",
        ("portbind-lint", "check", "--diff-b"): "--diff-base",
        ("portbind-lint", "baseline", "cr"): "create",
        ("portbind-lint", "nothing", "x"): "",
    }
    for words, wanted in typed.items():
        line = f'COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}; _portbind_lint; echo "${{COMPREPLY[*]}}"'
        source = run(["completion", "bash"])[1] + line
        done = subprocess.run(["bash", "-c", source], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == wanted
