"""The decision table, row by row and over every combination."""

from __future__ import annotations

from itertools import product

import pytest

from portbind_lint.judge.engine import all_rules, decide, rule
from portbind_lint.model.errors import UserError
from portbind_lint.model.evidence import AuthMode, DocumentationStatus
from portbind_lint.model.site import AddressClass, Context, Site
from portbind_lint.model.verdict import Verdict
from tests.judge.builder import library, review, reviewed, site

# The contract: id, verdict and security-severity, in the order of the rows.
TABLE = [
    ("exposed-debugger", "high", 9.3),
    ("unresolved-address", "none", 0.0),
    ("exposed-example", "medium", 4.0),
    ("exposed-dev-server", "high", 7.2),
    ("contradicted-exposure", "high", 7.8),
    ("undocumented-exposure", "high", 7.5),
    ("undocumented-default-exposure", "high", 7.1),
    ("undocumented-deployment", "medium", 5.0),
    ("unauthenticated-exposure", "medium", 6.5),
    ("unguided-exposure", "medium", 4.5),
]
DEBUGGER = site(of=library(name="node:inspector", role="debugger"))
EXPOSED = (AddressClass.WILDCARD, AddressClass.WILDCARD_DEFAULT)
JUSTIFIED = DocumentationStatus.JUSTIFIED


def test_the_rules_are_those_of_the_table_in_its_order() -> None:
    assert [(info.id, info.verdict.value, info.severity) for info in all_rules()] == TABLE


@pytest.mark.parametrize("context", [Context.TEST, Context.PROBE])
@pytest.mark.parametrize("of", [site(), DEBUGGER], ids=["server", "debugger"])
def test_tests_and_probes_are_never_found(context: Context, of: Site) -> None:
    for cls in AddressClass:
        decision = decide(reviewed(cls, context, of=of), persona="audit")
        assert (decision.verdict, decision.rule) == (Verdict.NONE, None)


def expected(cls: AddressClass, context: Context, docs: DocumentationStatus, auth: AuthMode, guided: bool) -> str:
    """The table once more, as a person reads it."""
    if cls not in EXPOSED:
        return "none"
    sound = docs is JUSTIFIED and auth is AuthMode.REQUIRED and guided
    unasked = docs in (DocumentationStatus.SILENT, DocumentationStatus.CONTRADICTS)
    rows = [
        (context is Context.EXAMPLE and not sound, "exposed-example"),
        (context is Context.DEV and unasked, "exposed-dev-server"),
        (docs is DocumentationStatus.CONTRADICTS, "contradicted-exposure"),
        (docs is DocumentationStatus.SILENT and cls is AddressClass.WILDCARD, "undocumented-exposure"),
        (docs is DocumentationStatus.SILENT, "undocumented-default-exposure"),
        (docs is DocumentationStatus.DEPLOY_CONFIG, "undocumented-deployment"),
        (auth is not AuthMode.REQUIRED, "unauthenticated-exposure"),
        (not guided, "unguided-exposure"),
        (True, "accept"),
    ]
    return next(outcome for holds, outcome in rows if holds)


@pytest.mark.parametrize("context", [Context.PRODUCT, Context.DEV, Context.EXAMPLE])
def test_every_combination_is_decided_as_the_table_says(context: Context) -> None:
    for cls, docs, auth, guided in product(AddressClass, DocumentationStatus, AuthMode, (True, False)):
        decision = decide(reviewed(cls, context, review(docs, auth, guided=guided)))
        outcome = decision.rule.id if decision.rule else decision.verdict.value
        assert outcome == expected(cls, context, docs, auth, guided), (cls, docs, auth, guided)
        if decision.rule:
            assert decision.verdict is decision.rule.verdict


@pytest.mark.parametrize("context", [Context.PRODUCT, Context.DEV, Context.EXAMPLE])
def test_an_exposed_debugger_is_high_whatever_is_documented(context: Context) -> None:
    for cls in EXPOSED:
        decision = decide(reviewed(cls, context, review(JUSTIFIED, AuthMode.REQUIRED, guided=True), DEBUGGER))
        assert decision.rule is rule("exposed-debugger")
    assert decide(reviewed(AddressClass.LOOPBACK_DEFAULT, context, of=DEBUGGER)).rule is None


def test_only_an_auditor_sees_what_cannot_be_known() -> None:
    subject = reviewed(AddressClass.UNKNOWN)
    assert decide(subject).rule is None
    decision = decide(subject, persona="audit")
    assert decision.rule is rule("unresolved-address")
    assert decision.verdict is Verdict.NONE


def test_an_unknown_rule_names_those_there_are() -> None:
    with pytest.raises(UserError, match=r"no rule x; the rules are exposed-debugger, .*unguided-exposure$"):
        rule("x")
