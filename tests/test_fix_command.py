import json
import subprocess
from pathlib import Path

import pytest

from portbind_lint.cli import main

SERVER = "import express from 'express';\nconst app = express();\napp.listen(3000);\n"
LEFT = "import express from 'express';\nexpress().listen(3000, process.env.HOST);\n"
FIXED = SERVER.replace("3000", "3000, '127.0.0.1'")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "package.json").write_text('{"name": "acme"}')
    (tmp_path / "server.js").write_text(SERVER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str, str]:
    code = main(["check", *words])
    out, err = capsysbinary.readouterr()
    return code, out.decode(), err.decode()


Capture = pytest.CaptureFixture[bytes]


def test_diff_changes_nothing_and_applies(project: Path, capsysbinary: Capture) -> None:
    code, out, err = check(capsysbinary, "--diff")
    assert code == 1
    assert (project / "server.js").read_text() == SERVER
    headline, fix = err.splitlines()
    assert headline == "Would fix 1 finding in 1 file:"
    assert fix.startswith("  server.js:3  Pass 127.0.0.1 as argument 2 to app.listen at server.js:3. ")
    assert fix.endswith(" Other machines can then no longer reach the listener of express at server.js:3.")
    subprocess.run(["git", "apply"], input=out.encode(), cwd=project, check=True)
    assert (project / "server.js").read_text() == FIXED
    assert check(capsysbinary, "--diff") == (0, "", "There is nothing to fix.\n")


def test_a_diff_comes_with_statistics_and_without_reports(project: Path, capsysbinary: Capture) -> None:
    code, out, err = check(capsysbinary, "--diff", "--statistics")
    assert (code, "in all, 1 process" in err, "in all" in out) == (1, True, False)
    code, out, err = check(capsysbinary, "--diff", "--output", "sarif=report.sarif")
    assert (code, out, (project / "report.sarif").exists()) == (2, "", False)
    assert "leave out --output" in err


def test_fix_reports_what_is_left(project: Path, capsysbinary: Capture) -> None:
    (project / "left.js").write_text(LEFT)
    code, out, err = check(capsysbinary, "--fix", "--format", "github", "--no-progress")
    assert code == 1
    assert (project / "server.js").read_text() == FIXED
    assert "left.js" in out
    assert "server.js" not in out
    assert err.splitlines()[2:] == [
        "No fix for 1 finding:",
        "  left.js:2  env HOST gives the host and has no default; 127.0.0.1 would be one.",
    ]


def test_fix_of_everything_is_clean(project: Path, capsysbinary: Capture) -> None:
    code, _, err = check(capsysbinary, "--fix", "--quiet")
    assert (code, err) == (0, "Fixed 1 finding in 1 file\n")
    assert (project / "server.js").read_text() == FIXED


def test_a_report_tells_what_could_be_fixed(project: Path, capsysbinary: Capture) -> None:
    assert project.is_dir()
    told = "1 finding can be fixed: --diff shows how, --fix does it\n"
    assert check(capsysbinary)[2] == told
    assert check(capsysbinary, "--quiet")[2] == ""
    assert check(capsysbinary, "--hook", "server.js")[2] == ""


def test_exit_zero_counts_for_a_diff_too(project: Path, capsysbinary: Capture) -> None:
    assert project.is_dir()
    assert check(capsysbinary, "--diff", "--exit-zero")[0] == 0


def test_no_file_outside_of_the_paths_is_edited(project: Path, capsysbinary: Capture) -> None:
    (project / "host.js").write_text("export const HOST = '0.0.0.0';\n")
    code = "import http from 'http';\nimport { HOST } from './host.js';\nhttp.createServer().listen(1, HOST);\n"
    (project / "server.js").write_text(code)
    _, _, err = check(capsysbinary, "--fix", "server.js")
    assert "it takes an edit of host.js, which is not among the given paths" in err
    assert "0.0.0.0" in (project / "host.js").read_text()


def test_what_is_suppressed_is_not_fixed(project: Path, capsysbinary: Capture) -> None:
    silenced = SERVER.replace("app.listen", "// portbind-lint: ignore[undocumented-default-exposure] -- a\napp.listen")
    (project / "server.js").write_text(silenced)
    assert check(capsysbinary, "--fix")[0] == 0
    assert (project / "server.js").read_text() == silenced


def test_a_diff_cannot_steer_a_terminal(project: Path, capsysbinary: Capture) -> None:
    (project / "server.js").write_text(SERVER.replace("3000);", "3000);\t// \x1b[2J \u202e"))
    _, out, _ = check(capsysbinary, "--diff")
    assert "+app.listen(3000, '127.0.0.1');\t// \\x1b[2J \\u202e\n" in out


def test_a_broken_search_for_a_fix_costs_that_fix_only(
    project: Path, capsysbinary: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portbind_lint.fix.missing.argument_edits", broken)
    code, out, _ = check(capsysbinary, "--format", "json")
    assert (code, '"reason": "the search for a fix failed (ZeroDivisionError)"' in out) == (1, True)
    assert (project / "server.js").read_text() == SERVER


def test_a_category_for_code_scanning(project: Path, capsysbinary: Capture) -> None:
    assert project.is_dir()
    _, out, _ = check(capsysbinary, "--format", "sarif", "--sarif-category", "api")
    assert json.loads(out)["runs"][0]["automationDetails"] == {"id": "api/"}
