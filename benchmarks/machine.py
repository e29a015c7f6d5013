"""Where it was measured, for the reader of the figures."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

from portbind_lint import __version__


def describe() -> str:
    """Processor, cores, memory, system, versions, and how busy the machine was when the run began."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    kernel = platform.release().partition("-")[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; {platform.system()} {kernel}, "
        f"Python {platform.python_version()}, {version(('git', '--version'))}; portbind-lint {__version__}; "
        f"load average at the start {os.getloadavg()[0]:.1f}"
    )


def version(words: tuple[str, ...]) -> str:
    """The last line that a program prints, "" where it does not run."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout.strip().splitlines() or [""])[-1]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
