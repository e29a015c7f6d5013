"""The examples: judged by hand in `examples/expected.yml`, and whole reports in `examples/golden/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
import yaml

from portbind_lint.judge import rules as rule_files
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.evidence import AuthMode, DocumentationStatus
from portbind_lint.model.site import AddressClass, Context
from portbind_lint.model.verdict import Verdict
from portbind_lint.review.deployed import Reader
from portbind_lint.review.deployments import readers
from tests.example_reports import EXAMPLES, GOLDEN, golden_path, golden_text, kinds, names, reports

Row = dict[str, object]
EXPECTED: dict[str, list[Row]] = yaml.safe_load((Path(__file__).parent / "examples" / "expected.yml").read_text())
JUDGED = [row for rows in EXPECTED.values() for row in rows]


def sites(name: str, persona: str = "") -> dict[str, dict[str, object]]:
    found = json.loads(reports(name, persona)["json"])["sites"]
    return {place(site): site for site in found}


def place(part: dict[str, object]) -> str:
    return f"{part['path']}:{part['line']}"


def seen(site: dict, row: Row) -> Row:
    """What the report says of everything that the row judges, in the row's own terms."""
    address, documentation = site["address"], site["documentation"]
    guards = {place(control) for control in site["controls"] if control["kind"] == "auth"}
    answers: Row = {
        "site": place(site),
        "address": address["class"],
        "value": address["value"],
        "configurable": address["configurable"],
        "origin": place(address["trail"][-1]) if address["trail"] else None,
        "context": site["context"],
        "documentation": documentation["status"],
        "auth": site["auth"],
        "guidance": site["guidance"]["present"],
        "verdict": site["verdict"],
        "rule": site["rule"],
        "evidence": chosen(row, "evidence", [place(part) for part in documentation["evidence"][:1]]),
        "guard": chosen(row, "guard", sorted(guards)),
    }
    return {key: answers[key] for key in row}


def chosen(row: Row, key: str, given: list[str]) -> object:
    """The row's own list where one of its lines was given, else what was given."""
    wanted = row.get(key)
    return wanted if isinstance(wanted, list) and set(wanted) & set(given) else given


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_site_is_judged_as_a_careful_reader_does(name: str) -> None:
    rows = EXPECTED[name]
    found = sites(name)
    assert sorted(found) == sorted(str(row["site"]) for row in rows)
    assert [seen(found[str(row["site"])], row) for row in rows] == rows


def test_every_example_is_judged_by_hand() -> None:
    assert set(EXPECTED) == set(names())


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in names() for kind in kinds(name)])
def test_report_is_the_committed_one(name: str, kind: str) -> None:
    """`python -m tests.regenerate` writes them anew."""
    assert golden_text(name, kind) == golden_path(name, kind).read_bytes().decode("utf-8")


def test_every_format_and_no_other_is_committed() -> None:
    wanted = {golden_path(name, kind) for name in names() for kind in kinds(name)}
    assert wanted == set(GOLDEN.iterdir())


def test_every_rule_fires_in_an_example() -> None:
    files = {path.stem.replace("_", "-") for path in Path(rule_files.__path__[0]).glob("[!_]*.py")}
    fired = {row["rule"] for row in JUDGED} - {None}
    assert fired == files == {rule.id for rule in all_rules()}


@pytest.mark.parametrize("reader", readers(), ids=lambda reader: reader.__name__.rpartition(".")[2])
def test_every_deployment_reader_decides_an_example(reader: Reader) -> None:
    evidence = [site["documentation"]["evidence"][0] for site in sites("deployment-files").values()]
    assert [part["path"] for part in evidence if reader.handles(part["path"])]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("address", AddressClass),
        ("context", Context),
        ("documentation", DocumentationStatus),
        ("auth", AuthMode),
        ("verdict", Verdict),
    ],
)
def test_every_judgement_occurs(key: str, words: type[Enum]) -> None:
    assert {row[key] for row in JUDGED if key in row} == {word.value for word in words}


def places(part: object) -> Iterator[dict[str, object]]:
    """Every object of a report that quotes a line."""
    if isinstance(part, dict):
        if {"path", "line", "text"} <= part.keys():
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from places(inner)


@pytest.mark.parametrize("name", names())
def test_every_claim_quotes_a_line_that_is_there(name: str) -> None:
    for claim in places(json.loads(reports(name)["json"])):
        lines = (EXAMPLES / name / str(claim["path"])).read_text(encoding="utf-8").splitlines()
        assert str(claim["text"]).strip() in lines[int(str(claim["line"])) - 1]


@pytest.mark.parametrize("name", names())
def test_every_judged_exposure_rests_on_evidence(name: str) -> None:
    for site in sites(name).values():
        if site["documentation"]["status"] != "silent" and site["verdict"] != "none":
            assert site["documentation"]["evidence"]
        if site["auth"] != "none":
            assert [control for control in site["controls"] if control["kind"] == "auth"]
        if site["guidance"]["present"]:
            assert site["guidance"]["evidence"]


def test_unknown_addresses_are_shown_to_auditors_only() -> None:
    assert {site["rule"] for site in sites("unresolved-address", "regular").values()} == {None}
    assert {site["rule"] for site in sites("unresolved-address", "audit").values()} == {"unresolved-address"}
