"""The workflows of the project: what they may, what they use, and that people and CI run the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SUPPORTED = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text())
Workflow = dict[str, dict[str, dict[str, dict[str, dict[str, list[str]]]]]]


def workflow(path: Path) -> Workflow:
    loaded: Workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_is_used_is_pinned_by_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    for name, comment in used:
        if name.startswith("$/"):
            assert (ROOT / name[2:]).is_file()
        else:
            assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", name)
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)


def test_one_action_has_one_pin() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*WORKFLOWS, ROOT / "action.yml")]
    pins = {tuple(use.split("@")) for text in texts for use in re.findall(r"uses: ([\w/-]+@\w+)", text)}
    assert len(pins) == len({name for name, _ in pins})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_allowed_but_what_a_job_says(path: Path) -> None:
    loaded = workflow(path)
    assert loaded["permissions"] == {}
    assert all("permissions" in job for job in loaded["jobs"].values())


def test_only_the_jobs_that_publish_may_write() -> None:
    writing = {
        (path.stem, name)
        for path in WORKFLOWS
        for name, job in workflow(path)["jobs"].items()
        if "write" in job["permissions"].values()
    }
    assert writing == {("release", "attest"), ("release", "publish"), ("release", "announce")}


@pytest.mark.parametrize(("name", "job"), [("ci", "tests"), ("release", "try")])
def test_every_supported_python_has_its_job(name: str, job: str) -> None:
    assert len(SUPPORTED) >= 4
    matrix = workflow(ROOT / ".github" / "workflows" / f"{name}.yml")["jobs"][job]["strategy"]["matrix"]
    assert matrix["python"] == SUPPORTED


def test_people_and_ci_run_the_same_checks() -> None:
    run, check = ((ROOT / ".ci" / name).read_text(encoding="utf-8") for name in ("run", "check"))
    assert re.findall(r"\.ci/check.*", run) == [".ci/check --but generated"]
    assert "\ndef test_no_derived_file_is_stale(" in (ROOT / "tests" / "test_generated.py").read_text(encoding="utf-8")
    tools = ("ruff", "mypy", "lint-imports", "vulture", "zizmor", "check-jsonschema", "tests.regenerate")
    assert [tool for tool in tools if tool not in check or tool in run] == []
