import io
import json
import os
import re
import subprocess
import sys
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from portbind_lint import __version__, cli, listeners, pipeline
from portbind_lint.cli import main
from portbind_lint.model.errors import UserError
from tests.declared_library import DECLARED

ROOT = Path(__file__).parents[1]
EXPOSED = "import express from 'express';\nconst app = express();\napp.listen(3000);\n"
DOCUMENTED = "# Acme\n\nDeploy it to a cloud server; clients reach the HTTP transport over the network.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with one finding of verdict high."""
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "package.json").write_text('{"name": "acme"}')
    (root / "src" / "server.js").write_text(EXPOSED)
    monkeypatch.chdir(root)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return root


def check(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str, str]:
    code = main(["check", *words])
    out, err = capsysbinary.readouterr()
    return code, out.decode(), err.decode()


Capture = pytest.CaptureFixture[bytes]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--fail-on", "medium"), 1),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("package.json",), 0),
        (("src",), 1),
    ],
)
def test_the_exit_code_says_whether_something_was_found(
    capsysbinary: Capture, words: tuple[str, ...], code: int
) -> None:
    assert check(capsysbinary, *words)[0] == code


def test_a_medium_finding_fails_only_if_it_is_asked_for(project: Path, capsysbinary: Capture) -> None:
    (project / "README.md").write_text(DOCUMENTED)
    assert check(capsysbinary)[0] == 0
    assert check(capsysbinary, "--fail-on", "medium")[0] == 1
    (project / ".portbind.yml").write_text("fail-on: medium")
    assert check(capsysbinary)[0] == 1
    assert check(capsysbinary, "--fail-on", "high")[0] == 0


def test_a_suppressed_finding_does_not_fail(project: Path, capsysbinary: Capture) -> None:
    comment = " // portbind-lint: ignore[undocumented-default-exposure] -- why\n"
    (project / "src" / "server.js").write_text(EXPOSED.rstrip() + comment)
    assert check(capsysbinary)[0] == 0
    assert check(capsysbinary, "--no-ignores")[0] == 1


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("missing.js",), "missing.js: no such file or folder"),
        (("..",), None),
        (("/",), None),
        (("../elsewhere",), "not inside"),
        (("--root", "missing"), "--root missing: no such folder"),
        (("--config", "missing.yml"), "missing.yml: cannot be read: No such file or directory"),
        (("--output", "json"), "--output takes FORMAT=FILE, not 'json'"),
        (("--output", "json="), "--output takes FORMAT=FILE"),
        (("--output", "nonsense=x"), "unknown format 'nonsense'; the formats are github, html, json"),
        (("--format", "nonsense"), "unknown format 'nonsense'"),
        (("--output", "json=no/such/folder/x"), "there is no folder no/such/folder"),
        (("--output", "json=src"), "cannot write src"),
    ],
)
def test_the_callers_mistake_is_one_line(
    tmp_path: Path, capsysbinary: Capture, words: tuple[str, ...], message: str | None
) -> None:
    (tmp_path / "elsewhere").mkdir()
    code, _, err = check(capsysbinary, *words)
    if message is None:
        assert code == 1
    else:
        assert code == 2
        assert message in err
        assert err.startswith("portbind-lint: error: ")
        assert err.count("\n") == 1


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "words", [["check", "--nonsense"], ["check", "--root"], [], ["nonsense"], ["check", "--fail-on", "x"]]
)
def test_wrong_usage(capsysbinary: Capture, words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert b"usage: portbind-lint" in capsysbinary.readouterr().err


def test_the_root_is_what_is_analysed(project: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture) -> None:
    monkeypatch.chdir(project.parent)
    code, out, _ = check(capsysbinary, "--root", "project", "--format", "json")
    assert code == 1
    assert [site["path"] for site in json.loads(out)["sites"]] == ["src/server.js"]


def test_the_top_level_of_the_checkout_is_the_root(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    (project / "tools").mkdir()
    (project / "tools" / "dev.js").write_text(EXPOSED)
    monkeypatch.chdir(project / "src")
    _, out, _ = check(capsysbinary, "--format", "json")
    assert [site["path"] for site in json.loads(out)["sites"]] == ["src/server.js"]
    _, out, _ = check(capsysbinary, "--format", "json", "../tools/dev.js")
    assert [site["path"] for site in json.loads(out)["sites"]] == ["tools/dev.js"]


def test_a_link_to_the_project_is_the_project(project: Path, capsysbinary: Capture) -> None:
    link = project.parent / "link"
    link.symlink_to(project)
    assert check(capsysbinary, "--root", str(link), str(link / "src" / "server.js"))[0] == 1
    assert check(capsysbinary, str(link))[0] == 1


@pytest.mark.usefixtures("project")
def test_the_hook_is_short_and_skips_what_is_gone(capsysbinary: Capture) -> None:
    code, out, err = check(capsysbinary, "--hook", "src/server.js", "gone.js", "/etc/hostname")
    assert (code, err) == (1, "")
    assert out.startswith("src/server.js:3:")
    assert check(capsysbinary, "--hook", "gone.js", "package.json") == (0, "", "")
    assert check(capsysbinary, "--hook") == (0, "", "")


@pytest.mark.usefixtures("project")
def test_several_reports_come_from_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture
) -> None:
    runs = []
    works = pipeline.analyse
    monkeypatch.setattr(pipeline, "analyse", lambda request: (runs.append(request), works(request))[1])
    words = ("--output", f"json={tmp_path / 'a.json'}", "--output", f"sarif={tmp_path / 'b.sarif'}", "--format", "json")
    _, out, _ = check(capsysbinary, *words)
    assert len(runs) == 1
    assert (tmp_path / "a.json").read_text() == out
    assert json.loads((tmp_path / "b.sarif").read_text())["version"] == "2.1.0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.sarif", "project"]
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_folder_without_scripts_is_said(tmp_path: Path, capsysbinary: Capture) -> None:
    code, _, err = check(capsysbinary, "--root", str(tmp_path))
    assert (code, err) == (0, f"portbind-lint: no JavaScript or TypeScript files in {tmp_path}\n")


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "variables", "terminal", "colored"),
    [
        ((), {}, False, False),
        ((), {"TERM": "xterm"}, True, True),
        ((), {"TERM": "dumb"}, True, False),
        ((), {"NO_COLOR": "1", "TERM": "xterm"}, True, False),
        ((), {"NO_COLOR": "", "TERM": "xterm"}, True, True),
        ((), {"FORCE_COLOR": "1"}, False, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, True, False),
        (("--color", "always"), {"NO_COLOR": "1"}, False, True),
        (("--color", "always", "--format", "json"), {}, False, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], variables: dict[str, str], terminal: bool, colored: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = (Terminal if terminal else io.TextIOWrapper)(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    main(["check", *words])
    out.flush()
    assert (b"\x1b[" in out.buffer.getvalue()) is colored  # type: ignore[attr-defined]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "shown"), [((), True), (("--no-progress",), False), (("-q",), False), (("--hook",), False)]
)
def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], shown: bool) -> None:
    written = on_terminal(monkeypatch, 2.0, *words)
    assert (b"0 of 1 files" in written) is shown
    assert (b"\r\x1b[K" in written) is shown


