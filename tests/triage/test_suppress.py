from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.model.facts import Module
from portbind_lint.model.report import ReportedSite, Suppression
from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse
from portbind_lint.triage.suppress import Dated, by_path, in_force, read_comments, silence
from tests.report.builder import RULES, place, site

KNOWN = frozenset(RULES)
DEFAULT, LITERAL = "undocumented-default-exposure", "undocumented-exposure"


def module(source: str) -> Module:
    parsed = parse("src/server.ts", source.encode())
    assert not isinstance(parsed, NotAnalysed)
    return parsed


def listening(line: int, path: str = "src/server.ts") -> ReportedSite:
    return site(location=place(path, line, "app.listen(3000)", "listen"))


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(f"app.listen(1) // portbind-lint: ignore[{DEFAULT}] -- why", 1, id="behind"),
        pytest.param(f"app.listen(1) /* portbind-lint: ignore[{DEFAULT}] -- why */", 1, id="block behind"),
        pytest.param(f"// portbind-lint: ignore[{DEFAULT}] -- why\napp.listen(1)", 2, id="before"),
        pytest.param(f"/*\n * portbind-lint: ignore[{DEFAULT}] -- why\n */\napp.listen(1)", 4, id="block before"),
        pytest.param(f"  //portbind-lint:ignore[{LITERAL}, {DEFAULT}]--why\napp.listen(1)", 2, id="several, no spaces"),
    ],
)
def test_a_comment_silences_its_line_or_the_next(source: str, line: int) -> None:
    comments = read_comments(module(source), KNOWN)
    assert comments.notices == ()
    (silenced, other), _ = silence([listening(line), listening(line + 1)], comments.ignores)
    assert silenced.suppressed is not None
    assert silenced.suppressed.reason == "why"
    assert other.suppressed is None


def test_the_line_that_writes_the_address_counts_too() -> None:
    source = f"const HOST = '0.0.0.0' // portbind-lint: ignore[{DEFAULT}] -- why"
    far = listening(50, "src/main.ts")
    far = replace(far, address=replace(far.address, trail=(place("src/server.ts", 1, source),)))
    (silenced,), unused = silence([far], read_comments(module(source), KNOWN).ignores)
    assert silenced.suppressed is not None
    assert unused == ()


@pytest.mark.parametrize(
    ("comment", "message", "ignores"),
    [
        (f"portbind-lint: ignore[{DEFAULT}]", "gives no reason", 0),
        (f"portbind-lint: ignore[{DEFAULT}] because", "gives no reason", 0),
        (f"portbind-lint: ignore[{DEFAULT}] -- ", "gives no reason", 0),
        ("portbind-lint: ignore -- why", "names no rule", 0),
        ("portbind-lint: ignore[] -- why", "names no rule", 0),
        (f"portbind-lint: ignore[no-such-rule, {DEFAULT}] -- why", "unknown rule no-such-rule", 1),
    ],
)
def test_a_comment_with_a_mistake_is_reported(comment: str, message: str, ignores: int) -> None:
    comments = read_comments(module(f"// {comment}\napp.listen(1)"), KNOWN)
    assert [message in notice.message for notice in comments.notices] == [True]
    assert comments.notices[0].location.line == 1
    assert len(comments.ignores) == ignores


@pytest.mark.parametrize("source", ["// portbind-lint: see the manual", f"'portbind-lint: ignore[{DEFAULT}] -- why'"])
def test_other_text_is_none(source: str) -> None:
    comments = read_comments(module(source), KNOWN)
    assert (comments.ignores, comments.notices) == ((), ())


def test_what_silences_nothing_is_reported_by_rule() -> None:
    source = f"// portbind-lint: ignore[{DEFAULT}, {LITERAL}] -- why\napp.listen(1)"
    _, unused = silence([listening(2)], read_comments(module(source), KNOWN).ignores)
    assert [(LITERAL in notice.message, notice.location.line) for notice in unused] == [(True, 1)]


def test_a_site_without_a_finding_needs_no_suppression() -> None:
    source = f"// portbind-lint: ignore[{DEFAULT}] -- why\napp.listen(1)"
    (quiet,), unused = silence([replace(listening(2), rule=None)], read_comments(module(source), KNOWN).ignores)
    assert quiet.suppressed is None
    assert len(unused) == 1


