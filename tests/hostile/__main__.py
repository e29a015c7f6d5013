"""All hostile repositories in full size, and a table of what each got.

    python -m tests.hostile [--small] [--write] [WORD ...]

takes those whose name holds a WORD. It exits with 1 where one did not get what it should. `--small` takes the sizes of
the test suite. `--write` keeps what each got, from which the tables in the documentation are made: in `results.json`,
or, with what it took, in `full.json`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory

from tests.hostile.cases import CASES, Case
from tests.hostile.pages import FULL, RESULTS, read
from tests.hostile.program import Start, forked, spawned
from tests.hostile.run import run

SECONDS = 900
FAILED = "FAILED"


def main(arguments: list[str]) -> int:
    """Print a line for each case."""
    words = [word for word in arguments if not word.startswith("--")]
    start, failed = forked if "--small" in arguments else spawned, 0
    small = "--small" in arguments
    got: dict[str, tuple[int | float | str, ...]] = {}
    for name, case in CASES.items():
        if not words or any(word in name for word in words):
            size = case.small if small else case.full
            with TemporaryDirectory() as folder:
                said, seconds, peak = told(case, Path(folder), size, start)
            failed += said.startswith(FAILED)
            got[name] = (size, said) if small else (size, round(seconds, 1), peak, said)
            line = f"{name:<45} {size:>10} {seconds:6.1f} s {peak:5} MB  {said}"
            print(line, flush=True)  # noqa: T201 - what a command prints
    if "--write" in arguments and not failed:
        path = RESULTS if small else FULL
        known = {**read(path), **got}
        kept = {name: known[name] for name in CASES if name in known}
        path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failed else 0


def told(case: Case, folder: Path, size: int, start: Start) -> tuple[str, float, int]:
    """What the case got, the seconds that it took, and the megabytes of its largest process."""
    try:
        ran = run(case, folder, size, SECONDS, start)
    except TimeoutExpired:
        return f"{FAILED}: more than {SECONDS} s", SECONDS, 0
    except AssertionError as error:
        return f"{FAILED}: {' '.join(str(error).split())[:400]}", 0, 0
    left = {f"left out: {reason}": number for reason, number in ran.left_out().items()}
    found = {**Counter(ran.reasons().values()), **left}
    reasons = ", ".join(f"{reason} ({number})" for reason, number in found.items())
    said = f"{len(ran.sites()):,} listeners; {reasons or 'all of it analysed'}"[:200]
    return said, ran.seconds, round(ran.peak / 1_000_000)


raise SystemExit(main(sys.argv[1:]))