@pytest.mark.usefixtures("project")
def test_a_terminal_that_cannot_take_back_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    written = on_terminal(monkeypatch, 2.0)
    assert b"\r" not in written
    assert b"\x1b" not in written


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("columns", "line"), [(10, b"\r0 of 1 fi\x1b[K"), (0, b"\r0 of 1 files\x1b[K")])
def test_progress_stays_in_its_line(monkeypatch: pytest.MonkeyPatch, columns: int, line: bytes) -> None:
    monkeypatch.setattr(Terminal, "fileno", lambda _: 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    assert line in on_terminal(monkeypatch, 2.0)


@pytest.mark.usefixtures("project")
def test_work_of_less_than_a_second_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"\r" not in on_terminal(monkeypatch, 0.4)


def test_progress_is_not_written_faster_than_it_is_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (project / f"{number}.js").write_text(EXPOSED)
    shown = re.findall(rb"\r(\d+) of 51 files", on_terminal(monkeypatch, 0.04))
    assert shown[0] == b"24"
    assert len(shown) in range(5, 15)


def on_terminal(monkeypatch: pytest.MonkeyPatch, step: float, *words: str) -> bytes:
    """What a terminal shows of a check; every look at the clock finds it `step` seconds later."""
    err = Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(cli, "monotonic", partial(next, count(0.0, step)))
    main(["check", "--jobs", "1", *words])
    err.flush()
    shown = err.buffer.getvalue()  # type: ignore[attr-defined]
    assert isinstance(shown, bytes)
    return shown


@pytest.mark.usefixtures("project")
def test_our_bug_is_reported_in_short(monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture) -> None:
    def breaks(_: object) -> None:
        raise ZeroDivisionError("multi\nline")

    monkeypatch.setattr(pipeline, "analyse", breaks)
    code, out, err = check(capsysbinary)
    assert (code, out) == (3, "")
    assert "internal error: ZeroDivisionError at check.py:" in err
    assert "multi line" in err
    assert __version__ in err
    assert len(err.splitlines()) == 3
    assert "Traceback" not in err


@pytest.mark.usefixtures("project")
def test_verbose_shows_what_failed_inside(monkeypatch: pytest.MonkeyPatch, capsysbinary: Capture) -> None:
    def breaks(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(listeners, "find_sites", breaks)
    code, out, err = check(capsysbinary, "-v", "--format", "json")
    assert code == 0
    assert json.loads(out)["not_analysed"] == [
        {"path": "src/server.js", "reason": "the analysis failed (RecursionError)"}
    ]
    assert "src/server.js: Traceback" in err
    assert check(capsysbinary)[2] == ""


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (UserError("x"), 2), (SystemError(), 3)])
def test_other_endings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: BaseException, code: int) -> None:
    def breaks(_: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "analyse", breaks)
    with (tmp_path / "out").open("w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["check"]) == code


def program(*words: str, cwd: Path | None = None, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "portbind_lint", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, **options)


def test_the_module_runs_as_the_program(project: Path) -> None:
    done = program("check", "--format", "github", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith(b"::error file=src/server.js,line=3")


def test_the_version_needs_next_to_nothing() -> None:
    code = (
        "import os, sys; old = set(sys.modules)\nfrom portbind_lint.cli import main\n"
        "main(['--version'])\nprint(*(set(sys.modules) - old))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    version, modules = done.stdout.splitlines()
    assert version == f"portbind-lint {__version__}"
    ours = {
        "portbind_lint",
        "portbind_lint.cli",
        "portbind_lint.model",
        "portbind_lint.model.errors",
        "portbind_lint.exit_codes",
        "portbind_lint.lastly",
    }
    assert set(modules.split()) <= {*ours, "__future__"}


def test_the_version_beside_other_words(capsysbinary: Capture) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version", "check"])
    assert stop.value.code == 0
    assert capsysbinary.readouterr().out.decode() == f"portbind-lint {__version__}\n"


def test_a_reader_that_stops_reading_is_no_error(project: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "portbind_lint", "check", "--format", "json"]
    done = subprocess.run(command, cwd=project, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_is_utf8_whatever_the_locale(project: Path) -> None:
    (project / "src" / "server.js").write_text(EXPOSED.replace("3000", "3000 /* ü */"), encoding="utf-8")
    done = program("check", cwd=project, env={"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert "/* ü */" in done.stdout.decode("utf-8")


def test_explain_a_rule(capsysbinary: Capture) -> None:
    assert main(["explain", "exposed-dev-server"]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith("# A development server listens on all interfaces\n\n`exposed-dev-server`: verdict HIGH")
    assert "## Why it matters" in out


def test_explain_a_note(capsysbinary: Capture) -> None:
    assert main(["explain", "unresolved-address"]) == 0
    assert capsysbinary.readouterr().out.startswith(
        b"# The address cannot be known from the code\n\n`unresolved-address`: a note"
    )


@pytest.mark.parametrize(
    ("topic", "parts"),
    [
        ("express", ["expressjs.com", ".listen (tcp)", "without a host it binds all interfaces (::)", "running it"]),
        ("fastify", ["this machine only", "versions <4, where options are given"]),
        ("ldapjs", ["(127.0.0.1), where a callback stands in the host's place"]),
        ("vite", ["vite.config", "the host is server.host", "$ vite\n  host by --host, which alone means ::"]),
        ("next", ["$ next [dev]", "host by --hostname, -H", "$ next start"]),
        ("supergateway", ["$ supergateway --stdio", "not read: --host", "It takes no host"]),
        ("live-server", ["host by the variable IP"]),
        ("http", ["createServer"]),
    ],
)
def test_explain_a_library(capsysbinary: Capture, topic: str, parts: list[str]) -> None:
    assert main(["explain", topic]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize(
    ("topic", "hint"),
    [("expres", "did you mean express"), ("exposed-dev", "exposed-dev-server"), ("%%%%", "known are ")],
)
def test_explain_something_else(capsysbinary: Capture, topic: str, hint: str) -> None:
    assert main(["explain", topic]) == 2
    assert hint in capsysbinary.readouterr().err.decode()


def test_explain_a_library_of_the_project(tmp_path: Path, capsysbinary: Capture) -> None:
    (tmp_path / ".portbind.yml").write_text(DECLARED)
    assert main(["explain", "@corp/server", "--root", str(tmp_path)]) == 0
    out = capsysbinary.readouterr().out.decode()
    assert "@corp/server" in out
    assert "without a host it binds all interfaces (::)" in out
    (tmp_path / "other.yml").write_text(DECLARED)
    assert main(["explain", "@corp/server", "--config", str(tmp_path / "other.yml")]) == 0


def test_explain_names_what_is_wrong_with_a_library_of_the_project(tmp_path: Path, capsysbinary: Capture) -> None:
    (tmp_path / ".portbind.yml").write_text(DECLARED.replace("call: startServer", "calls: startServer"))
    assert main(["explain", "@corp/server", "--root", str(tmp_path)]) == 2
    explained = capsysbinary.readouterr().err.decode()
    assert "unknown key 'calls' in listeners[0]; did you mean 'call'?" in explained
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert capsysbinary.readouterr().err.decode() == explained
    assert main(["explain", "exposed-dev-server", "--root", str(tmp_path)]) == 0
