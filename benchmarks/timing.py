"""Runs of programs: how long, how much processor time, how much memory. Only where `os.wait4` is (not on Windows)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

# ru_maxrss is in kilobytes on Linux; macOS counts bytes.
_PEAK_UNITS = 1 if os.uname().sysname == "Darwin" else 1024
_MEGABYTE = 1_000_000
# A program that takes longer is not waited for.
SECONDS = 900
_SHOWN = 300


class FailedError(Exception):
    """A program that was to be measured did not do its work."""


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """A program with its arguments, where it runs, and with which exit codes it has done its work.

    `prepare` is called before each run; what that takes does not count.
    """

    name: str
    words: tuple[str, ...]
    folder: Path
    codes: tuple[int, ...] = (0,)
    variables: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the clock, seconds of all processors together, the largest process in MB (10^6 bytes).

    No process is seen smaller than this one was when it started it.
    """

    seconds: float
    cpu: float
    peak: float


def measure(command: Command) -> Run:
    """Run it once; raises `FailedError` where it is missing, fails or takes too long."""
    command.prepare()
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        try:
            process = subprocess.Popen(
                command.words, cwd=command.folder, env={**os.environ, **command.variables},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            )  # fmt: skip
        except OSError as error:
            raise FailedError(f"{command.name}: {error.strerror}") from error
        watch = Timer(SECONDS, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.codes:
            said.seek(0)
            words = " ".join(said.read().decode("utf-8", "replace").split())[-_SHOWN:]
            raise FailedError(f"{command.name}: ended with {process.returncode} after {seconds:.0f} s: {words}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _PEAK_UNITS / _MEGABYTE)


def by_turns(commands: Iterable[Command], rounds: int, tell: Callable[[str], None]) -> dict[str, tuple[Run, ...]]:
    """Every command `rounds` times, one after the other and each round from another one on.

    What fails the first time is told and left out. The first runs warm up and count only where there is but one round.
    """
    first = {command: run for command in commands if (run := _told(command, tell)) is not None}
    usable = tuple(first)
    if rounds == 1:
        return {command.name: (run,) for command, run in first.items()}
    runs: dict[str, list[Run]] = {command.name: [] for command in usable}
    for number in range(rounds):
        at = number % len(usable) if usable else 0
        for command in (*usable[at:], *usable[:at]):
            runs[command.name].append(measure(command))
    return {name: tuple(found) for name, found in runs.items()}


def _told(command: Command, tell: Callable[[str], None]) -> Run | None:
    try:
        return measure(command)
    except FailedError as error:
        tell(str(error))
        return None
