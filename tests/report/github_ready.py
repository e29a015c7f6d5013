"""What GitHub needs of a SARIF file and no validator checks: links, paths, tags, severities, regions, limits."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import unquote_to_bytes, urlsplit

LEVELS = {"note", "warning", "error"}
PRECISIONS = {"very-high", "high", "medium", "low"}
HASH = re.compile(r"[0-9a-f]{1,16}:[1-9][0-9]*")


def assert_github_ready(text: str) -> None:
    """Fails with the first thing that GitHub would refuse, drop or show wrongly."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert len(gzip.compress(text.encode(), mtime=0)) < 10_000_000
    assert len(log["runs"]) == 1
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    assert driver["name"] == "portbind-lint"
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?(\+[0-9A-Za-z.]+)?", driver["semanticVersion"])
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["invocations"][0]["executionSuccessful"] is True
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        _rule(rule)
    assert len(run["results"]) <= 5000
    seen = set()
    for result in run["results"]:
        _result(result, rules)
        where = result["locations"][0]["physicalLocation"]
        key = (result["ruleId"], where["artifactLocation"]["uri"], where["region"]["startLine"])
        assert key not in seen, f"two results that GitHub takes for one: {key}"
        seen.add(key)


def _rule(rule: dict) -> None:
    for key in ("shortDescription", "fullDescription"):
        assert 0 < len(rule[key]["text"]) <= 1024
    assert rule["help"]["text"]
    assert rule["help"]["markdown"]
    assert rule["name"] != rule["id"]
    properties = rule["properties"]
    assert properties["precision"] in PRECISIONS
    assert len(properties["tags"]) <= 10
    level = rule["defaultConfiguration"]["level"]
    assert level in LEVELS
    if "security-severity" in properties:
        severity = properties["security-severity"]
        assert isinstance(severity, str)
        assert 0 < float(severity) <= 10
        assert float(severity) != 9.0
        assert "security" in properties["tags"]
        assert "problem.severity" not in properties
        assert (level == "error") == (float(severity) >= 7)
    else:
        assert properties["problem.severity"] in {"error", "warning", "recommendation"}


def _result(result: dict, rules: list[dict]) -> None:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
    assert "suppressions" not in result
    message = result["message"]["text"]
    assert message.isprintable()
    assert len(result["locations"]) == 1
    related = {location["id"] for location in result.get("relatedLocations", [])}
    linked = {int(number) for number in re.findall(r"(?<!\\)\]\((\d+)\)", message)}
    assert linked == related, "a link without a place, or a place without a link"
    assert len(related) <= 100
    flows = [step["location"] for flow in result.get("codeFlows", []) for step in flow["threadFlows"][0]["locations"]]
    assert len(flows) <= 1000
    for location in [*result["locations"], *result.get("relatedLocations", []), *flows]:
        _location(location["physicalLocation"])
    prints = result["partialFingerprints"]
    assert prints["portbindLint/v1"]
    assert HASH.fullmatch(prints.get("primaryLocationLineHash", "0:1"))


def _location(physical: dict) -> None:
    uri = physical["artifactLocation"]["uri"]
    assert urlsplit(uri).scheme == ""
    assert not uri.startswith(("/", "./"))
    assert ".." not in unquote_to_bytes(uri).split(b"/")
    assert re.fullmatch(r"(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", uri)
    region = physical["region"]
    assert region["startLine"] >= 1
    assert region["endLine"] == region["startLine"]
    assert 1 <= region["startColumn"] <= region["endColumn"]
