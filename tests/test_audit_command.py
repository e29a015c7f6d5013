"""The command `audit`: which report it writes, where, and with which links."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.example_reports import EXAMPLES, run

ACCEPT = ["audit", "--root", str(EXAMPLES / "accept"), "--no-progress"]


def test_it_prints_markdown_and_does_not_judge_the_build() -> None:
    code, printed = run(["audit", "--root", str(EXAMPLES / "undocumented-exposure")])
    assert code == 0
    assert printed.startswith("# Network binding audit for `")
    assert "### 1. High: network binding analysis" in printed


def test_accepted_and_unknown_listeners_are_in_it() -> None:
    assert "### 1. Accept: " in run(ACCEPT)[1]
    unknown = run(["audit", "--root", str(EXAMPLES / "unresolved-address")])[1]
    assert "Unknown: network binding analysis" in unknown
    assert "- **Recommendation:** Give the host of" in unknown


def test_a_file_gets_links_that_lead_from_where_it_is(tmp_path: Path) -> None:
    code, printed = run([*ACCEPT, "--format", "html", "--output", str(tmp_path / "audit.html")])
    assert (code, printed) == (0, "")
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    (link,) = {part.split('"')[0] for part in page.split('href="') if "src/main.ts#L9" in part.split('"')[0]}
    assert (tmp_path / link.partition("#")[0]).resolve() == (EXAMPLES / "accept/src/main.ts").resolve()


def test_links_lead_to_a_hosting_site_where_one_is_named() -> None:
    printed = run([*ACCEPT, "--link-base", "https://forge.example/o/r/blob/abc"])[1]
    assert "(<https://forge.example/o/r/blob/abc/src/main.ts#L9>)" in printed


def test_paths_limit_what_is_reported() -> None:
    several = ["audit", "--root", str(EXAMPLES / "deployment-files")]
    assert run(several)[1].count("\n### ") > 1
    assert run([*several, str(EXAMPLES / "deployment-files" / "clock")])[1].count("\n### ") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--link-base", "javascript:alert(1)"], "--link-base takes a path or a URL"),
        (["--output", "nowhere/at/all.html"], "there is no folder"),
        (["--format", "text"], "invalid choice"),
    ],
)
def test_mistakes_of_the_caller_are_named(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ACCEPT, *words])[0] == 2
    assert said in capsys.readouterr().err


def test_check_writes_the_same_page_with_links_that_fit(tmp_path: Path) -> None:
    checked, audited = tmp_path / "checked.html", tmp_path / "audited.html"
    check = ["check", "--root", str(EXAMPLES / "accept"), "--persona", "audit", "--output", f"html={checked}"]
    assert run(check)[0] == 0
    assert run([*ACCEPT, "--format", "html", "--output", str(audited)])[0] == 0
    assert checked.read_bytes() == audited.read_bytes()
