"""`portbind-lint baseline`, and `check` with what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.example_reports import run

EXPOSED = "import express from 'express';\nexpress().listen(3000);\n"
FILE = ".portbind-baseline.json"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with one finding."""
    (tmp_path / "package.json").write_text('{"name": "acme", "dependencies": {"express": "^4.0.0"}}')
    (tmp_path / "a.js").write_text(EXPOSED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*words: str) -> tuple[int, dict]:
    code, printed = run(["check", "--root", ".", "--format", "json", *words])
    return code, json.loads(printed)["summary"] if printed else {}


def test_what_is_recorded_is_counted_and_fails_nothing(project: Path) -> None:
    assert run(["baseline", "create", "--root", "."]) == (0, f"{FILE}: 1 finding, 1 added, 0 removed\n")
    assert check()[0] == 1
    code, summary = check("--baseline", FILE)
    assert (code, summary["high"], summary["baselined"]) == (0, 0, 1)
    (project / "a.js").write_text("\n\n" + EXPOSED)
    (project / "b.js").write_text(EXPOSED)
    code, summary = check("--baseline", FILE)
    assert (code, summary["high"], summary["baselined"]) == (1, 1, 1)


def test_the_configuration_names_it_too_and_ignores_can_be_disregarded(project: Path) -> None:
    (project / ".portbind.yml").write_text("baseline: known.json\n")
    code, printed = run(["baseline", "create", "--root", "."])
    assert (code, printed.split(":")[0]) == (0, "known.json")
    assert check()[0] == 0
    assert check("--no-ignores")[0] == 1
    assert check("--no-ignores", "--baseline", "known.json")[0] == 0


def test_update_and_prune(project: Path) -> None:
    run(["baseline", "create", "--root", ".", "--reason", "known  for\nlong"])
    (project / "b.js").write_text(EXPOSED)
    (project / "a.js").unlink()
    assert "covers nothing any more" in run(["check", "--root", ".", "--baseline", FILE, "--exit-zero"])[1]
    assert run(["baseline", "prune", "--root", "."])[1] == f"{FILE}: 0 findings, 0 added, 1 removed\n"
    (project / "a.js").write_text(EXPOSED)
    run(["baseline", "update", "--root", ".", "--reason", "known for long"])
    assert run(["baseline", "update", "--root", "."])[1] == f"{FILE}: 2 findings, 0 added, 0 removed\n"
    assert (project / FILE).read_text().count('"reason": "known for long"') == 2


def test_the_file_is_the_same_every_time(project: Path) -> None:
    run(["baseline", "create", "--root", "."])
    first = (project / FILE).read_bytes()
    (project / "a.js").write_text("// moved\n" + EXPOSED)
    run(["baseline", "update", "--root", "."])
    assert (project / FILE).read_bytes() == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("baseline", "update", "--root", "."), "baseline create writes it"),
        (("baseline", "prune", "--root", ".", "--file", "nowhere.json"), "baseline create writes it"),
        (("baseline", "create", "--root", ".", "--file", "package.json"), "exists already"),
        (("baseline", "update", "--root", ".", "--file", "package.json"), "package.json: not a baseline"),
        (("baseline", "create", "--root", ".", "--file", "no/such/folder/b.json"), "cannot write"),
        (("check", "--root", ".", "--baseline", "nowhere.json"), "nowhere.json: cannot be read: No such file"),
        (("check", "--root", ".", "--baseline", "a.js"), "a.js:1: not valid JSON"),
    ],
)
def test_mistakes_say_what_to_do(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(words))[0] == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../outside.json", "link/b.json"])
def test_a_configured_file_outside_of_the_repository_is_not_read(
    project: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "link").symlink_to(project.parent)
    (project / ".portbind.yml").write_text(f"baseline: {name}\n")
    assert run(["check", "--root", "."])[0] == 2
    assert "is not inside" in capsys.readouterr().err


def test_a_file_larger_than_any_baseline(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("portbind_lint.requested.LIMIT", 5)
    (project / "b.json").write_text("{     }")
    assert run(["check", "--root", ".", "--baseline", "b.json"])[0] == 2
    assert "larger than 5 bytes" in capsys.readouterr().err


def test_sarif_leaves_it_out_unless_asked() -> None:
    run(["baseline", "create", "--root", ".", "--reason", "closed by the firewall"])
    words = ["check", "--root", ".", "--baseline", FILE, "--format", "sarif"]
    (run_,) = json.loads(run(words)[1])["runs"]
    assert run_["results"] == []
    notes = [note["message"]["text"] for note in run_["invocations"][0]["toolConfigurationNotifications"]]
    assert notes == ["Not shown in reports for people: 1 in the baseline."]
    (result,) = json.loads(run([*words, "--show-suppressed"])[1])["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "closed by the firewall"}]
