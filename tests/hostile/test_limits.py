"""Machines that give little: files, memory, processes, and places for temporary files."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest

from portbind_lint import cli, pipeline, workers
from portbind_lint.discover import listing
from portbind_lint.memory_limit import LEAST_BYTES
from portbind_lint.model.errors import UserError
from portbind_lint.pipeline import Request, analyse
from tests.hostile.cases import LISTENER
from tests.hostile.program import command, environment

MANY = 60


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Enough files for several processes, and one finding."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "server.js").write_text(LISTENER)
    for number in range(MANY):
        (root / f"m{number}.js").write_text("import express from 'express';\nexpress().listen(1, '127.0.0.1');\n")
    return root


_LIMITED = """
import os, resource, sys
limit, number = map(int, sys.argv[1:3])
resource.setrlimit(limit, (number, number))
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Gives itself a limit and becomes a command. In a copy of these tests, which take more already, it could fail."""


def limited(root: Path, limit: int, number: int) -> subprocess.CompletedProcess[str]:
    """A check with the limit `limit` of the system at `number`."""
    return subprocess.run(
        [sys.executable, "-I", "-c", _LIMITED, str(limit), str(number), *command("check", "-q", "--jobs", "2")],
        cwd=root, env=environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


# What an interpreter needs to start at all differs: from there on it is one line or the whole report.
@pytest.mark.parametrize("number", [7, 10, 13, 50])
def test_a_limit_of_open_files_gives_the_whole_report_or_one_line(number: int, project: Path) -> None:
    done = limited(project, resource.RLIMIT_NOFILE, number)
    if number == 50 or done.returncode == 1:
        assert (done.returncode, done.stderr) == (1, "")
        assert "server.js:3" in done.stdout
        return
    ours = [line for line in done.stderr.splitlines() if "portbind" in line]
    assert not ours or done.returncode == 2, done
    assert len(ours) <= 1, done


def test_too_little_memory_to_begin_with_is_said_at_once(project: Path) -> None:
    """Not left to luck: where Python has none for the place of an exception, it never ends."""
    done = limited(project, resource.RLIMIT_AS, LEAST_BYTES - 1)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "portbind-lint: error: memory is limited to 127 MB (ulimit -v), which is too little to begin with; "
        "128 MB are the least\n"
    )


def test_enough_memory_gives_the_whole_report(project: Path) -> None:
    done = limited(project, resource.RLIMIT_AS, 1_000_000_000)
    assert (done.returncode, done.stderr) == (1, "")
    assert "server.js:3" in done.stdout


@pytest.mark.parametrize("error", [OSError(errno.EMFILE, ""), MemoryError(), RuntimeError("can't start new thread")])
def test_where_no_process_can_be_started_one_is_enough(
    error: Exception, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is started, the second is not: it must not be waited for."""
    before = analyse(Request(project, jobs=1))
    launch, number = os.fork, iter(range(9))

    def fork() -> int:
        if next(number):
            raise error
        # What tells a process to end can come before it hears it.
        child = launch()
        if child == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        return child

    monkeypatch.setattr(workers, "UNITS_A_ROW", 1)
    monkeypatch.setattr(workers, "ROWS_A_PROCESS", 1)
    monkeypatch.setattr(os, "fork", fork)
    assert analyse(Request(project, jobs=2)) == before
    assert next(number) == 2, "no second process was started"
    _all_end()


def test_where_no_thread_can_be_started_one_process_is_enough(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that hands out the work dies: what it was to do must not be waited for."""
    before = analyse(Request(project, jobs=1))
    start, told = threading.Thread.start, threading.excepthook

    def start_others(thread: threading.Thread) -> None:
        if thread.name == "QueueFeederThread":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(workers, "UNITS_A_ROW", 1)
    monkeypatch.setattr(workers, "ROWS_A_PROCESS", 1)
    monkeypatch.setattr(threading.Thread, "start", start_others)
    with suppress(UserError):  # it may die when all units have been handed to it
        assert analyse(Request(project, jobs=2)) == before
    _all_end()
    assert threading.excepthook is told


def _all_end() -> None:
    for child in active_children():
        child.join(20)
    assert not active_children()


def test_a_killed_process_of_the_analysis_is_said_in_one_line(project: Path) -> None:
    for number in range(300):
        (project / f"n{number}.js").write_text(LISTENER * 10)
    child = subprocess.Popen(
        command("check", "-q", "--no-cache", "--jobs", "2"), cwd=project, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until = time.monotonic() + 60
    shown: set[int] = set()
    while len(shown) < 2 and time.monotonic() < until:
        # git is such a copy, too, until it is started.
        lately = _same_program(child.pid)
        time.sleep(0.05)
        shown = lately & _same_program(child.pid)
    os.kill(min(shown), signal.SIGKILL)
    out, errors = child.communicate(timeout=60)
    assert (child.returncode, out) == (2, b"")
    assert errors.count(b"\n") == 1
    assert b"a process of the analysis was killed" in errors


def _same_program(parent: int) -> set[int]:
    """The children that are copies of their parent."""
    program = Path(f"/proc/{parent}/cmdline").read_bytes()
    copies = set()
    for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        with suppress(OSError):  # it may have ended
            if Path(f"/proc/{number}/cmdline").read_bytes() == program:
                copies.add(int(number))
    return copies


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "memory ran out; --jobs 1 takes the least"),
        (OSError(errno.ENOSPC, "No space left on device"), "the system gives no more: No space left on device"),
        (ImportError("x.so: no memory", path="x.so"), "a part of the installation cannot be loaded: x.so: no memory"),
        (
            SyntaxError("expected ':'", ("x.py", 3, 1, "if")),
            "a part of the installation cannot be loaded, or memory ran out: expected ':' (x.py, line 3)",
        ),
    ],
)
def test_what_the_machine_lacks_is_no_bug_of_ours(
    error: Exception, said: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacks(_: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "analyse", lacks)
    assert cli.main(["check", "--root", str(project)]) == 2
    assert capsys.readouterr().err == f"portbind-lint: error: {said}\n"


def test_no_place_for_temporary_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git gets no folder to work with: the repository is walked."""

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = sorted(listing.list_files(project))
    monkeypatch.setattr(listing, "TemporaryDirectory", full)
    assert sorted(listing.list_files(project)) == before
