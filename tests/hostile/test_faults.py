"""What goes wrong around a run while it reads and writes: files that change, folders and disks that take nothing."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from portbind_lint import pipeline
from portbind_lint.discover.reader import Kind, Reader
from portbind_lint.pipeline import Request
from tests.hostile.cases import LISTENER
from tests.hostile.program import command, environment

T = TypeVar("T")

_DROP_FROM_BOUNDING_SET = 24
_OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def as_somebody() -> None:
    """In a child process: modes of files count, even for root."""
    for capability in _OVERRIDES:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


def checked(root: Path, *words: str, **changed: str) -> tuple[int, str, str]:
    done = subprocess.run(
        command("check", *words), cwd=root, env=environment(**changed), capture_output=True, check=False, timeout=120,
        preexec_fn=as_somebody,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    assert b"internal error" not in done.stderr, done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "server.js").write_text(LISTENER)
    return folder


def test_files_and_folders_that_nobody_may_read(root: Path) -> None:
    for name in ("a.js", "README.md", "package.json", "docker-compose.yml", ".portbind-x"):
        (root / name).write_text(LISTENER)
        (root / name).chmod(0)
    for name, mode in (("closed", 0), ("listed", 0o400), ("entered", 0o100)):
        (root / name).mkdir()
        (root / name / "b.js").write_text(LISTENER)
        (root / name).chmod(mode)
    try:
        code, out, _ = checked(root, "--format", "json")
    finally:
        for name in ("closed", "listed", "entered"):
            (root / name).chmod(0o700)
    report = json.loads(out)
    assert code == 1
    assert [site["path"] for site in report["sites"]] == ["server.js"]
    reasons = {part["path"]: part["reason"] for part in report["not_analysed"]}
    assert reasons["a.js"] == "cannot be read: Permission denied"
    assert reasons["README.md"] == "cannot be read: Permission denied"


def test_settings_that_nobody_may_read(root: Path) -> None:
    (root / ".portbind.yml").write_text("exclude: []\n")
    (root / ".portbind.yml").chmod(0)
    code, _, errors = checked(root)
    assert code == 2
    assert errors == "portbind-lint: error: .portbind.yml: cannot be read: Permission denied\n"


def test_a_repository_that_is_read_only(root: Path) -> None:
    (root / "server.js").chmod(0o400)
    root.chmod(0o500)
    try:
        assert checked(root)[0] == 1
        code, _, errors = checked(root, "--output", "json=report.json")
        assert code == 2
        assert errors == "portbind-lint: error: cannot write report.json: Permission denied\n"
        code, _, errors = checked(root, "--fix")
        assert code in (1, 2), errors
    finally:
        root.chmod(0o700)
    assert (root / "server.js").read_text() == LISTENER
    assert sorted(path.name for path in root.iterdir()) == ["server.js"]


def test_no_home_and_no_place_for_temporary_files(root: Path) -> None:
    code, out, _ = checked(root, HOME="/nonexistent", TMPDIR="/nonexistent", XDG_CACHE_HOME="/proc")
    assert code == 1
    assert "server.js" in out


CHANGES = ("vanishes", "is cut", "grows", "becomes a folder", "becomes a link", "becomes a pipe", "cannot be read")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["after it was listed", "after it was looked at", "after it was read"])
def test_a_file_that_changes_while_it_is_read(
    change: str, when: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listener beside it is found, and whatever the file was at any moment is judged or said to be unreadable."""
    path = root / "a.js"
    path.write_text(LISTENER)
    changed = threading.Event()

    def happen() -> None:
        if not changed.is_set():
            changed.set()
            _change(path, change)

    look, read = Reader.kind, Reader.read

    def kind_and_change(self: Reader, name: str) -> Kind:
        if name == "a.js" and when == "after it was listed":
            happen()
        found = look(self, name)
        if name == "a.js" and when == "after it was looked at":
            happen()
        return found

    def read_and_change(self: Reader, name: str, limit: int) -> bytes | None:
        data = read(self, name, limit)
        if name == "a.js":
            happen()
        return data

    monkeypatch.setattr(Reader, "kind", kind_and_change)
    monkeypatch.setattr(Reader, "read", read_and_change)
    broken: list[str] = []
    report = pipeline.analyse(Request(root, fixes=True, failed=lambda name, error: broken.append(f"{name}: {error!r}")))
    assert changed.is_set()
    assert broken == []
    found = {site.location.path for site in report.sites}
    assert "server.js" in found
    assert found <= {"server.js", "a.js"}
    assert all(part.reason for part in report.not_analysed)


def _change(path: Path, change: str) -> None:
    match change:
        case "is cut":
            path.write_text(LISTENER[:40])
        case "grows":
            path.write_text(LISTENER + "app.listen(4000);\n" * 100_000)
        case "cannot be read":
            path.unlink()
            path.symlink_to("/proc/self/mem")
        case _:
            path.unlink()
            if change == "becomes a folder":
                path.mkdir()
            elif change == "becomes a link":
                path.symlink_to("/etc/passwd")
            elif change == "becomes a pipe":
                os.mkfifo(path)


