"""The GitHub action: its shape, its Python half, and, where `act` is installed, a whole run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
ACTION = yaml.safe_load(TEXT)
STEPS = ACTION["runs"]["steps"]
SCRIPT = ROOT / "action.py"
EXPOSED = "const express = require('express');\nconst app = express();\napp.listen(3000);\n"


def test_nested_actions_are_pinned_by_commit() -> None:
    used = re.findall(r"uses: (\S+)(.*)", TEXT)
    assert len(used) == 2
    for name, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", name)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)


def test_nothing_of_the_caller_is_pasted_into_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")


def test_findings_are_published_before_the_job_fails() -> None:
    names = [step["name"] for step in STEPS]
    assert names[-4:] == ["Analyse", "Upload to code scanning", "Annotate", "Fail on findings"]
    upload = STEPS[-3]
    assert upload["continue-on-error"] is True
    assert "steps.upload.outcome == 'failure'" in STEPS[-2]["if"]
    assert "if" not in STEPS[-1]


def test_the_inputs_are_those_that_the_script_reads() -> None:
    (analyse,) = [step for step in STEPS if step.get("id") == "analyse"]
    read = set(re.findall(r"PORTBIND_[A-Z_]+", SCRIPT.read_text(encoding="utf-8")))
    assert read == set(analyse["env"]) - {"PORTBIND_PYTHON"}
    used = set(re.findall(r"inputs\.([a-z-]+)", TEXT))
    assert used == set(ACTION["inputs"])


def test_every_output_of_the_action_is_one_of_a_step() -> None:
    outputs = {value["value"] for value in ACTION["outputs"].values()}
    assert outputs == {f"${{{{ steps.analyse.outputs.{name} }}}}" for name in ACTION["outputs"]}


def test_the_schema_of_actions_is_kept() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing() -> None:
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


class Run:
    """One run of the script in a repository, with its outputs."""

    def __init__(self, folder: Path, source: str = EXPOSED, **inputs: str) -> None:
        repository = folder / "repository"
        repository.mkdir(exist_ok=True)
        (folder / "temporary").mkdir(exist_ok=True)
        (repository / "package.json").write_text('{"name": "x", "dependencies": {"express": "5"}}')
        (repository / "server.js").write_text(source)
        # Were the checkout on the import path, this would be what the standard library imports.
        (repository / "json.py").write_text("raise SystemExit('imported from the checkout')")
        output, summary = folder / "output", folder / "summary"
        output.write_text("")
        summary.write_text("")
        environment = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(folder / "temporary"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "PORTBIND_ROOT": str(repository),
            **{f"PORTBIND_{name.upper()}": value for name, value in inputs.items()},
        }
        command = [sys.executable, "-I", str(SCRIPT)]
        done = subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        self.log = done.stdout + done.stderr
        self.outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        self.summary = summary.read_text(encoding="utf-8")


def test_findings_are_outputs_and_no_failure_of_the_step(tmp_path: Path) -> None:
    run = Run(tmp_path)
    assert (run.outputs["exit-code"], run.outputs["findings"]) == ("1", "1")
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", run.outputs["version"])
    (result,) = json.loads(Path(run.outputs["sarif-file"]).read_text())["runs"][0]["results"]
    assert result["ruleId"] == "undocumented-default-exposure"
    assert Path(run.outputs["annotations-file"]).read_text().startswith("::error file=server.js,line=3")
    assert "| sites | high |" in run.summary
    assert "undocumented-default-exposure" in run.log


def test_a_clean_repository_is_clean(tmp_path: Path) -> None:
    run = Run(tmp_path, "require('http').createServer().listen(80, '127.0.0.1');\n")
    assert (run.outputs["exit-code"], run.outputs["findings"]) == ("0", "0")
    assert Path(run.outputs["annotations-file"]).read_text() == ""


def test_inputs_reach_the_tool(tmp_path: Path) -> None:
    chosen = tmp_path / "new folder" / "out.sarif"
    run = Run(tmp_path, fail_on="never", sarif_file=str(chosen), summary="false", paths="server.js\n\n  package.json\n")
    assert run.outputs["exit-code"] == "0"
    assert run.outputs["sarif-file"] == str(chosen)
    assert chosen.is_file()
    assert run.summary == ""


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"fail_on": "often"}, "invalid choice: 'often'"),
        ({"paths": "nowhere"}, "nowhere: no such file"),
        ({"paths": "--exit-zero"}, "--exit-zero: no such file"),
        ({"working_directory": "nowhere"}, "'nowhere': No such file"),
        ({"sarif_file": "a\nb"}, "control character"),
    ],
)
def test_mistakes_are_told_and_leave_no_stale_report(tmp_path: Path, inputs: dict[str, str], said: str) -> None:
    Run(tmp_path)
    run = Run(tmp_path, **inputs)
    assert run.outputs["exit-code"] == "2"
    assert "sarif-file" not in run.outputs
    assert said in run.log


def test_the_log_takes_no_commands_from_the_repository(tmp_path: Path) -> None:
    run = Run(tmp_path, EXPOSED.replace("app.listen(3000);", "app.listen(3000); // </pre><img> ::error::x ##[error]"))
    stopped = re.search(r"^::stop-commands::([0-9a-f]{32})$", run.log, re.MULTILINE)
    assert stopped
    assert f"::{stopped[1]}::" in run.log
    assert "##[" not in run.log
    assert "</pre><img>" not in run.summary
    assert "&lt;/pre&gt;&lt;img&gt;" in run.summary


UPLOAD = """
name: upload
description: Takes the place of the upload
inputs:
  sarif_file: {description: the file, required: true}
  category: {description: the category, required: false}
