"""The audit page: what it loads, what it lets run, whether it holds together, and what hostile text does to it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.model.evidence import Control, ControlKind, Documentation, DocumentationStatus, Evidence
from portbind_lint.model.source import Location
from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS, large, mixed, report, site
from tests.report.page import Page

EMPTY = Page(render("html", SITUATIONS["empty"](), RenderOptions()))
TAGS = {tag for tag, _ in Page(render("html", mixed(), RenderOptions())).elements}


def page_of(name: str) -> Page:
    return Page(render("html", SITUATIONS[name](), RenderOptions()))


def policy(page: Page) -> dict[str, str]:
    (found,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in found.split(";"))


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_page_holds_together(name: str) -> None:
    page = page_of(name)
    assert page.open == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {link["href"].removeprefix("#") for link in page.all("a") if link["href"].startswith("#")}
    named = {word for _, attributes in page.elements for word in attributes.get("aria-labelledby", "").split()}
    assert links | named <= set(ids)


@pytest.mark.parametrize("name", SITUATIONS)
def test_nothing_is_loaded_and_only_our_own_style_and_script_may_run(name: str) -> None:
    page = page_of(name)
    allowed = policy(page)
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert allowed["style-src"] == hashed(page.text("style"))
    assert allowed["script-src"] == hashed(page.text("script"))
    assert len(page.all("script")) == len(page.all("style")) == 1
    attributes = {name for _, found in page.elements for name in found}
    assert not {"src", "srcset", "style", "action", "poster", "background"} & attributes
    assert not [name for name in attributes if name.startswith("on")]
    assert "url(" not in page.text("style")
    assert "@import" not in page.text("style")


@pytest.mark.parametrize("name", SITUATIONS)
def test_links_lead_to_lines_to_records_or_to_the_web(name: str) -> None:
    for link in page_of(name).all("a"):
        assert re.match(r"(\./[^:<>\s\"']+#L\d+|#[\w-]+|https?://\S+)$", link["href"])


def test_a_reader_finds_the_way_without_seeing_the_page() -> None:
    page = page_of("mixed")
    assert page.all("html") == [{"lang": "en"}]
    assert page.text("title") == "Network binding audit: warehouse"
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    controls = [tag for tag, _ in page.elements if tag in ("input", "select")]
    assert len(page.all("label")) == len(controls)
    assert all(cell["scope"] for cell in page.all("th"))
    assert [tag for tag, attributes in page.elements if attributes.get("tabindex", "0") != "0"] == []


def test_every_listener_has_a_record_that_says_what_the_filters_ask() -> None:
    records = page_of("mixed").all("details")
    assert [record["data-verdict"] for record in records] == [
        "high", "medium", "accept", "unknown", "suppressed", "none",
    ]  # fmt: skip
    assert ["open" in record for record in records] == [True, True, True, False, False, False]
    assert records[1]["data-rule"] == "unauthenticated-exposure"
    assert records[1]["data-context"] == "product"
    assert records[1]["data-library"] == "express"


def test_without_javascript_everything_is_there_but_the_filters() -> None:
    page = page_of("mixed")
    assert "hidden" in page.all("form")[0]
    hidden = [tag for tag, attributes in page.elements if "hidden" in attributes]
    assert hidden == ["form", "p"]


def test_a_repository_without_listeners_says_so() -> None:
    assert "Nothing in this repository listens on a network." in EMPTY.text("p")
    assert "There are none." in EMPTY.text("p")
    assert EMPTY.all("details") == EMPTY.all("form") == EMPTY.all("table") == []


def test_links_to_lines_follow_the_base() -> None:
    written = render("html", mixed(), RenderOptions(link_base="https://forge.example/o/r/blob/abc"))
    assert 'href="https://forge.example/o/r/blob/abc/src/mcp.ts#L20"' in written
    assert 'href="../src/mcp.ts#L20"' in render("html", mixed(), RenderOptions(link_base=".."))


def test_a_crowded_row_of_the_map_counts_the_rest() -> None:
    assert "and 18 more" in render("html", large(), RenderOptions())


ODD = st.sampled_from("<>\"'&;={}%#/\\ \n\t`-!ab\u202e\udcff\x1b")
TEXT = st.text(alphabet=ODD | st.characters(exclude_categories=["Cs"]), max_size=40)
SAMPLES = ("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raw %}", "&lt;b&gt;")


@given(TEXT | st.sampled_from(SAMPLES))
@settings(max_examples=60, deadline=None)
def test_no_text_of_the_repository_makes_an_element(text: str) -> None:
    place = Location(f"{text}.ts", 1, 1, 1, 2, text or "x")
    evidence = (Evidence(place, "x"),)
    hostile = site(
        location=place,
        library=text,
        call=text,
        message=f"{text}. {text}",
        remedy=text,
        package=text,
        documents=(text,),
        documentation=Documentation(DocumentationStatus.CONTRADICTS, evidence),
        controls=(Control(ControlKind.AUTH, place, site().auth),),
        library_url=text,
    )
    hostile = replace(hostile, address=replace(hostile.address, value=text, settings=(text,), alternatives=(text,)))
    written = render("html", report(hostile, name=text), RenderOptions(link_base=""))
    page = Page(written)
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= TAGS
    assert len(page.all("script")) == 1
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    assert all(re.match(r"\./|#|https?://", link["href"]) for link in page.all("a"))
    assert [c for c in written if not c.isprintable() and c != "\n"] == []
