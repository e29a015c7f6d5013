"""Whatever text a report holds, no format raises, and none lets it steer who reads it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.model.evidence import (
    Architecture,
    ArchitectureKind,
    AuthMode,
    Control,
    ControlKind,
    Documentation,
    DocumentationStatus,
    Evidence,
    Guidance,
)
from portbind_lint.model.fix import Edit, Fix
from portbind_lint.model.report import Gone, Notice, Report, Suppression
from portbind_lint.model.site import Address, AddressClass
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.report.registry import RenderOptions, formats, render
from tests.hostile.written import check
from tests.report.builder import RULES, place, report, site

PIECES = (
    "::error::x", "::error file=a::b", "##[error]x", "::stop-commands::x", "\x1b[2J", "\x9b31m", "\x1b]0;x\x07",
    "\u202e", "\u2066", "\u2028", "\r", "\n", "\r\n", "\t", "\0", "\udcff", "<script>", "</script>", "<!--", "-->",
    "]]>", "<img src=x", "onerror=alert(1)>", "javascript:alert(1)", "[a](javascript:a)", "![a](//b)", "`", "```",
    "|", "**", "_", "</details>", "&lt;", "%0A", "%25", ":", ",", "'", '"', "\\", "{{", "${x}", "a", "src/a.ts",
    "..", "/", "\U0001f600", "\x85", "\x0b",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=6).map("".join)
NUMBERS = st.integers(-3, 40)


@st.composite
def places(draw: st.DrawFn) -> Location:
    return Location(
        draw(TEXTS), draw(st.integers(1, 50)), draw(NUMBERS), draw(NUMBERS), draw(NUMBERS), draw(TEXTS)
    )  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report with a finding, an accepted site and a suppressed one, all of whose text is anything."""
    said = (Evidence(draw(places()), draw(TEXTS)),)
    edit = Edit(draw(places()), draw(st.integers(0, 9)), draw(st.integers(9, 20)), draw(TEXTS))
    finding = site(
        location=draw(places()),
        library=draw(TEXTS),
        library_url=draw(TEXTS),
        call=draw(TEXTS),
        address=Address(
            draw(st.sampled_from((AddressClass.WILDCARD, AddressClass.UNKNOWN))), draw(TEXTS), draw(st.booleans()),
            tuple(draw(st.lists(places(), max_size=2))), (draw(TEXTS),), (draw(TEXTS),), reason=draw(TEXTS),
        ),
        documentation=Documentation(draw(st.sampled_from(DocumentationStatus)), said),
        controls=(Control(draw(st.sampled_from(ControlKind)), draw(places()), AuthMode.NONE),),
        guidance=Guidance(draw(st.booleans()), said),
        rule=draw(st.sampled_from(tuple(RULES.values()))),
        message=draw(TEXTS),
        remedy=draw(TEXTS),
        why=draw(TEXTS),
        fingerprint=draw(st.text("0123456789abcdef", max_size=4)),
        architecture=Architecture(draw(st.sampled_from(ArchitectureKind)), said, said),
        package=draw(TEXTS),
        documents=(draw(TEXTS),),
        mending=Fix((edit,), draw(TEXTS), draw(TEXTS), ((draw(TEXTS), "0"),)),
        gone=(Gone(draw(places()), draw(TEXTS), draw(st.booleans())),),
    )  # fmt: skip
    silenced = replace(finding, suppressed=Suppression(draw(places()), (draw(TEXTS),), draw(TEXTS)))
    return report(
        finding,
        silenced,
        not_analysed=(NotAnalysed(draw(TEXTS), draw(TEXTS), draw(st.integers(0, 9))),),
        notices=(Notice(draw(places()), draw(TEXTS)),),
        left_out=((draw(TEXTS), 1),),
        name=draw(TEXTS),
    )


@pytest.mark.parametrize("name", formats())
@given(reports(), st.booleans(), st.sampled_from(("", "../..", "https://code.example/blob/main")))
@settings(max_examples=25, deadline=None)
def test_it_steers_nothing(name: str, subject: Report, plain: bool, base: str) -> None:
    options = RenderOptions(concise=plain, quiet=plain, suppressed=True, link_base=base)
    check(name, render(name, subject, options).encode("utf-8", "backslashreplace").decode("utf-8"))


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_the_text_of_an_edit_is_exact_and_no_command_to_a_build_log(name: str) -> None:
    edit = Edit(place("src/server.ts", 4, "  app.listen(3000);"), 13, 17, "##[error]x")
    written = render(name, report(site(mending=Fix((edit,), "Write it.", "Nobody.", ()))), RenderOptions())
    check(name, written)
    assert "'##[error]x'" in str(json.loads(written))


@pytest.mark.parametrize("name", ["sarif", "markdown", "html"])
def test_a_path_that_no_file_can_have_is_written_too(name: str) -> None:
    subject = report(site(location=place("src/\ud800\udcff.ts", 4, "  app.listen(3000);")))
    assert "src/%EF%BF%BD%FF.ts" in render(name, subject, RenderOptions())
