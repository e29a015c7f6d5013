"""The SARIF of every example: the official schema, Microsoft's validator with GitHub's rules, and what neither sees.

The validator is the npm package `@microsoft/sarif-multitool-linux`; `PORTBIND_SARIF_MULTITOOL` is the path of its
program, next to which the schema lies.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from portbind_lint.judge.engine import all_rules
from tests.example_reports import EXAMPLES, names, reports

MULTITOOL = os.environ.get("PORTBIND_SARIF_MULTITOOL", "")
needs_multitool = pytest.mark.skipif(not MULTITOOL, reason="PORTBIND_SARIF_MULTITOOL does not name the validator")

# Off by default in the validator, and needed by GitHub.
GITHUB_RULES = (
    "GH1001.ProvideRequiredLocationProperties",
    "GH1002.InlineThreadFlowLocations",
    "GH1003.ProvideRequiredRegionProperties",
    "GH1005.LocationsMustBeRelativeUrisOrFilePaths",
    "GH1007.ProvideFullyFormattedMessageStrings",
)


@needs_multitool
@pytest.mark.npm
@pytest.mark.parametrize("name", names())
def test_official_schema(name: str) -> None:
    schema = json.loads((Path(MULTITOOL).parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    errors = Draft202012Validator(schema).iter_errors(json.loads(reports(name)["sarif"]))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@needs_multitool
@pytest.mark.npm
def test_multitool_finds_no_error(tmp_path: Path) -> None:
    for name in names():
        (tmp_path / f"{name}.sarif").write_text(reports(name)["sarif"], encoding="utf-8")
    assert complaints(tmp_path) == []


@needs_multitool
@pytest.mark.npm
def test_multitool_is_awake(tmp_path: Path) -> None:
    log = json.loads(reports("undocumented-exposure")["sarif"])
    del log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    (tmp_path / "broken.sarif").write_text(json.dumps(log), encoding="utf-8")
    assert "GH1003" in {rule for rule, _ in complaints(tmp_path)}


def complaints(folder: Path) -> list[tuple[str, str]]:
    """The validator's errors on the SARIF files of a folder: rule and message. Its exit code says nothing of them."""
    enabled = '<Property Key="RuleEnabled" Value="Error" Type="Driver.RuleEnabledState" />'
    rows = "".join(f'<Properties Key="{rule}.Options">{enabled}</Properties>' for rule in GITHUB_RULES)
    config, output = folder / "config.xml", folder / "output.json"
    config.write_text(f'<?xml version="1.0" encoding="utf-8"?><Properties>{rows}</Properties>', encoding="utf-8")
    command = [MULTITOOL, "validate", *sorted(map(str, folder.glob("*.sarif")))]
    options = [
        "--rule-kind",
        "Sarif;Ghas",
        "-c",
        str(config),
        "-o",
        str(output),
        "--log",
        "ForceOverwrite",
        "-q",
        "true",
    ]
    subprocess.run([*command, *options], check=True, capture_output=True, timeout=120)
    (run,) = json.loads(output.read_text(encoding="utf-8-sig"))["runs"]
    errors = [result for result in run["results"] if result.get("level", "warning") == "error"]
    return [(error["ruleId"], json.dumps(error["message"])) for error in errors]


@pytest.mark.parametrize("name", names())
def test_github_can_use_it(name: str) -> None:
    """What the validators let pass and GitHub does not: one run, all rules, real places, resolvable links."""
    (run,) = json.loads(reports(name)["sarif"])["runs"]
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in all_rules()]
    for rule in driver["rules"]:
        assert len(rule["properties"]["tags"]) <= 10
        if "security-severity" in rule["properties"]:
            assert re.fullmatch(r"\d\.\d", rule["properties"]["security-severity"])
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert re.fullmatch(r"[0-9a-f]{1,16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
        related = {location["id"] for location in result.get("relatedLocations", ())}
        assert {int(link) for link in re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])} <= related
        (location,) = result["locations"]
        assert_place(EXAMPLES / name, location["physicalLocation"])


def assert_place(root: Path, place: dict[str, dict[str, object]]) -> None:
    path = unquote(str(place["artifactLocation"]["uri"]))
    region = {key: value for key, value in place["region"].items() if isinstance(value, int)}
    line = (root / path).read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert region["endLine"] == region["startLine"]
    assert 1 <= region["startColumn"] < region["endColumn"] <= len(line) + 1
