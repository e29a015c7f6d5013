"""The program as its users start it: a process of its own, all formats in one run, with a limit of time and memory."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portbind_lint.cli import main
from tests.hostile.written import FORMATS, check

HERE = Path(__file__).parents[2]
MEMORY = 3_000_000_000
"""Bytes of address space that an analysis gets; it shows what would eat a machine."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left behind; `peak` are the bytes that its largest process took, 0 where that was not measured."""

    code: int
    errors: str
    report: dict[str, Any]
    seconds: float
    peak: int = 0

    def reasons(self) -> dict[str, str]:
        """Why what was not analysed was not, by path."""
        return {part["path"]: part["reason"] for part in self.report["not_analysed"]}

    def left_out(self) -> dict[str, int]:
        """How many files were left out, by reason."""
        return self.report["left_out"]

    def sites(self) -> list[str]:
        """Where listeners were found."""
        return [f"{site['path']}:{site['line']}" for site in self.report["sites"]]


def environment(**more: str) -> dict[str, str]:
    """The variables of a child process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COV_", "PRE_COMMIT"))}
    return {**kept, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1", **more}


def command(*words: str) -> list[str]:
    """The command line that starts the program."""
    return [sys.executable, "-m", "portbind_lint", *words]


_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[3:], timeout=float(sys.argv[2]), check=False)
with open(sys.argv[1], "w") as peak:
    peak.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))
sys.exit(done.returncode if done.returncode >= 0 else 128 - done.returncode)
"""
"""Starts a command, which it ends in time, and notes what its largest process took."""

PEAK = "peak"
"""The file in the working folder that says so."""


def spawned(words: list[str], work: Path, seconds: float) -> tuple[int, str, str]:
    """Exit code, output and errors of the program as its users start it."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", _MEASURED, PEAK, str(seconds), *command(*words)],
        cwd=work, env=environment(), capture_output=True, check=False, preexec_fn=_limit_memory,
    )  # fmt: skip
    if b"subprocess.TimeoutExpired" in done.stderr:
        raise subprocess.TimeoutExpired(words, seconds)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


def forked(words: list[str], work: Path, seconds: float) -> tuple[int, str, str]:
    """The same from a copy of this process, which has loaded already what the program loads."""
    out, err = work / "stdout", work / "stderr"
    child = os.fork()
    if child == 0:
        os._exit(_in_child(words, work, out, err, seconds))
    _, status = os.waitpid(child, 0)
    assert not os.WIFSIGNALED(status), f"ended by signal {os.WTERMSIG(status)} (14: after {seconds} s)"
    return os.waitstatus_to_exitcode(status), out.read_text("utf-8"), err.read_text("utf-8", "replace")


def _in_child(words: list[str], work: Path, out: Path, err: Path, seconds: float) -> int:
    # Nobody gets to see what coverage would note here, and noting it takes as long again.
    sys.settrace(None)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    os.chdir(work)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _limit_memory()
    try:
        return main(words)
    except BaseException:
        traceback.print_exc()
        return 99
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


Start = Callable[[list[str], Path, float], tuple[int, str, str]]


def analyse(root: Path, work: Path, *words: str, seconds: float = 120, start: Start = forked) -> Ran:
    """Analyse `root` with every report written to `work`, and check what must hold of any run."""
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={work / name}")]
    begun = time.monotonic()
    always = ["check", "--root", str(root), "--persona", "audit", "--fail-on", "medium", "--quiet"]
    code, shown, errors = start([*always, *outputs, *words], work, seconds)
    took = time.monotonic() - begun
    assert "Traceback" not in errors, errors
    assert "internal error" not in errors, errors
    assert code in (0, 1), (code, errors)
    written = {name: (work / name).read_text(encoding="utf-8") for name in FORMATS}
    for name, text in (*written.items(), ("text", shown)):
        check(name, text)
    report = json.loads(written["json"])
    for part in report["not_analysed"]:
        assert part["reason"], f"{part['path']} has no reason"
        assert "the analysis failed" not in part["reason"], part
    assert report["summary"]["sites"] == len(report["sites"])
    assert json.loads(written["sarif"])["version"] == "2.1.0"
    peak = work / PEAK
    return Ran(code, errors, report, took, int(peak.read_text(encoding="ascii")) if peak.is_file() else 0)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
