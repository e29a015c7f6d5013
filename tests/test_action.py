"""The GitHub action: its shape, its Python half, and, where `act` is installed, a whole run."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from tests.discover.checkout import commit, git, write

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "action.yml").read_text(encoding="utf-8")
ACTION = yaml.safe_load(TEXT)
STEPS = ACTION["runs"]["steps"]
SCRIPT = ROOT / "action.py"
PACKAGE = '{"name": "x", "dependencies": {"express": "5"}}'
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
    assert "steps.upload.outcome != 'success'" in STEPS[-2]["if"]
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


Facts = dict[str, str]


class Run:
    """One run of the script in a repository, with its outputs."""

    def __init__(self, folder: Path, source: str = EXPOSED, github: Facts | None = None, **inputs: str) -> None:
        repository = folder / "repository"
        repository.mkdir(exist_ok=True)
        (folder / "temporary").mkdir(exist_ok=True)
        (repository / "package.json").write_text(PACKAGE)
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
            **{f"GITHUB_{name}": value for name, value in (github or {}).items()},
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


def test_the_summary_shows_the_findings_and_what_they_hold_is_only_text(tmp_path: Path) -> None:
    name = "a|b](x) <img> @here `c`.js"
    Run(tmp_path)
    (tmp_path / "repository" / name).write_text(EXPOSED)
    run = Run(tmp_path)
    table = run.summary[run.summary.index("<table>") : run.summary.index("</table>")]
    assert table.count("<tr>") == 3
    assert not set("|[`@") & set(re.sub(r"</?(?:table|tr|th|td|code)>", "", table))
    assert "<img>" not in run.summary
    assert "&#60;img&#62;" in table


def test_a_long_report_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    action = load()
    site = {"path": "a.js", "line": 1, "verdict": "high", "rule": "x", "message": "m" * 5000, "suppressed": None}
    report = {"summary": {"high": 300}, "sites": [site] * 300}
    text = action.summary_text(report, "é" * action.SUMMARY_LIMIT)
    assert len(text.encode()) < 1_000_000
    assert "and 200 more in the report below" in text
    assert "the rest is in the log" in text
    monkeypatch.setattr(action, "SUMMARY_LIMIT", 0)
    assert action.summary_text({"summary": {}, "sites": []}, "text").count("the rest is in the log") == 1


def load() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("portbind_action", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def changed(folder: Path) -> tuple[str, str]:
    """A repository as GitHub checks a pull request out, with one old and one new finding; its base and its head."""
    repository = folder / "repository"
    base = commit(repository, {"package.json": PACKAGE, "old.js": EXPOSED, "server.js": "", "json.py": "raise"})
    git(repository, "checkout", "--quiet", "-b", "change")
    commit(repository, {"server.js": EXPOSED})
    git(repository, "checkout", "--quiet", "main")
    commit(repository, {"other.js": EXPOSED}, "somebody else's")
    git(repository, "merge", "--quiet", "--no-ff", "change", "-m", "trial merge")
    return base, git(repository, "rev-parse", "HEAD").strip()


@pytest.mark.parametrize(
    ("event", "inputs", "new"),
    [
        ("pull_request", {}, 1),
        ("pull_request", {"base": "HEAD^2"}, 1),
        ("pull_request_target", {}, 2),
        ("merge_group", {}, 2),
        ("push", {}, 2),
        ("schedule", {}, 3),
        ("pull_request", {"diff": "false"}, 3),
    ],
)
def test_only_what_is_new_fails(tmp_path: Path, event: str, inputs: dict[str, str], new: int) -> None:
    base, head = changed(tmp_path)
    facts = {"pull_request": {"base": {"sha": base}}, "merge_group": {"base_sha": base}, "before": base}
    (tmp_path / "event.json").write_text(json.dumps(facts))
    sha = head if event == "pull_request" else base
    github = {"EVENT_NAME": event, "EVENT_PATH": str(tmp_path / "event.json"), "SHA": sha}
    run = Run(tmp_path, github=github, **{"diff": "true", **inputs})
    assert (run.outputs["new-findings"], run.outputs["findings"]) == (str(new), "3")
    assert Path(run.outputs["annotations-file"]).read_text().count("::error file=") == new
    assert len(json.loads(Path(run.outputs["sarif-file"]).read_text())["runs"][0]["results"]) == 3


@pytest.mark.parametrize("event", ["", "[]", '{"before": 1}', '{"before": "0000000000000000000000000000000000000000"}'])
def test_where_the_event_names_no_base_everything_counts(tmp_path: Path, event: str) -> None:
    (tmp_path / "event.json").write_text(event)
    run = Run(tmp_path, diff="true", github={"EVENT_NAME": "push", "EVENT_PATH": str(tmp_path / "event.json")})
    assert (run.outputs["exit-code"], run.outputs["new-findings"]) == ("1", "1")


def test_a_clone_that_is_too_shallow_is_told(tmp_path: Path) -> None:
    changed(tmp_path)
    (tmp_path / "repository").rename(tmp_path / "origin")
    clone = tmp_path / "repository"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path / 'origin'}", str(clone))
    head = git(clone, "rev-parse", "HEAD").strip()
    run = Run(tmp_path, diff="true", github={"EVENT_NAME": "pull_request", "SHA": head})
    assert run.outputs["exit-code"] == "2"
    assert "fetch-depth: 0" in run.log


def test_a_baseline_is_passed_on(tmp_path: Path) -> None:
    run = Run(tmp_path, baseline="nowhere.json")
    assert (run.outputs["exit-code"], "nowhere.json: cannot be read" in run.log) == ("2", True)


def test_the_hashes_are_of_what_the_package_needs() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project[project.index("\ndependencies = [") : project.index("[project.optional-dependencies]")]
    text = (ROOT / "requirements-action.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w-]+)==([\w.]+)", text, re.MULTILINE))
    needed = re.findall(r'"([\w-]+)>=([\d.]+)"', listed)
    assert len(needed) > 5
    for name, least in needed:
        assert [int(part) for part in pinned[name.lower().replace("_", "-")].split(".")] >= [
            int(part) for part in least.split(".")
        ]
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


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
      run: |
        echo "uploaded $(grep -c '"ruleIndex":' "$FILE")"
        test "$UPLOAD_FAILS" != true
"""
NOTHING = "name: nothing\ndescription: Read, and not run\nruns: {using: composite, steps: []}\n"
WORKFLOW = """
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    env: {UPLOAD_FAILS: "%s"}
    steps:
      - uses: actions/checkout@v4
      - uses: ./action
        id: check
        continue-on-error: true
        with: {diff: true, paths: ".", root: %s}
      - env:
          OUTCOME: ${{ steps.check.outcome }}
          FINDINGS: ${{ steps.check.outputs.findings }}
          NEW: ${{ steps.check.outputs.new-findings }}
          FORK: ${{ github.event.pull_request.head.repo.fork }}
        run: echo "outcome=$OUTCOME findings=$FINDINGS new=$NEW fork=$FORK"
"""
LOOPBACK = EXPOSED.replace("3000", "3000, '127.0.0.1'")


