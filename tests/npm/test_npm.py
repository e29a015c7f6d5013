"""The test over packages notices what it is there for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint import pipeline
from tests.hostile.cases import LISTENER
from tests.npm import analyse, results
from tests.npm.analyse import Analysed, analysed
from tests.npm.sets import ALL, FEW, FOLDER, installed, wanted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two packages by name, one that they need, and another version of it inside."""
    (tmp_path / "package.json").write_text('{"dependencies": {"a": "1", "@s/b": "1"}}')
    tree = {
        "a": "1",
        "@s/b": "2",
        "c": "3",
        "a/node_modules/c": "4",
        "@s/b/node_modules/c": "3",
        "c/node_modules/a": "9",
    }
    for path, version in tree.items():
        place = tmp_path / "node_modules" / path
        (place / "dist").mkdir(parents=True)
        (place / "package.json").write_text(json.dumps({"name": path, "version": version}))
        (place / "dist" / "server.min.js").write_text(LISTENER)
    (tmp_path / "node_modules" / ".bin").mkdir()
    return tmp_path


def test_every_version_of_a_package_is_analysed_once(folder: Path) -> None:
    found = [(package.key, package.wanted) for package in installed(folder)]
    assert found == [("@s/b@2", True), ("a@1", True), ("a@9", False), ("c@3", False), ("c@4", False)]


def test_what_was_built_is_analysed_and_what_is_inside_of_it_is_not(folder: Path) -> None:
    (package,) = (package for package in installed(folder) if package.key == "a@1")
    got = analysed(package)
    assert [(site.place, site.address) for site in got.sites] == [("dist/server.min.js:3", "wildcard-default")]
    assert (got.scripts, got.broken, got.not_analysed) == (1, (), ())
    assert json.loads(got.as_json())["key"] == "a@1"


def test_a_hang_and_a_crash_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = installed(folder)[0]

    def hangs(_: object) -> None:
        while True:
            time.process_time()

    def breaks(_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(pipeline, "analyse", breaks)
    assert analysed(package).broken == ("RecursionError: deep",)
    monkeypatch.setattr(analyse, "HANG", 0.05)
    monkeypatch.setattr(pipeline, "analyse", hangs)
    assert analysed(package).broken == ("HangError: more than 0.05 s",)


def counted(folder: Path) -> Iterator[Analysed]:
    yield from (analysed(package) for package in installed(folder))


def test_what_changed_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    found = list(counted(folder))
    before = results.summary(FEW, found)
    results.write(FEW, before)
    assert list(results.differences(FEW, before)) == []
    fewer = [replace(found[0], sites=(), not_analysed=(("x", "larger than 5,000 bytes"),)), *found[1:]]
    told = "\n".join(results.differences(FEW, results.summary(FEW, fewer)))
    assert "no longer found: @s/b@2 dist/server.min.js:3" in told
    assert "sites: 5 before, 4 now" in told
    assert "not analysed: none before, 1 larger than N bytes now" in told
    assert "5 wildcard-default" in results.told(before)


def test_the_sets() -> None:
    servers, mcp = wanted(ALL)
    assert (len(servers), len(mcp)) == (60, 40)
    assert {*wanted(FEW)[0], *wanted(FEW)[1]} <= {*servers, *mcp}
    for name in (ALL, FEW):
        packages = json.loads((FOLDER / name / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        assert all("integrity" in entry or "inBundle" in entry for path, entry in packages.items() if path)
        assert not any("resolved" in entry for entry in packages.values())
        assert all(packages[f"node_modules/{each}"]["version"] for group in wanted(name) for each in group)
