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
    """What a run left behind."""

    code: int
    errors: str
    report: dict[str, Any]
    seconds: float

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


def spawned(words: list[str], work: Path, seconds: float) -> tuple[int, str, str]:
    """Exit code, output and errors of the program as its users start it."""
    done = subprocess.run(
        command(*words), cwd=work, env=environment(), capture_output=True, timeout=seconds, check=False,
        preexec_fn=_limit_memory,
    )  # fmt: skip
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
    return Ran(code, errors, report, took)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