class Workspace:
    """A pull request as GitHub checks it out at depth 2, with the action in a folder of it."""

    def __init__(self, folder: Path, change: str) -> None:
        self._folder = folder
        origin = folder / "origin"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "portbind_lint", origin / "action" / "portbind_lint", ignore=ignored)
        for name in ("action.yml", "action.py", "requirements-action.txt"):
            shutil.copy(ROOT / name, origin / "action" / name)
        commit(origin, {"app/package.json": PACKAGE, "app/old.js": EXPOSED})
        git(origin, "checkout", "--quiet", "-b", "change")
        commit(origin, {"app/server.js": change})
        git(origin, "checkout", "--quiet", "main")
        git(origin, "merge", "--quiet", "--no-ff", "change", "-m", "trial merge")
        self._clone = folder / "workspace"
        git(folder, "clone", "--quiet", "--depth=2", f"file://{origin}", str(self._clone))

    def act(self, event: str, facts: object, upload_fails: str) -> str:
        """What `act` prints for one event."""
        workflow = WORKFLOW % (upload_fails, self._clone / "app")
        upload = self._folder / "upload" / "upload-sarif"
        write(self._clone, {".github/workflows/check.yml": workflow})
        write(
            self._folder,
            {
                "upload/upload-sarif/action.yml": UPLOAD,
                "upload/action.yml": NOTHING,
                "act/actrc": "",
                "event.json": json.dumps(facts),
            },
        )
        command = [os.environ["PORTBIND_ACT"], event, "--eventpath", str(self._folder / "event.json")]
        command += ["-P", "ubuntu-latest=-self-hosted"]
        command += ["--cache-server-addr", "127.0.0.1", "--artifact-server-addr", "127.0.0.1"]
        for name, pinned in re.findall(r"uses: ([\w-]+/[\w-]+)\S*@([0-9a-f]{40})", TEXT):
            command += ["--local-repository", f"{name}@{pinned}={upload.parent}"]
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(self._folder / "cache"),
            "XDG_CONFIG_HOME": str(self._folder),
        }
        done = subprocess.run(command, cwd=self._clone, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.mark.npm
@pytest.mark.skipif(not os.environ.get("PORTBIND_ACT"), reason="act is not installed: PORTBIND_ACT does not name it")
@pytest.mark.parametrize(
    ("event", "change", "upload_fails"),
    [
        ("push", EXPOSED, "false"),
        ("pull_request", EXPOSED, "false"),
        ("pull_request", LOOPBACK, "false"),
        ("fork", EXPOSED, "true"),
        ("fork", LOOPBACK, "true"),
    ],
)
def test_a_whole_run(tmp_path: Path, event: str, change: str, upload_fails: str) -> None:
    workspace = Workspace(tmp_path, change)
    facts = {
        "pull_request": {
            "number": 1,
            "head": {"ref": "change", "repo": {"fork": event == "fork"}},
            "base": {"ref": "main"},
        }
    }
    log = workspace.act(event.replace("fork", "pull_request"), facts if event != "push" else {}, upload_fails)
    exposed = change == EXPOSED
    everything = 2 if exposed else 1
    new = everything if event == "push" else everything - 1
    outcome = "failure" if new else "success"
    assert f"outcome={outcome} findings={everything} new={new}" in log, log
    assert ("fork=true" in log) == (event == "fork")
    assert f"uploaded {everything}" in log
    assert ("::error file=" in log) == (upload_fails == "true" and new > 0)
