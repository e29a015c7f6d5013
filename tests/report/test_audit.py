"""What the audit says, before a format gives it a shape: order, lead, map, links."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.model.errors import UserError
from portbind_lint.model.evidence import Documentation, DocumentationStatus, Evidence
from portbind_lint.model.report import Gone, ReportedSite
from portbind_lint.model.site import Address, AddressClass, Context
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import Verdict
from portbind_lint.report.audit.exposure import Reach, exposure_map
from portbind_lint.report.audit.links import chosen_base, line_link, relative_base, web_link
from portbind_lint.report.audit.records import audit_of, searched
from tests.report.builder import RULES, mixed, place, report, site


def bound(cls: AddressClass, value: str = "127.0.0.1", **changes: object) -> ReportedSite:
    quiet = {"verdict": Verdict.NONE, "rule": None, "message": "It is harmless.", "remedy": ""}
    return site(address=Address(cls, value, False, ()), **(quiet | changes))


OPEN = "open to the network without a reason that the documents support."
UNSAFE = "meant for the network, but not yet safe to expose."
MEDIUM = site(verdict=Verdict.MEDIUM, rule=RULES["unauthenticated-exposure"])
ACCEPT = bound(AddressClass.WILDCARD, "0.0.0.0", verdict=Verdict.ACCEPT)


@pytest.mark.parametrize(
    ("sites", "lead"),
    [
        ((), "Nothing in this repository listens on a network."),
        ((site(),), f"1 of 1 listener is {OPEN}"),
        ((site(), site(), MEDIUM), f"2 of 3 listeners are {OPEN} 1 more is {UNSAFE}"),
        ((MEDIUM, ACCEPT), f"1 of 2 listeners is {UNSAFE}"),
        ((ACCEPT,), "All exposure is by design: 1 of 1 listener is documented, guarded and explained to deployers."),
        ((bound(AddressClass.LOOPBACK),), "None of 1 listener is known to be reachable from other machines."),
    ],
)  # fmt: skip
def test_the_lead_is_the_conclusion(sites: tuple[ReportedSite, ...], lead: str) -> None:
    assert audit_of(report(*sites)).lead == lead


def test_what_was_searched_is_counted() -> None:
    assert searched(mixed()) == (
        "6 listeners in 61 JavaScript or TypeScript files; 2 places could not be analysed; left out: 3 minified, "
        "120 vendored."
    )
    assert searched(report()) == "0 listeners in 0 JavaScript or TypeScript files."


def test_the_gravest_comes_first() -> None:
    debugger = site(rule=RULES["exposed-debugger"], location=Location("z.ts", 9))
    audit = audit_of(report(ACCEPT, MEDIUM, site(), debugger))
    assert [record.site for record in audit.records] == [debugger, site(), MEDIUM, ACCEPT]
    assert audit.totals[:3] == (("high", 2), ("medium", 1), ("accept", 1))


def test_an_address_that_does_not_matter_is_not_called_unknown() -> None:
    records = audit_of(report(bound(AddressClass.UNKNOWN, "", context=Context.TEST), bound(AddressClass.UNKNOWN, "")))
    assert [record.verdict for record in records.records] == ["unknown", "none"]


def test_listeners_that_differ_in_their_place_only_share_a_way() -> None:
    alike = (site(package="a"), site(package="a", location=Location("b.ts", 2)), site(package="b"))
    others = (
        bound(AddressClass.SPECIFIC, "10.0.0.7"),
        bound(AddressClass.PIPE, ""),
        bound(AddressClass.UNKNOWN, ""),
        bound(AddressClass.LOOPBACK, ""),
        bound(AddressClass.WILDCARD, "::", context=Context.TEST),
    )
    found = exposure_map(audit_of(report(*alike, *others)).records)
    assert [(reach, [(way.address, len(way.records)) for way in ways]) for reach, ways in found] == [
        (Reach.NETWORK, [("::", 2), ("::", 1)]),
        (Reach.CHOSEN, [("10.0.0.7", 1)]),
        (Reach.UNKNOWN, [("unknown", 1)]),
        (Reach.LOCAL, [("local socket", 1), ("(empty)", 1)]),
    ]


def test_a_deployment_file_that_decided_is_named_in_the_checklist() -> None:
    line = Evidence(place("deploy/Dockerfile", 3, "EXPOSE 80"), "dockerfile")
    documents = tuple(f"docs/{number}.md" for number in range(7))
    subject = site(documentation=Documentation(DocumentationStatus.DEPLOY_CONFIG, (line, line)), documents=documents)
    (record,) = audit_of(report(subject)).records
    ticks = [line.text for section in record.sections for fact in section.facts for line in fact.lines if line.ticked]
    assert ticks == [
        "README reviewed for transport and network sections: there is none",
        "Other documentation checked: docs/0.md, docs/1.md, docs/2.md, docs/3.md, docs/4.md and 2 more",
        "Deployment files analysed: deploy/Dockerfile",
    ]


@pytest.mark.parametrize(
    ("base", "path", "link"),
    [
        ("", "src/a.ts", "./src/a.ts#L3"),
        ("..", "a b/[c](d).ts", "../a%20b/%5Bc%5D%28d%29.ts#L3"),
        ("https://forge.example/x/", "javascript:alert(1)", "https://forge.example/x/javascript%3Aalert%281%29#L3"),
        ("", "\udcff#?.ts", "./%FF%23%3F.ts#L3"),
    ],
)
def test_no_file_name_leaves_its_place_in_a_link(base: str, path: str, link: str) -> None:
    assert line_link(base, Location(path, 3)) == link


def test_only_the_web_is_linked() -> None:
    assert [web_link(url) for url in ("https://a", "http://a", "javascript:a", "", "file:///a")] == [
        "https://a", "http://a", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("base", ["javascript:alert(1)", "data:text/html,x", "file:///etc"])
def test_a_base_that_is_no_page_is_refused(base: str) -> None:
    with pytest.raises(UserError, match="--link-base takes a path or a URL"):
        chosen_base(base)
    assert chosen_base("../..") == "../.."


def test_a_report_elsewhere_finds_its_way_to_the_repository(tmp_path: Path) -> None:
    assert relative_base(tmp_path / "reports" / "a.html", tmp_path / "re po") == "../re%20po"
    assert relative_base(tmp_path / "a.html", tmp_path) == "."


def test_what_a_change_took_away_is_part_of_the_risk() -> None:
    gone = Gone(place("src/auth.ts", 9, "app.use(login());"), "authentication", removed=True)
    (record,) = audit_of(report(site(gone=(gone,)))).records
    risk = {fact.label: fact.lines for fact in record.sections[-1].facts}
    assert [(line.text, line.place) for line in risk["Taken away"]] == [("authentication", gone.location)]
    assert [line.text for line in risk["Reasoning"]] == ["Every machine can connect."]
