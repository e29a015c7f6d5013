"""Workflow commands within GitHub's limits."""

from __future__ import annotations

from portbind_lint.model.report import Report
from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS, place, report, site


def lines(subject: Report) -> list[str]:
    return render("github", subject, RenderOptions()).splitlines()


def test_an_annotation_marks_the_written_value() -> None:
    (line,) = lines(SITUATIONS["high"]())
    assert line.startswith(
        "::error file=src/environment.ts,line=2,endLine=2,col=31,endColumn=46,"
        "title=portbind-lint undocumented-default-exposure::app.listen gets no host"
    )


def test_ten_of_a_level_and_the_rest_counted() -> None:
    errors = [line for line in lines(SITUATIONS["large"]()) if line.startswith("::error")]
    notices = [line for line in lines(SITUATIONS["large"]()) if line.startswith("::notice")]
    assert (len(errors), len(notices)) == (10, 10)
    assert errors[-1].endswith("(And 25 more of this level: the full report has them.)")
    assert notices[-1].endswith("(And 15 more of this level: the full report has them.)")
    assert "more of this level" not in "".join(errors[:-1] + notices[:-1])


def test_exactly_ten_hide_nothing() -> None:
    ten = report(*(site(location=place(f"{n}.ts", 1, "a.listen()", "listen")) for n in range(10)))
    assert "more of this level" not in "".join(lines(ten))


def test_separators_and_percent_signs_are_escaped() -> None:
    (line,) = lines(report(site(location=place("a,b:c%.ts", 1, "x"), message="100% :, \n::error::x")))
    place_of_it, _, message = line.partition(",title=portbind-lint undocumented-default-exposure::")
    assert place_of_it == "::error file=a%2Cb%3Ac%25.ts,line=1"
    assert message == "100%25 :, \\n::error::x"


def test_levels_follow_the_verdict() -> None:
    commands = [line.split(" ")[0] for line in lines(SITUATIONS["mixed"]())]
    assert commands == ["::error", "::warning", "::notice", "::notice", "::notice", "::notice", "::notice"]
