from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.resolve.version import covers, outside, overlaps


@pytest.mark.parametrize(
    ("requested", "known", "expected"),
    [
        ("4.29.1", ">=4", True),
        ("4.29.1", "<4", False),
        ("^3.29.0", ">=4", False),
        ("^3.29.0", "<4", True),
        ("^3.29.0", "3", True),
        ("~3.14.0", "<3.15", True),
        ("~3.14.0", ">=3.15", False),
        ("^3.14.0", ">=3.15", True),
        ("^3.14.0", "<3.15", True),
        ("~3", "3", True),
        (">=3", "<4", True),
        (">=3 <4", ">=4", False),
        ("<=2", "3", False),
        (">3", "3", False),
        (">3.1", "3", True),
        ("3 || 5", "4", False),
        ("3 || 5", ">=5", True),
        ("1.2 - 2.3.4", "2", True),
        ("1.2 - 2.3.4", ">=2.4", False),
        ("4.x", "4", True),
        ("*", "<1", True),
        ("^0.2.16", ">=0.2.22", True),
        ("^0.1.29", ">=0.2.22", False),
        ("^0.0.3", "<0.0.4", True),
        ("^0", ">=1", False),
        ("v5.0.0-rc.1", ">=5", True),
        ("npm:fastify@^4.0.0", "<4", False),
        ("workspace:^4.1.0", ">=4", True),
        ("latest", ">=4", None),
        ("", ">=4", None),
        ("github:owner/name", ">=4", None),
        ("1.2.3 and more", ">=1", None),
        ("3 || what", "3", None),
        (None, ">=4", None),
        (None, "", True),
    ],
)
def test_ranges(requested: str | None, known: str, expected: bool | None) -> None:
    assert overlaps(requested, known) is expected


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert overlaps(text, ">=4") in (True, False, None)


def test_a_long_range_is_cut() -> None:
    assert overlaps("1 || " * 100_000, "1") in (True, None)


@pytest.mark.parametrize(
    ("requested", "known", "expected"),
    [
        ("4.29.1", ">=4", True),
        ("^3.14.0", ">=3.15", False),
        ("^3.15.0", ">=3.15", True),
        ("3 || 4", ">=3", True),
        ("3 || 5", "<5", False),
        ("*", ">=1", False),
        ("*", "", True),
        (None, ">=3", True),
        (None, "<3", False),
        ("latest", "<3", False),
        (None, "", True),
    ],
)
def test_all_versions_of_a_range(requested: str | None, known: str, expected: bool) -> None:
    assert covers(requested, known) is expected


@pytest.mark.parametrize(
    ("known", "text"), [(">=3.15", "<3.15"), ("<1", ">=1"), ("<=2", ">2"), (">2", "<=2"), ("3", "other than 3")]
)
def test_the_other_versions(known: str, text: str) -> None:
    assert outside(known) == text