def test_files_that_change_all_the_time(root: Path) -> None:
    """Nobody waits for a writer: the run ends, with whatever it saw of them."""
    names = [root / f"m{number}.js" for number in range(30)]
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            for number, path in enumerate(names):
                path.write_text(LISTENER * (number % 3))
                if number % 2:
                    path.unlink()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        for _ in range(3):
            code, out, _ = checked(root, "--format", "json")
            assert code == 1
            assert "server.js" in {site["path"] for site in json.loads(out)["sites"]}
    finally:
        stop.set()
        thread.join()


def test_a_disk_that_is_full(root: Path, tmp_path: Path) -> None:
    """A disk of 64 kB where the system lets one be mounted, else a limit on what a process writes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    (root / "many.js").write_text(LISTENER + "app.listen(1);\n" * 200)
    written = " ".join(f"'{word}'" for word in command("check", "-q", "--output", f"json={disk}/a.json"))
    listed = f"ls -A '{disk}'"
    alone = ("unshare", "--map-root-user", "--mount", "sh", "-c")
    mounted = f"mount -t tmpfs -o size=64k none '{disk}' && "
    possible = subprocess.run([*alone, f"{mounted} true"], capture_output=True, check=False).returncode == 0
    start = [*alone, f"{mounted} {{ {written}; echo $?; {listed}; }}"] if possible else [
        "sh", "-c", f"(ulimit -f 64; {written}); echo $?; {listed}"
    ]  # fmt: skip
    done = subprocess.run(start, cwd=root, env=environment(), capture_output=True, check=False, timeout=120)
    assert done.stdout.decode().splitlines()[-1] == "2", done.stdout
    assert done.stderr.decode().count("\n") == 1, done.stderr
    assert f"cannot write {disk}/a.json" in done.stderr.decode()


GITS = {
    "is killed": "kill -9 $$",
    "ends at once": "exit 3",
    "says nonsense": "head -c 100000 /dev/urandom",
    "says nothing": "cat > /dev/null",
    "says an absolute path": "printf '/etc/passwd\\0../../x.js\\0\\0a\\nb.js\\0'",
}


@pytest.mark.parametrize("what", GITS)
def test_a_git_that_does_not_work(what: str, root: Path, tmp_path: Path) -> None:
    """The only other program that a run starts: without its answers the folder is walked."""
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True, env=environment())
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").write_text(f"#!/bin/sh\n{GITS[what]}\n")
    (programs / "git").chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    code, out, errors = checked(root, "--format", "json", PATH=path)
    assert code in (0, 1, 2), errors
    if code != 2:
        assert all(not site["path"].startswith(("/", "..")) for site in json.loads(out)["sites"])
    if what in ("is killed", "ends at once"):
        assert [site["path"] for site in json.loads(out)["sites"]] == ["server.js"]
    for words in (("--diff-base", "HEAD"), ("--hook", "server.js")):
        code, _, errors = checked(root, *words, PATH=path)
        assert code in (0, 1, 2)
        assert errors.count("\n") <= 1, errors


def test_no_git_at_all(root: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True, env=environment())
    code, out, _ = checked(root, PATH=str(tmp_path))
    assert code == 1
    assert "server.js" in out


def test_a_run_that_is_killed_leaves_the_old_report(root: Path, tmp_path: Path) -> None:
    for number in range(60):
        (root / f"m{number}.js").write_text(LISTENER)
    report = tmp_path / "report.json"
    report.write_text("old")
    child = subprocess.Popen(
        command("check", "-q", "--output", f"json={report}"), cwd=root, env=environment(), stdout=subprocess.DEVNULL
    )
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.15)
    child.send_signal(signal.SIGKILL)
    assert child.wait(60) == -signal.SIGKILL
    assert report.read_text() == "old"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_a_run_that_is_ended(root: Path, ending: signal.Signals) -> None:
    for number in range(200):
        (root / f"m{number}.js").write_text(LISTENER * 20)
    child = subprocess.Popen(
        command("check", "-q", "--no-cache", "--jobs", "2"), cwd=root, env=environment(), stdout=subprocess.PIPE
    )
    of_child = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    started = _soon(lambda: of_child.read_text().split() if len(of_child.read_text().split()) == 2 else [])
    child.send_signal(ending)
    # What the processes hold open would be read from until the last of them ends.
    assert child.communicate(timeout=60)[0] == b""
    assert child.returncode == -ending
    assert _soon(lambda: not any(_is_running(number) for number in started))


def _is_running(number: str) -> bool:
    try:
        return " Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


def _soon(look: Callable[[], T]) -> T:
    """What `look` gives, as soon as that is something; within a minute."""
    until = time.monotonic() + 60
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.02)
    assert found
    return found
