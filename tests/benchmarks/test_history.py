"""The share of a history's commits that would end a hook at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import history
from tests.discover.checkout import commit

HOST = "const a = 1;\nexport const host = pick();\n"


def test_commits_that_end_at_once_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for files in (
        {"a.js": "const a = 1;\n", "README.md": "# a\n"},
        {"a.js": "const a = 2;\n"},
        {"a.js": HOST},
        {"README.md": "# b\n"},
        {"logo.svg": "<svg/>"},
        {"a.js": None},
    ):
        commit(tmp_path, files)
    monkeypatch.setattr(sys, "argv", ["history", str(tmp_path), str(tmp_path / ".git")])
    assert history.main() == 0
    assert capsys.readouterr().out == (
        f"{tmp_path}: 2 of 5\n{tmp_path / '.git'}: 2 of 5\nall: 4 of 10 commits end at once\n"
    )
