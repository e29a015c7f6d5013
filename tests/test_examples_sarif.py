"""The SARIF of every example: the official schema, Microsoft's validator, and what GitHub needs."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from jsonschema import Draft202012Validator

from portbind_lint.judge.engine import all_rules
from tests.example_reports import EXAMPLES, names, reports, run
from tests.report import multitool
from tests.report.github_ready import assert_github_ready

PACKAGE = multitool.folder()
# GitHub takes at most so many runs in one file, and the validator knows.
RUNS = 20


@pytest.mark.npm
@pytest.mark.skipif(PACKAGE is None, reason=f"{multitool.VARIABLE} does not name the validator's folder")
@pytest.mark.parametrize("start", range(0, len(names()), RUNS))
def test_schema_and_multitool_find_no_error(start: int, tmp_path: Path) -> None:
    """Many examples as the runs of one log, which the validator reads in one go."""
    assert PACKAGE is not None
    logs = [json.loads(reports(name)["sarif"]) for name in names()[start : start + RUNS]]
    combined = {**logs[0], "runs": [run for log in logs for run in log["runs"]]}
    schema = json.loads((PACKAGE / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(combined)] == []
    path = tmp_path / "examples.sarif"
    path.write_text(json.dumps(combined), encoding="utf-8")
    assert multitool.errors(PACKAGE, path) == []


@pytest.mark.parametrize("name", names())
def test_github_is_content(name: str) -> None:
    assert_github_ready(reports(name)["sarif"], EXAMPLES / name)
    (run,) = json.loads(reports(name)["sarif"])["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in all_rules()]


def test_the_same_files_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the machine, of the folder or of the time stands in the log."""
    copytree(EXAMPLES / "undocumented-exposure", tmp_path / "elsewhere")
    status, printed = run(["check", "--root", str(tmp_path / "elsewhere"), "--exit-zero", "--format", "sarif"])
    assert (status, printed) == (0, reports("undocumented-exposure")["sarif"])
