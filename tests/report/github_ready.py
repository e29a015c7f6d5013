"""What GitHub needs of a SARIF file and no validator checks: links, paths, tags, severities, regions, limits."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from tests.triage.streamed import hashes_of

LEVELS = {"note", "warning", "error"}
PRECISIONS = {"very-high", "high", "medium", "low"}
HASH = re.compile(r"[0-9a-f]{1,16}:[1-9][0-9]*")
LINK = re.compile(r"(?<!\\)\]\((\d+)\)")


def assert_github_ready(text: str, root: Path | None = None) -> None:
    """Fails with the first thing that GitHub would refuse, drop or show wrongly.

    With `root`, the folder that was analysed, every place must be there, and every line hash must be GitHub's own.
    """
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
    assert run.get("automationDetails", {"id": "x/"})["id"].endswith("/")
    _invocation(run["invocations"])
    rules = driver["rules"]
    assert 0 < len(rules) <= 25_000
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        _rule(rule)
    assert len(run["results"]) <= 5000
    severities = [float(rules[r["ruleIndex"]]["properties"].get("security-severity", 0)) for r in run["results"]]
    assert severities == sorted(severities, reverse=True), "GitHub keeps the first ones of too many"
    seen = set()
    for result in run["results"]:
        _result(result, rules)
        where = result["locations"][0]["physicalLocation"]
        key = (result["ruleId"], where["artifactLocation"]["uri"], where["region"]["startLine"])
        assert key not in seen, f"two results that GitHub takes for one: {key}"
        seen.add(key)
    if root is not None:
        _in_files(run, root)


def _invocation(invocations: list[dict]) -> None:
    (invocation,) = invocations
    assert invocation["executionSuccessful"] is True
    for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
        for notification in invocation.get(kind, []):
            assert notification["level"] in LEVELS
            assert notification["message"]["text"].isprintable()
            for location in notification.get("locations", []):
                _location(location["physicalLocation"])


def _rule(rule: dict) -> None:
    for key in ("shortDescription", "fullDescription"):
        assert 0 < len(rule[key]["text"]) <= 1024
    assert rule["help"]["text"]
    assert urlsplit(rule["helpUri"]).scheme == "https"
    assert rule["helpUri"] in rule["help"]["markdown"], "GitHub shows the help, not its address"
    assert rule["name"] != rule["id"]
    assert len(rule["name"]) <= 255
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
    assert not LINK.search(message.split(". ")[0]), "the first sentence is shown alone, without links"
    assert len(result["locations"]) == 1
    related = {location["id"] for location in result.get("relatedLocations", [])}
    linked = {int(number) for number in LINK.findall(message)}
    assert linked == related, "a link without a place, or a place without a link"
    assert len(related) <= 99
    flows = result.get("codeFlows", [])
    assert all(len(flow["threadFlows"]) == 1 for flow in flows)
    steps = [step["location"] for flow in flows for step in flow["threadFlows"][0]["locations"]]
    assert len(steps) <= 1000
    assert all(step["message"]["text"] for step in steps)
    for location in [*result["locations"], *result.get("relatedLocations", []), *steps]:
        _location(location["physicalLocation"])
    for fix in result.get("fixes", []):
        _fix(fix)
    prints = result["partialFingerprints"]
    assert prints["portbindLint/v1"]
    assert HASH.fullmatch(prints.get("primaryLocationLineHash", "0:1"))


def _fix(fix: dict) -> None:
    assert fix["description"]["text"].isprintable()
    assert fix["artifactChanges"]
    for change in fix["artifactChanges"]:
        assert change["replacements"]
        for replacement in change["replacements"]:
            place = {"artifactLocation": change["artifactLocation"], "region": replacement["deletedRegion"]}
            _location(place)
            assert replacement["insertedContent"]["text"]


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


def _in_files(run: dict, root: Path) -> None:
    for uri, region in _places(run["results"]):
        lines = _lines((root / _path(uri)).read_bytes())
        line = lines[region["startLine"] - 1]
        assert region["endColumn"] <= len(line.encode("utf-16-le", "replace")) // 2 + 1, f"{uri}: {region}"
    known: dict[str, dict[int, str]] = {}
    for result in run["results"]:
        where = result["locations"][0]["physicalLocation"]
        uri = where["artifactLocation"]["uri"]
        if uri not in known:
            known[uri] = hashes_of((root / _path(uri)).read_bytes().decode("utf-8", "replace"))
        expected = known[uri][where["region"]["startLine"]]
        assert result["partialFingerprints"]["primaryLocationLineHash"] == expected, uri


def _path(uri: str) -> str:
    return unquote_to_bytes(uri).decode("utf-8", "surrogateescape")


def _lines(data: bytes) -> list[str]:
    """As editors part them; the mark at the beginning of a file is no column."""
    return re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace").removeprefix("\ufeff"))


def _places(part: object) -> Iterator[tuple[str, dict]]:
    """Every place that the results point at or would change."""
    if isinstance(part, dict):
        if "region" in part:
            yield part["artifactLocation"]["uri"], part["region"]
        for replacement in part.get("replacements", []):
            yield part["artifactLocation"]["uri"], replacement["deletedRegion"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _places(inner)