def test_the_first_of_two_suppressions_is_shown_and_both_count_as_used() -> None:
    first, second = (Suppression(place(".portbind.yml", line, ""), (DEFAULT,), "why") for line in (1, 2))
    ignores = [by_path(first, lambda path: path == "src/server.ts"), by_path(second, lambda path: path.endswith(".ts"))]
    (silenced,), unused = silence([listening(2)], ignores)
    assert silenced.suppressed == first
    assert unused == ()
    (loud,), unused = silence([listening(2, "lib/x.js")], ignores)
    assert loud.suppressed is None
    assert len(unused) == 2


@pytest.mark.parametrize(
    ("source", "covered"),
    [
        pytest.param(f"app.listen(1) // portbind-lint: ignore-next-line[{DEFAULT}] -- why\n", {2}, id="behind code"),
        pytest.param(f"// portbind-lint: ignore-next-line[{DEFAULT}] -- why\n", {2}, id="on its own line"),
        pytest.param(f"/*\n portbind-lint: ignore-next-line[{DEFAULT}] -- why\n*/\n", {4}, id="a block"),
        pytest.param(f"\n// portbind-lint: ignore-file[{DEFAULT}] -- why\n", {1, 2, 3, 4}, id="the whole file"),
        pytest.param(f"// portbind-lint: ignore-everything[{DEFAULT}] -- why\n", set(), id="no such form"),
    ],
)
def test_the_forms_reach_as_far_as_they_say(source: str, covered: set[int]) -> None:
    comments = read_comments(module(source), KNOWN)
    silenced, _ = silence([listening(line) for line in (1, 2, 3, 4)], comments.ignores)
    assert {each.location.line for each in silenced if each.suppressed} == covered


def test_a_comment_for_its_file_covers_addresses_that_are_written_there_and_no_other_file() -> None:
    comments = read_comments(module(f"// portbind-lint: ignore-file[{DEFAULT}] -- why\n"), KNOWN)
    far = listening(50, "src/main.ts")
    written = replace(far, address=replace(far.address, trail=(place("src/server.ts", 9, "x"),)))
    (quiet, loud), unused = silence([written, far], comments.ignores)
    assert (quiet.suppressed is not None, loud.suppressed, unused) == (True, None, ())


@pytest.mark.parametrize(("until", "counts"), [(None, True), (date(2027, 1, 31), True), (date(2027, 1, 30), False)])
def test_a_suppression_counts_through_its_last_day(until: date | None, counts: bool) -> None:
    suppression = Suppression(place(".portbind.yml", 3, ""), (DEFAULT,), "why")
    dated = Dated(by_path(suppression, lambda _: True), until)
    ignores, notices = in_force([dated], date(2027, 1, 31))
    assert ([ignore.suppression for ignore in ignores] == [suppression]) is counts
    assert [notice.location.line for notice in notices] == ([] if counts else [3])
    assert all("expired on 2027-01-30" in notice.message and DEFAULT in notice.message for notice in notices)


PIECES = (
    "portbind-lint:", "portbind-lint", "ignore", "-next-line", "-file", "[", "]", "--", " ", ",", "\n", "//",
    "/*", "*/", "why", DEFAULT, LITERAL, "app.listen(1)", "`", "${", "}", "<!--", "#!", "\u2028", "\0", "\udcff",
    "*", "\t", "/",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_any_text_silences_only_with_a_reason_and_a_known_rule(text: str, line: int) -> None:
    parsed = parse("src/server.ts", text.encode("utf-8", "replace"))
    if isinstance(parsed, NotAnalysed):
        return
    comments = read_comments(parsed, KNOWN)
    (judged,), notices = silence([listening(line)], comments.ignores)
    if judged.suppressed is not None:
        assert judged.suppressed.reason.strip()
        assert judged.rule is not None
        assert judged.rule.id in judged.suppressed.rules
        assert judged.rule.id in text
    assert {rule for ignore in comments.ignores for rule in ignore.suppression.rules} <= KNOWN
    assert all(notice.message for notice in (*comments.notices, *notices))
