"""Every seed and every input that ever broke the analysis, and what the fuzzer's checks would catch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse import source
from tests.fuzz import target
from tests.hostile.written import check
from tests.report.builder import report as report_of

SEEDS = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=[path.name for path in SEEDS])
def test_a_seed_is_analysed_and_reported(seed: Path) -> None:
    target.run(seed.read_bytes())


def test_the_first_seeds_reach_the_verdicts() -> None:
    found = target.run((Path(__file__).parent / "seeds" / "several-files.txt").read_bytes())
    assert {site.location.path for site in found.sites} >= {"server.ts", "package.json"}
    assert found.findings


def test_files_are_packed_and_unpacked() -> None:
    files = {"server.ts": b"a\n", "b/c.js": b"===\n x\n", "\udcff.md": b""}
    assert target.unpacked(target.packed(files)) == files
    assert target.unpacked(b"x\n=== /../a//./b.js\ny") == {"server.ts": b"x\n", "a/b.js": b"y"}


def test_what_breaks_inside_counts_as_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(source, "_tree_module", breaks)
    with pytest.raises(AssertionError, match="broke the analysis"):
        target.run(b"app.listen(1)")


def test_a_report_that_steers_counts_as_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "render", lambda *_: "\x1b[2J")
    with pytest.raises(AssertionError, match="steers"):
        target.check_reports(replace(report_of(), not_analysed=(NotAnalysed("a", "b"),)))
    with pytest.raises(AssertionError, match="a script"):
        check("html", "<script></script><script></script><script>")
    with pytest.raises(AssertionError, match="an attribute"):
        check("html", "<img src=x onerror=alert(1)>")
