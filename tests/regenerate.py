"""Writes every committed file that can be derived, or with `--check` says which are stale.

`python -m tests.regenerate [--check]` covers the data as JSON, the index of the catalogue, the generated parts of
README.md and of the pages in `docs/`, the output of the terminal sessions in them, the pages of `docs/` that are
written as a whole (the reference, the architecture), what the reporters make of made-up reports (`report/golden/`), and
all reports of the examples (`examples/golden/`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from portbind_lint.catalogue.index import INDEX, build, written
from tests import generated_data
from tests.documents import documents
from tests.documents.pages import RULES
from tests.example_reports import GOLDEN, ROOT, golden_path, golden_text, kinds, names
from tests.report import golden_files

FOLDERS = (GOLDEN, golden_files.FOLDER, RULES)


def expected_files() -> dict[Path, bytes]:
    """Every derived file with what it should hold."""
    examples = {golden_path(name, kind): golden_text(name, kind) for name in names() for kind in kinds(name)}
    texts = {**generated_data.expected(), INDEX: written(build()), **documents.expected(), **examples}
    return {**{path: text.encode() for path, text in texts.items()}, **golden_files.expected()}


def stale(expected: dict[Path, bytes]) -> list[Path]:
    """The files that differ from what they should be, and those that nothing writes any more."""
    wrong = {path for path, content in expected.items() if not path.is_file() or path.read_bytes() != content}
    present = {path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir()}
    return sorted(wrong | (present - expected.keys()))


def main(arguments: list[str]) -> int:
    """Writes, or checks; the exit code is 1 where `--check` finds a stale file."""
    check = "--check" in arguments
    if not check:
        # Before anything reads the catalogue through them.
        for path, text in generated_data.expected().items():
            path.write_text(text, encoding="utf-8")
        INDEX.write_text(written(build()), encoding="utf-8")
    expected = expected_files()
    wrong = stale(expected)
    for path in wrong:
        name = path.relative_to(ROOT)
        if check:
            print(f"stale: {name} (python -m tests.regenerate)")
        elif path in expected:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(expected[path])
            print(f"written: {name}")
        else:
            path.unlink()
            print(f"removed: {name}")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
