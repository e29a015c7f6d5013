"""Writes every committed file that can be derived, or with `--check` says which are stale.

`python -m tests.regenerate [--check]` covers the index of the catalogue, the generated parts of README.md and the
reports in `examples/golden/`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from portbind_lint.catalogue.index import INDEX, build, written
from tests.example_reports import GOLDEN, ROOT, golden_path, golden_text, names, reports
from tests.readme_blocks import README, renewed


def expected_files() -> dict[Path, str]:
    """Every derived file with the text that it should have."""
    files = {golden_path(name, kind): golden_text(name, kind) for name in names() for kind in reports(name)}
    files[INDEX] = written(build())
    files[README] = renewed(README.read_text(encoding="utf-8"))
    return files


def left_over() -> set[Path]:
    """Files in the folder of full reports that no example and format gives."""
    kept = {golden_path(name, kind) for name in names() for kind in reports(name)}
    return {path for path in GOLDEN.iterdir() if path not in kept} if GOLDEN.is_dir() else set()


def stale() -> list[Path]:
    """The files that differ from what they should be, those that should not be there included."""
    wrong = {path for path, text in expected_files().items() if not path.is_file() or _read(path) != text}
    return sorted(wrong | left_over())


def main(arguments: list[str]) -> int:
    """Writes, or checks; the exit code is 1 where `--check` finds a stale file."""
    wrong = stale()
    if "--check" in arguments:
        for path in wrong:
            print(f"stale: {path.relative_to(ROOT)} (python -m tests.regenerate)")
        return 1 if wrong else 0
    GOLDEN.mkdir(exist_ok=True)
    files = expected_files()
    for path in wrong:
        if path in files:
            path.write_text(files[path], encoding="utf-8", newline="")
            print(f"written: {path.relative_to(ROOT)}")
        else:
            path.unlink()
            print(f"removed: {path.relative_to(ROOT)}")
    return 0


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
