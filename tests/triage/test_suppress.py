from dataclasses import replace

import pytest

from portbind_lint.model.facts import Module
from portbind_lint.model.report import ReportedSite, Suppression
from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse
from portbind_lint.triage.suppress import by_path, read_comments, silence
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
