"""The JSON contract."""

from __future__ import annotations

import json

from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS


def load(name: str) -> dict:
    return json.loads(render("json", SITUATIONS[name](), RenderOptions()))


def test_the_summary_adds_up_to_every_site() -> None:
    summary = load("mixed")["summary"]
    assert summary == {
        "sites": 6, "high": 1, "medium": 1, "accept": 1, "none": 2, "suppressed": 1, "baselined": 0, "unchanged": 0,
        "not_analysed": 2,
    }  # fmt: skip


def test_a_site_has_the_keys_of_the_contract() -> None:
    report = load("mixed")
    assert report["schema"] == "portbind-lint/1"
    assert report["tool"] == {"name": "portbind-lint", "version": "0.1.0"}
    assert report["not_analysed"][0] == {"path": "src/broken.ts", "reason": "syntax error", "line": 12}
    (medium,) = [site for site in report["sites"] if site["verdict"] == "medium"]
    assert list(medium) == [
        "path", "line", "column", "library", "call", "context", "address", "documentation", "architecture", "auth",
        "controls", "guidance", "verdict", "rule", "message", "fingerprint", "suppressed", "fix", "gone",
    ]  # fmt: skip
    assert medium["address"]["trail"] == [
        {"path": "src/config.ts", "line": 8, "column": 41, "text": "'0.0.0.0'"},
    ]
    assert (medium["address"]["class"], medium["address"]["configurable"]) == ("wildcard", True)
    assert medium["documentation"]["status"] == "justified"
    assert medium["documentation"]["evidence"][0]["line"] == 31
    assert [control["kind"] for control in medium["controls"]] == ["auth", "cors"]
    assert (medium["rule"], medium["suppressed"]) == ("unauthenticated-exposure", None)


def test_a_suppression_keeps_its_reason() -> None:
    (silenced,) = [site for site in load("mixed")["sites"] if site["suppressed"]]
    assert silenced["suppressed"] == {
        "path": "src/legacy.ts",
        "line": 2,
        "reason": "behind a firewall",
        "by": "comment",
    }
    assert silenced["verdict"] == "high"


def test_output_is_ascii_and_hostile_names_survive() -> None:
    written = render("json", SITUATIONS["hostile"](), RenderOptions())
    assert written.isascii()
    assert json.loads(written)["sites"][0]["path"] == SITUATIONS["hostile"]().sites[0].location.path
