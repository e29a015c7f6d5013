"""How a run ends when something around it does not: no report is lost silently, none is left half written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.hostile.cases import LISTENER
from tests.hostile.program import command, environment

MANY = 100


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with enough files that it can be interrupted, and one finding."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "server.js").write_text(LISTENER)
    for number in range(MANY):
        (root / f"m{number}.js").write_text(
            f"import express from 'express';\nexpress().listen(1, '127.0.0.{number}');\n"
        )
    return root


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "server.js").write_text(LISTENER)
    return root


def ended(root: Path, *words: str, **streams: int) -> tuple[int, str]:
    """Exit code and errors of a check with other standard streams than usual."""
    wanted = {"stdout": subprocess.DEVNULL, **streams}
    done = subprocess.run(
        command("check", *words), cwd=root, env=environment(), stderr=subprocess.PIPE, check=False, **wanted
    )
    return done.returncode, done.stderr.decode()


def is_one_line(errors: str, *parts: str) -> bool:
    return errors.count("\n") == 1 and errors.startswith("portbind-lint: error: ") and all(p in errors for p in parts)


@pytest.mark.parametrize("words", [("check",), ("check", "--format", "json"), ("explain", "express"), ("--version",)])
def test_a_full_disk_under_standard_output_is_said(small: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*words), cwd=small, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    errors = done.stderr.decode()
    assert done.returncode == 2
    assert is_one_line(errors, "standard output", "No space left on device"), errors


def test_a_full_disk_under_both_streams_still_fails(small: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command("check"), cwd=small, env=environment(), stdout=full, stderr=full, check=False)
    assert done.returncode == 2


def test_a_closed_standard_output_is_said(small: Path) -> None:
    words = " ".join(f"'{word}'" for word in command("check"))
    done = subprocess.run(
        ["sh", "-c", f"exec {words} >&-"], cwd=small, env=environment(), stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 2
    assert is_one_line(done.stderr.decode(), "standard output"), done.stderr.decode()


def test_a_closed_standard_error_costs_nothing(small: Path) -> None:
    words = " ".join(f"'{word}'" for word in command("check", "--statistics"))
    done = subprocess.run(
        ["sh", "-c", f"exec {words} 2>&-"], cwd=small, env=environment(), stdout=subprocess.PIPE, check=False
    )
    assert done.returncode == 1
    assert b"server.js" in done.stdout


def test_a_reader_that_leaves_is_no_error(project: Path) -> None:
    child = subprocess.Popen(
        command("check", "--format", "json"),
        cwd=project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    errors = child.stderr.read()
    child.stderr.close()
    assert (child.wait(60), errors) == (1, b"")


def test_a_full_disk_under_a_report_is_said(small: Path) -> None:
    code, errors = ended(small, "--output", "json=/dev/full")
    assert code == 2
    assert is_one_line(errors, "cannot write /dev/full", "No space left on device"), errors


def test_a_pipe_is_written_to_and_stays_one(small: Path) -> None:
    pipe = small / "report.json"
    os.mkfifo(pipe)
    child = subprocess.Popen(
        command("check", "-q", "--output", f"json={pipe}"), cwd=small, env=environment(), stdout=subprocess.DEVNULL
    )
    written = pipe.read_text()
    assert child.wait(60) == 1
    assert json.loads(written)["summary"]["sites"] == 1
    assert pipe.is_fifo()


def test_standard_output_is_a_file_like_any_other(small: Path) -> None:
    done = subprocess.run(
        command("check", "-q", "--format", "github", "--output", "json=/dev/stdout"),
        cwd=small, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert b'"schema": "portbind-lint/1"' in done.stdout
    assert b"::error file=server.js" in done.stdout


def test_a_link_in_the_repository_is_replaced_not_followed(small: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    (small / "report.json").symlink_to(tmp_path / "precious")
    assert ended(small, "--output", "json=report.json")[0] == 1
    assert (tmp_path / "precious").read_text() == "kept"
    assert json.loads((small / "report.json").read_text())["summary"]["sites"] == 1


def test_a_report_that_cannot_be_written_leaves_the_old_one(small: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.html").write_text("old")
    asked = command("check", "--no-cache", "--output", f"html={folder / 'a.html'}")
    words = " ".join(f"'{word}'" for word in asked)
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 8; exec {words}"], cwd=small, env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert is_one_line(done.stderr.decode(), "cannot write", "a.html"), done.stderr.decode()
    assert [path.name for path in folder.iterdir()] == ["a.html"]
    assert (folder / "a.html").read_text() == "old"


@pytest.mark.parametrize("place", ["/proc/x.json", "/proc/self/x.json", "/sys/x.json"])
def test_a_folder_that_takes_no_file(small: Path, place: str) -> None:
    code, errors = ended(small, "--output", f"json={place}")
    assert code == 2
    assert is_one_line(errors, f"cannot write {place}"), errors


def test_a_folder_that_is_read_only(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir(mode=0o500)
    code, errors = ended(small, "--output", f"json={folder / 'a.json'}")
    if os.geteuid() == 0:  # whom no mode stops
        assert code == 1
    else:
        assert code == 2
        assert is_one_line(errors, "cannot write", "Permission denied"), errors


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_at_any_moment_leaves_no_part_of_a_report(
    project: Path, tmp_path: Path, kind: signal.Signals
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    words = [word for name in ("json", "html", "sarif") for word in ("--output", f"{name}={reports / name}")]
    whole, report_on_screen = undisturbed(project, words)
    for name in ("json", "html", "sarif"):
        (reports / name).unlink()
    codes = set()
    for step in range(5):
        child = subprocess.Popen(
            command("check", *words), cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(whole * (step + 0.5) / 5)
        child.send_signal(kind)
        out, errors = child.communicate(timeout=60)
        codes.add(child.returncode)
        assert child.returncode in ((130, 1, -2) if kind is signal.SIGINT else (143, 1, -15)), errors
        assert b"Traceback" not in errors or b"portbind_lint/cli" not in errors, errors
        for report in reports.iterdir():
            assert report.name in ("json", "html", "sarif"), "a temporary file is left behind"
            text = report.read_text()
            assert text.rstrip().endswith("</html>") if report.name == "html" else json.loads(text)
            report.unlink()
        # An interrupt can come when everything is written already.
        assert out in ((report_on_screen,) if child.returncode == 1 else (b"", report_on_screen))
    assert codes - {1}, "it was never interrupted"


def undisturbed(project: Path, words: list[str]) -> tuple[float, bytes]:
    """How long a run takes, and what it prints."""
    begun = time.monotonic()
    done = subprocess.run(
        command("check", *words), cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    return time.monotonic() - begun, done.stdout
