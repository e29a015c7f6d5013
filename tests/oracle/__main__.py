"""Runs the catalogue's examples with the real libraries and compares the sockets with what portbind-lint says.

    python -m tests.oracle [--core] [--check] [--again] [--only TEXT] [--jobs N]

Without options everything runs whose result is missing or out of date, and `results.json` is brought up to date while
it goes: a run that is interrupted goes on where it was. `--core` leaves out what other sets of packages hold. `--again`
runs what has a result too. `--check` does so, writes nothing and fails where the committed results tell of something
else. `--only` takes the cases whose key holds the text. Needs npm with a registry, and Linux with user namespaces.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timezone

from tests.oracle import results, sandbox
from tests.oracle.cases import Case, cases
from tests.oracle.compare import compare, said_of
from tests.oracle.packages import PINNED
from tests.oracle.results import Row
from tests.oracle.run import run, runtime_version

_BAR = 30
_GOOD = ("proven", "refused", "not run")
_TRIES = 3
"""A program may die a moment before or after its socket is seen: only what stays so counts against it."""


def main(arguments: list[str]) -> int:
    """The exit code is 1 where something failed or was contradicted, 2 where nothing can be run here."""
    options = _options(arguments)
    if not sandbox.available():
        sys.stderr.write("this machine gives no namespaces to unshare: nothing can be run safely\n")
        return 2
    wanted = [case for case in cases() if options.only in case.key]
    chosen = [case for case in wanted if case.group == "core" or not options.core]
    known = results.read()
    todo = [case for case in chosen if options.again or options.check or not _current(case, known)]
    for group in sorted({case.group for case in todo if not case.skip} | {"core"}):
        PINNED.install(group)
    found = _run_all(todo, known, write=not options.check, jobs=options.jobs)
    if not options.check and not options.only and not options.core:
        keys = {case.key for case in chosen}
        results.write({key: row for key, row in {**known, **found}.items() if key in keys})
    rows = [found.get(case.key) or known[case.key] for case in chosen]
    return _report(rows, _differences(found, known) if options.check else [])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__.partition("\n")[0])
    parser.add_argument("--core", action="store_true", help="only what the core set of packages holds")
    parser.add_argument("--check", action="store_true", help="compare with the committed results, write nothing")
    parser.add_argument("--again", action="store_true", help="run what has a result too")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases whose key holds TEXT")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="programs at a time")
    return parser.parse_args(arguments)


def _current(case: Case, known: dict[str, Row]) -> bool:
    """Whether a good result is there for this very program, and portbind-lint still says the same of it."""
    row = known.get(case.key)
    if row is None or row.status not in _GOOD or row.digest != case.digest:
        return False
    if case.skip:
        return row.detail == case.skip
    said = tuple(f"{address.cls.value} {address.value}".strip() for address in said_of(case))
    return row.status != "not run" and row.said == said


def _run_all(todo: list[Case], known: dict[str, Row], *, write: bool, jobs: int) -> dict[str, Row]:
    found: dict[str, Row] = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for number, future in enumerate(as_completed([pool.submit(_settled, case, known) for case in todo]), 1):
            row = future.result()
            found[row.key] = row
            _progress(number, len(todo), row)
            if write:
                results.write({**known, **found})
    return found


def _settled(case: Case, known: dict[str, Row]) -> Row:
    """The result, tried again where it is no good one or not the one that is known."""
    row = _row(case)
    for _ in range(_TRIES - 1):
        if row.status in _GOOD and not _differences({row.key: row}, known):
            break
        row = _row(case)
    return row


def _row(case: Case) -> Row:
    if case.skip:
        return Row(case.entry, case.example.name, case.on, "not run", detail=case.skip, digest=case.digest)
    try:
        outcome = compare(case, said_of(case), run(case))
    except (subprocess.SubprocessError, RuntimeError, OSError) as error:
        detail = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[0]
        return Row(case.entry, case.example.name, case.on, "failed", detail=detail, digest=case.digest)
    return Row(
        case.entry, case.example.name, case.on, outcome.status, outcome.said, outcome.seen, outcome.detail,
        runtime_version(case.program.runtime), f"{datetime.now(tz=timezone.utc):%Y-%m-%d}", case.digest,
    )  # fmt: skip


def _progress(number: int, total: int, row: Row) -> None:
    if sys.stderr.isatty():
        filled = _BAR * number // total
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {number}/{total} {row.key[:60]:60}")
        if number == total:
            sys.stderr.write("\n")


def _differences(found: dict[str, Row], known: dict[str, Row]) -> list[str]:
    """What the committed results tell otherwise; versions of the runtime, dates and error texts may differ.

    So may a special value's sockets: vite listens on `0` and fails a moment later, and either can be seen.
    """
    wrong = []
    for key, row in sorted(found.items()):
        committed = known.get(key)
        if committed is None:
            wrong.append(f"no committed result: {key} (python -m tests.oracle)")
        elif ", host " in row.example and row.status in _GOOD:
            continue
        elif (row.status, row.said, row.seen) != (committed.status, committed.said, committed.seen):
            wrong.append(f"{key}: {row.status} {row.seen}, committed: {committed.status} {committed.seen}")
    return wrong


def _forms(rows: Iterable[Row]) -> int:
    """The call forms that a run proved: examples of the catalogue, the special values left out, on each version."""
    return len({row.key for row in rows if row.status == "proven" and ", host " not in row.example})


def _report(rows: Iterable[Row], differences: list[str]) -> int:
    rows = list(rows)
    lines = [f"{row.status}: {row.key}: {row.detail}" for row in rows if row.status not in _GOOD]
    reasons = Counter(row.detail for row in rows if row.status == "not run")
    lines += [f"not run: {count} because {reason}" for reason, count in reasons.most_common()]
    lines += differences
    counts = Counter(row.status for row in rows)
    lines.append(
        f"{len({row.entry for row in rows})} entries, {_forms(rows)} call forms proven by {counts['proven']} runs, "
        f"{counts['refused']} refused by the library, {counts['not run']} not run (above), "
        f"{counts['failed']} failed, {counts['contradiction']} contradictions"
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if differences or counts["failed"] or counts["contradiction"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