runs:
  using: composite
  steps:
    - shell: bash
      env: {FILE: "${{ inputs.sarif_file }}"}
      run: test -f "$FILE" && test "$UPLOAD_FAILS" != true
"""
WORKFLOW = """
on: push
jobs:
  check:
    runs-on: ubuntu-latest
    env: {UPLOAD_FAILS: "%s"}
    steps:
      - uses: actions/checkout@v4
      - uses: ./action
        id: check
        continue-on-error: true
      - env: {OUTCOME: "${{ steps.check.outcome }}", FINDINGS: "${{ steps.check.outputs.findings }}"}
        run: echo "outcome=$OUTCOME findings=$FINDINGS"
"""


@pytest.mark.npm
@pytest.mark.skipif(not os.environ.get("PORTBIND_ACT"), reason="act is not installed: PORTBIND_ACT does not name it")
@pytest.mark.parametrize("upload_fails", ["true", "false"])
def test_a_whole_run(tmp_path: Path, upload_fails: str) -> None:
    workspace, upload = tmp_path / "workspace", tmp_path / "upload" / "upload-sarif"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "portbind_lint", workspace / "action" / "portbind_lint", ignore=ignored)
    for name in ("action.yml", "action.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, workspace / "action" / name)
    (workspace / "server.js").write_text(EXPOSED)
    (workspace / ".github" / "workflows").mkdir(parents=True)
    (workspace / ".github" / "workflows" / "check.yml").write_text(WORKFLOW % upload_fails)
    upload.mkdir(parents=True)
    (upload / "action.yml").write_text(UPLOAD)
    (tmp_path / "act").mkdir()
    (tmp_path / "act" / "actrc").write_text("")
    pinned = re.findall(r"uses: ([\w-]+/[\w-]+)\S*@([0-9a-f]{40})", TEXT)
    command = [os.environ["PORTBIND_ACT"], "push", "-P", "ubuntu-latest=-self-hosted"]
    command += ["--cache-server-addr", "127.0.0.1", "--artifact-server-addr", "127.0.0.1"]
    for name, commit in pinned:
        command += ["--local-repository", f"{name}@{commit}={upload.parent}"]
    subprocess.run(["git", "init", "-q", workspace], check=True)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "outcome=failure findings=1" in done.stdout
    assert ("::error file=server.js" in done.stdout) == (upload_fails == "true")
