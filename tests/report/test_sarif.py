"""SARIF as GitHub wants it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from portbind_lint.judge.engine import all_rules
from portbind_lint.model.evidence import Documentation, DocumentationStatus, Evidence
from portbind_lint.model.report import Report
from portbind_lint.model.site import Address, AddressClass
from portbind_lint.model.source import Location
from portbind_lint.report.parts.om import plain
from portbind_lint.report.registry import RenderOptions, render
from portbind_lint.report.sarif import RESULT_LIMIT, semantic_version
from tests.report import multitool
from tests.report.builder import RULES, SITUATIONS, place, report, site
from tests.report.github_ready import assert_github_ready

PACKAGE = multitool.folder()
NO_PACKAGE = f"npm's sarif-multitool is not installed: {multitool.VARIABLE} does not name its folder"


def run_of(subject: Report, category: str = "") -> dict:
    return json.loads(render("sarif", subject, RenderOptions(category=category)))["runs"][0]


@pytest.mark.parametrize("build", SITUATIONS.values(), ids=SITUATIONS)
def test_github_is_content(build: Callable[[], Report]) -> None:
    assert_github_ready(render("sarif", build(), RenderOptions()))


def test_github_is_content_with_the_real_rules() -> None:
    assert_github_ready(render("sarif", report(rules=all_rules()), RenderOptions()))


@pytest.mark.npm
@pytest.mark.skipif(PACKAGE is None, reason=NO_PACKAGE)
def test_the_schema_and_the_multitool_find_no_error(tmp_path: Path) -> None:
    """Every situation as a run of one log, which the validator reads in one go."""
    assert PACKAGE is not None
    subjects = [*(build() for build in SITUATIONS.values()), report(site(), rules=all_rules())]
    logs = [json.loads(render("sarif", subject, RenderOptions())) for subject in subjects]
    combined = {**logs[0], "runs": [run for log in logs for run in log["runs"]]}
    schema = json.loads((PACKAGE / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(combined)] == []
    path = tmp_path / "all.sarif"
    path.write_text(json.dumps(combined), encoding="utf-8")
    assert multitool.errors(PACKAGE, path) == []


@pytest.mark.npm
@pytest.mark.skipif(PACKAGE is None, reason=NO_PACKAGE)
def test_the_multitool_would_find_an_error(tmp_path: Path) -> None:
    assert PACKAGE is not None
    log = tmp_path / "broken.sarif"
    log.write_text(render("sarif", report(site()), RenderOptions()).replace("src/server.ts", "file:///a b/x.ts"))
    assert "GH1006" in multitool.errors(PACKAGE, log)


def test_every_rule_is_listed_whether_it_fired_or_not() -> None:
    assert [rule["id"] for rule in run_of(report())["tool"]["driver"]["rules"]] == list(RULES)


def test_the_alert_stands_where_the_value_is_written_and_links_to_the_call() -> None:
    (result,) = run_of(SITUATIONS["high"]())["results"]
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "src/environment.ts"
    assert where["region"] == {"startLine": 2, "startColumn": 31, "endLine": 2, "endColumn": 47}
    assert "[the listening call](1)" in result["message"]["text"]
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/server.ts"
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    uris = [step["location"]["physicalLocation"]["artifactLocation"]["uri"] for step in steps]
    assert uris == ["src/environment.ts", "src/options.ts", "src/server.ts", "src/server.ts"]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == "e54938cc54b302f1:1"


def test_a_value_written_at_the_call_needs_no_flow_and_no_link() -> None:
    (result,) = run_of(report(site()))["results"]
    assert "codeFlows" not in result
    assert "relatedLocations" not in result
    assert "primaryLocationLineHash" not in result["partialFingerprints"]


def test_a_call_in_the_line_of_its_value_is_not_linked() -> None:
    literal = place("src/server.ts", 4, "  app.listen(3000, '0.0.0.0');", "'0.0.0.0'")
    bound = Address(AddressClass.WILDCARD, "0.0.0.0", False, (literal,))
    (result,) = run_of(report(site(address=bound)))["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 20
    assert "relatedLocations" not in result


def test_suppressed_and_accepted_sites_are_left_out() -> None:
    results = run_of(SITUATIONS["mixed"]())["results"]
    assert [result["partialFingerprints"]["portbindLint/v1"] for result in results] == [
        "0123456789abcdef",
        "medium",
        "unknown",
    ]
    assert [result["level"] for result in results] == ["error", "warning", "note"]


def test_calls_that_share_a_written_value_are_one_alert() -> None:
    shared = [r for r in run_of(SITUATIONS["large"]())["results"] if r["ruleId"] == "undocumented-exposure"]
    assert len(shared) == 1
    assert [location["message"]["text"] for location in shared[0]["relatedLocations"]] == [
        f"src/t{n}.ts:9" for n in range(5)
    ]


def test_calls_that_are_not_linked_are_counted() -> None:
    bound = Address(AddressClass.WILDCARD, "::", False, (place("src/shared.ts", 1, "HOST = '::';", "'::'"),))
    many = [site(location=place(f"t{n}.ts", 9, "s.listen(1, HOST)", "listen"), address=bound) for n in range(23)]
    (result,) = run_of(report(*many))["results"]
    assert len(result["relatedLocations"]) == 20
    assert result["message"]["text"].endswith("[t6.ts:9](20). 3 calls more, not listed.")


def test_a_fix_is_told_as_replacements() -> None:
    (result, _) = run_of(SITUATIONS["hostile"]())["results"]
    (fix,) = result["fixes"]
    assert fix["description"]["text"] == "Write \\[\\\\x1b\\](1). Nobody \\\\u202e."
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    first, second = change["replacements"]
    assert first["insertedContent"] == {"text": "'\u202e\x1b', "}
    assert first["deletedRegion"] == second["deletedRegion"]
    assert first["deletedRegion"]["startLine"] == 1


def test_what_has_no_fix_tells_none() -> None:
    (result,) = run_of(SITUATIONS["high"]())["results"]
    assert "fixes" not in result


def test_the_worst_results_are_kept_and_the_rest_is_told() -> None:
    many = [
        site(location=place("src/a.ts", n + 1, "x.listen()", "listen"), fingerprint=str(n)) for n in range(RESULT_LIMIT)
    ]
    worse = site(location=place("z.ts", 1, "i.open()", "open"), rule=RULES["exposed-debugger"], fingerprint="worst")
    run = run_of(report(*many, worse))
    assert len(run["results"]) == RESULT_LIMIT
    assert run["results"][0]["partialFingerprints"]["portbindLint/v1"] == "worst"
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 results of lower severity are left out")


def test_what_could_not_be_read_is_a_notification_and_no_failure() -> None:
    invocation = run_of(SITUATIONS["mixed"]())["invocations"][0]
    assert invocation["executionSuccessful"] is True
    texts = [notification["message"]["text"] for notification in invocation["toolExecutionNotifications"]]
    assert texts == ["Not analysed: src/broken.ts:12: syntax error", "Not analysed: src/locked.ts: not readable"]
    assert [n["level"] for n in invocation["toolConfigurationNotifications"]] == ["warning", "note"]


def test_brackets_of_the_repository_make_no_links() -> None:
    evil = place("[a](2).ts", 1, "x.listen()", "listen")
    evidence = Evidence(place("README.md", 1, "local"), "x")
    local = Documentation(DocumentationStatus.CONTRADICTS, (evidence,))
    subject = site(location=evil, message="x[0](7) \\ listens.", documentation=local)
    (result,) = run_of(report(subject))["results"]
    assert result["message"]["text"] == "x\\[0\\](7) \\\\ listens. See [the documentation](1)."
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%5Ba%5D%282%29.ts"


@pytest.mark.parametrize(("column", "end"), [(1, 5), (7, 7)])
def test_columns_count_utf16_code_units(column: int, end: int) -> None:
    smiling = Location("src/a.ts", 1, column, 0, 0, "a\U0001f600b")
    (result,) = run_of(report(site(location=smiling)))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (column, end)


def test_a_category_is_written_only_when_asked_for() -> None:
    assert "automationDetails" not in run_of(report())
    assert run_of(report(), category="api")["automationDetails"] == {"id": "api/"}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.1.0", "0.1.0"),
        ("1.2", "1.2.0"),
        ("1.0rc1", "1.0.0-rc.1"),
        ("2.0.0a3.dev4", "2.0.0-alpha.3.dev.4"),
        ("1.0.0.post2", "1.0.0+post.2"),
        ("unknown", "0.0.0"),
    ],
)
def test_versions_are_semantic(version: str, expected: str) -> None:
    assert semantic_version(version) == expected


def test_only_sarif_pays_for_sarif_om() -> None:
    program = (
        "import sys; from portbind_lint.report.registry import *; from portbind_lint.model.report import Report; "
        "[render(f, Report('1', (), (), (), ()), RenderOptions()) for f in formats() if f != 'sarif']; "
        "print('sarif_om' in sys.modules, 'attr' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_what_sarif_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError, match="no place in SARIF for a set"):
        plain({"x": {1}})
