"""The SARIF of every example: the official schema, Microsoft's validator, and what GitHub needs."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote

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


@pytest.mark.parametrize("name", names())
def test_the_fixes_are_those_of_the_command(name: str, tmp_path: Path) -> None:
    """An editor that makes the replacements of the log writes what `--fix` writes."""
    root = tmp_path / name
    copytree(EXAMPLES / name, root)
    by_hand = {path: replaced(root / path, edits) for path, edits in replacements(reports(name)["sarif"]).items()}
    run(["check", "--root", str(root), "--fix", "--no-progress"])
    assert {path: (root / path).read_text(encoding="utf-8") for path in by_hand} == by_hand
    changed = [path for path in EXAMPLES.joinpath(name).rglob("*") if path.is_file() and is_changed(path, root, name)]
    assert sorted(path.relative_to(EXAMPLES / name).as_posix() for path in changed) == sorted(by_hand)


def is_changed(path: Path, root: Path, name: str) -> bool:
    return (root / path.relative_to(EXAMPLES / name)).read_bytes() != path.read_bytes()


def replacements(log: str) -> dict[str, set[tuple[int, int, int, str]]]:
    """The replacements of a log by path: line, first and last column, text."""
    found: dict[str, set[tuple[int, int, int, str]]] = {}
    for result in json.loads(log)["runs"][0]["results"]:
        for change in (change for fix in result.get("fixes", []) for change in fix["artifactChanges"]):
            edits = found.setdefault(unquote(change["artifactLocation"]["uri"]), set())
            for replacement in change["replacements"]:
                region = replacement["deletedRegion"]
                place = region["startLine"], region["startColumn"], region["endColumn"]
                edits.add((*place, replacement["insertedContent"]["text"]))
    return found


def replaced(path: Path, edits: set[tuple[int, int, int, str]]) -> str:
    """A file with replacements made, the last ones first; the examples hold no characters beyond the basic plane."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for line, start, end, text in sorted(edits, reverse=True):
        before = lines[line - 1]
        lines[line - 1] = before[: start - 1] + text + before[end - 1 :]
    return "\n".join(lines)
