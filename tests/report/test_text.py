"""The report for people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.report import Report
from portbind_lint.model.site import Context
from portbind_lint.model.source import Location
from portbind_lint.report.parts.frame import source_frame
from portbind_lint.report.parts.text import excerpt, from_utf16, neutral, source_line, utf16_length
from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS, place, report, site


def text(subject: Report, **options: bool) -> str:
    return render("text", subject, RenderOptions(**options))


def test_nothing_found_is_said_in_one_line() -> None:
    assert text(report()).splitlines() == [
        "0 listeners: 0 high, 0 medium, 0 accepted, 0 harmless, 0 unknown, 0 suppressed; 0 places not analysed."
    ]


def test_quiet_prints_findings_only() -> None:
    written = text(SITUATIONS["mixed"](), quiet=True)
    assert written.startswith("HIGH undocumented-default-exposure  src/server.ts:4:7\n")
    assert "listeners:" not in written
    assert "Not analysed" not in written
    assert text(report(), quiet=True) == ""


def test_concise_is_one_line_a_finding_and_a_hint() -> None:
    lines = text(SITUATIONS["mixed"](), concise=True).splitlines()
    assert lines[0].startswith("src/server.ts:4:7: HIGH undocumented-default-exposure: app.listen gets no host")
    assert [line.split(":")[0] for line in lines[:4]] == ["src/server.ts", "src/mcp.ts", "src/start.ts", "src/old.ts"]
    assert "ignore[undocumented-default-exposure] -- " in lines[4]
    assert len(lines) == 6
    assert lines[-1] == "portbind-lint: 1 suppressed"
    assert text(report(), concise=True) == ""


def test_colours_only_on_request() -> None:
    assert "\x1b[31;1mHIGH\x1b[0m" in text(SITUATIONS["mixed"](), color=True)
    assert "\x1b" not in text(SITUATIONS["mixed"]())


def test_an_unknown_address_is_not_called_harmless() -> None:
    assert "1 harmless, 1 unknown" in text(SITUATIONS["mixed"]())
    (unknown,) = [found for found in SITUATIONS["mixed"]().sites if found.fingerprint == "unknown"]
    in_test = replace(unknown, rule=None, context=Context.TEST)
    assert "1 harmless, 0 unknown" in text(report(in_test))


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("src/a.mts", "Silence one, with a reason: // portbind-lint: ignore[undocumented-default-exposure] -- "),
        ("package.json", "Silence one, with a reason, under suppressions in .portbind.yml\n"),
    ],
)
def test_how_to_silence_a_finding_fits_its_file(path: str, how: str) -> None:
    assert how in render("text", report(site(location=place(path, 4, "x"))), RenderOptions())


def test_long_lists_are_cut_and_counted() -> None:
    assert "  and 5 more, listed in full by --format json" in text(SITUATIONS["large"]())


def test_a_file_name_is_no_build_command() -> None:
    evil = site(location=place("::error::x.ts", 1, "a.listen()", "listen"))
    assert text(report(evil), concise=True).startswith("\\x3a:error::x.ts:1:3: HIGH")


def test_the_caret_stands_under_the_marked_text() -> None:
    assert source_frame(place("a", 1, "\tapp.listen(1)", "listen")) == ("app.listen(1)", "    ^^^^^^")
    assert source_frame(place("a", 1, "日本.listen(1)", "listen")) == ("日本.listen(1)", "     ^^^^^^")
    assert source_frame(place("a", 1, "e\u0301.listen(1)", "listen"))[1] == "  ^^^^^^"
    emoji = Location("a", 1, 4, 1, 6, "'\U0001f600ab'")
    assert source_frame(emoji) == ("'\U0001f600ab'", "   ^^")
    assert source_frame(Location("a", 1, 3, 0, 0, "ab cd")) == ("ab cd", "  ^")
    assert source_frame(Location("a", 1, 1, 0, 0, " ")) == ("", "")


def test_a_long_line_is_cut_around_the_marked_text() -> None:
    line, caret = source_frame(place("a", 1, "x" * 100_000 + "listen" + "y" * 100_000, "listen"))
    assert len(line) < 120
    assert line[caret.index("^") : len(caret)] == "listen"
    assert line.startswith("...")
    assert line.endswith("...")


@given(st.text(), st.integers(-5, 500), st.integers(-5, 500), st.integers(0, 2))
def test_any_place_gives_a_frame(source: str, column: int, end: int, end_line: int) -> None:
    line, caret = source_frame(Location("a", 1, column, end_line, end, source))
    assert (line + caret).isprintable()
    assert bool(line.strip()) <= bool(caret)


@given(st.text(st.characters()))
def test_neutral_text_is_printable_and_plain_text_stays(source: str) -> None:
    assert neutral(source).isprintable()
    assert "##[" not in neutral(source)
    assert neutral(neutral(source)) == neutral(source)


@given(st.text())
def test_utf16_slices_are_those_of_the_whole(source: str) -> None:
    whole = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert from_utf16(source, 0, utf16_length(source)) == whole


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (place("a", 1, "const host = '::';", "'::'"), "'::'"),
        (Location("a", 1, 1, 0, 0, "  whole line "), "whole line"),
        (Location("a", 1, 900, 1, 910, "short"), "short"),
        (Location("a", 1, 1, 1, 9000, "x" * 9000), "x" * 500),
        (Location("a", 1, 1, 0, 0, "  " + "x" * 9000), "x" * 498),
    ],
)
def test_an_excerpt_is_the_marked_text_or_the_line(location: Location, expected: str) -> None:
    assert excerpt(location) == expected


def test_of_a_very_long_line_the_marked_part_is_told() -> None:
    assert source_line(place("a", 1, "x" * 9000 + "auth()" + "y" * 9000, "auth()")) == "auth()"
    assert source_line(place("a", 1, "  if (auth()) return;", "auth()")) == "if (auth()) return;"
