"""Committed files that can be derived are what `python -m tests.regenerate` writes."""

from __future__ import annotations

from tests.example_reports import ROOT
from tests.regenerate import expected_files, stale


def test_no_derived_file_is_stale() -> None:
    assert [str(path.relative_to(ROOT)) for path in stale(expected_files())] == []


def test_a_changed_and_a_left_over_file_are_noticed() -> None:
    expected = expected_files()
    changed, removed = min(expected), max(expected)
    assert changed in stale({**expected, changed: b"other"})
    assert removed in stale({path: content for path, content in expected.items() if path != removed})
