from dataclasses import replace

import pytest

from portbind_lint.model.evidence import (
    AuthMode,
    Control,
    ControlKind,
    Documentation,
    DocumentationStatus,
    Evidence,
    Guidance,
)
from portbind_lint.triage.scope import Scope
from tests.report.builder import place, site

SITE = replace(
    site(),
    address=replace(site().address, trail=(place("src/config.ts", 1, "HOST"),)),
    documentation=Documentation(DocumentationStatus.JUSTIFIED, (Evidence(place("README.md", 2, "x"), "claim"),)),
    guidance=Guidance(True, (Evidence(place("docs/deploy.md", 2, "x"), "claim"),)),
    controls=(Control(ControlKind.AUTH, place("src/auth.ts", 3, "x"), AuthMode.REQUIRED),),
)


@pytest.mark.parametrize(
    ("path", "concerned"),
    [
        ("", True),
        ("src", True),
        ("src/server.ts", True),
        ("src/config.ts", True),
        ("README.md", True),
        ("docs", True),
        ("docs/deploy.md", True),
        ("src/auth.ts", True),
        ("sr", False),
        ("src/other.ts", False),
        ("src/server.ts/x", False),
    ],
)
def test_what_a_path_concerns(path: str, concerned: bool) -> None:
    assert Scope([path]).concerns(SITE) is concerned


def test_no_path_concerns_nothing() -> None:
    assert not Scope([]).concerns(SITE)
    assert not Scope([]).holds("a")
