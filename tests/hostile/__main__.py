"""All hostile repositories in full size, and a table of what each got.

    python -m tests.hostile [WORD ...]

takes those whose name holds a WORD. It exits with 1 where one did not get what it should.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory

from tests.hostile.cases import CASES, Case
from tests.hostile.program import spawned
from tests.hostile.run import run

SECONDS = 300


def main(words: list[str]) -> int:
    """Print a line for each case."""
    failed = 0
    for name, case in CASES.items():
        if not words or any(word in name for word in words):
            with TemporaryDirectory() as folder:
                said, good = told(case, Path(folder))
            failed += not good
            print(f"{name:<45} {case.full:>10}  {said}", flush=True)  # noqa: T201 - a table for people
    return 1 if failed else 0


def told(case: Case, folder: Path) -> tuple[str, bool]:
    """What the case got, and whether it is what it should."""
    try:
        ran = run(case, folder, case.full, SECONDS, spawned)
    except TimeoutExpired:
        return f"FAILED: more than {SECONDS} s", False
    except AssertionError as error:
        return f"FAILED: {' '.join(str(error).split())[:400]}", False
    reasons = ", ".join(f"{reason} ({number})" for reason, number in Counter(ran.reasons().values()).items())
    return f"{ran.seconds:6.1f} s, {len(ran.sites())} sites; {reasons or 'all of it analysed'}"[:200], True


raise SystemExit(main(sys.argv[1:]))
