"""The audit as Markdown: the method's template, and nothing of the repository that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portbind_lint.model.evidence import Documentation, DocumentationStatus, Evidence
from portbind_lint.model.source import Location
from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS, large, report, site

PARSER = MarkdownIt("gfm-like", {"linkify": False})
PLAIN = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "bullet_list_open",
    "bullet_list_close", "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close",
    "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
}  # fmt: skip
INLINE = {"text", "code_inline", "link_open", "link_close", "strong_open", "strong_close", "softbreak", "text_special"}


def markdown(name: str, base: str = "") -> str:
    return render("markdown", SITUATIONS[name](), RenderOptions(link_base=base))


def inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def test_every_listener_has_the_audit_trail_of_the_method() -> None:
    written = markdown("mixed")
    records = re.split(r"^### ", written, flags=re.MULTILINE)[1:]
    assert [record.splitlines()[0] for record in records] == [
        "1. High: network binding analysis for `src/server.ts`",
        "2. Medium: network binding analysis for `@warehouse/mcp`",
        "3. Accept: network binding analysis for `@warehouse/mcp`",
        "4. Unknown: network binding analysis for `src/start.ts`",
        "5. Suppressed: network binding analysis for `src/legacy.ts`",
        "6. Not exposed: network binding analysis for `src/admin.ts`",
    ]
    for words in ("Code location", "Binding pattern", "Documentation review", "Documented justification",
                  "Security controls", "Deployment guidance", "Severity", "Reasoning"):  # fmt: skip
        assert all(words in record for record in records[:3])
    assert "- **Architecture context:** streamable MCP transport" in records[1]
    assert "- **Severity:** Medium (6.5), rule unauthenticated-exposure" in records[1]
    assert "- **Recommendation:** Refuse requests without valid credentials." in records[1]
    assert "- [x] README reviewed for transport and network sections: README.md" in records[1]
    assert "  - [ ] Authenticate every connection (off until somebody sets it up) [`src/auth.ts:9`]" in records[1]
    assert "- **Suppressed:** behind a firewall [`src/legacy.ts:2`]" in records[4]
    assert "- **Severity:** None" in records[5]


def test_the_map_tells_who_reaches_what_through_which_guard() -> None:
    rows = [line for line in markdown("mixed").splitlines() if line.startswith("| any machine")]
    assert rows[1] == (
        "| any machine that can route to this one | authentication (optional), CORS policy | `0.0.0.0` "
        "| `@warehouse/mcp` | [`src/mcp.ts:20`](<./src/mcp.ts#L20>) |"
    )


def test_the_summary_counts_and_names_what_was_not_read() -> None:
    written = markdown("mixed")
    assert "| 1 | 1 | 1 | 1 | 1 | 1 |" in written
    assert "- `src/broken.ts:12`: syntax error" in written
    assert "- `src/old.ts:1`: this suppression silences nothing" in written
    assert "and 18 more" in render("markdown", large(), RenderOptions())
    assert "There are none." in markdown("empty")


@pytest.mark.parametrize("base", ["https://forge.example/o/r/blob/abc", "https://forge.example/o/r/blob/abc/"])
def test_links_follow_the_base(base: str) -> None:
    assert "(<https://forge.example/o/r/blob/abc/src/mcp.ts#L20>)" in markdown("mixed", base)


def links(written: str) -> list[str]:
    return [str(token.attrs["href"]) for token in inline(PARSER.parse(written)) if token.type == "link_open"]


ODD = st.sampled_from("`*_[]()<>!|\\#+-=~:/.@&;1 \n\twhtps\u202e\udcff")
TEXT = st.text(alphabet=ODD | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
SAMPLES = ("[x](javascript:alert(1))", "<script>", "`` ` ``", "\n# h", "| a |", "https://x.example", "![](x)", "- x")


@given(TEXT | st.sampled_from(SAMPLES))
@settings(max_examples=120, deadline=None)
def test_no_text_of_the_repository_becomes_markup(text: str) -> None:
    place = Location(f"{text}.ts", 1, text=text)
    documentation = Documentation(DocumentationStatus.CONTRADICTS, (Evidence(place, "x"),))
    hostile = site(
        location=place, library=text, call=text, message=f"{text}. {text}", remedy=text, package=text,
        documents=(text,), documentation=documentation, library_url="https://docs.example/",
    )  # fmt: skip
    hostile = replace(hostile, address=replace(hostile.address, value=text, settings=(text,), alternatives=(text,)))
    written = render("markdown", report(hostile, name=text), RenderOptions())
    tokens = PARSER.parse(written)
    assert {token.type for token in tokens} <= PLAIN
    assert {token.type for token in inline(tokens)} <= INLINE
    assert all(re.match(r"\./|https://docs\.example/$", href) for href in links(written))
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h1", "h2", "h2", "h3", "h4", "h4", "h4", "h4"]
    assert sum(token.type == "table_open" for token in tokens) == 2


def test_addresses_and_mentions_are_not_made_links_by_the_host() -> None:
    words = "see https://x.example and www.x.example, @somebody, #12, a_b_c"
    written = render("markdown", report(site(remedy=words)), RenderOptions())
    assert r"see https\://x.example and www\.x.example, \@somebody, \#12, a\_b\_c" in written
