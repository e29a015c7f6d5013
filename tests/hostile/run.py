"""One hostile repository: built, analysed, and what it got compared with what it should."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.cases import LISTENER, Case
from tests.hostile.program import Ran, Start, analyse


def run(case: Case, folder: Path, size: int, seconds: float, start: Start) -> Ran:
    """Raises AssertionError where the case does not get what it should."""
    root, work = folder / "root", folder / "work"
    root.mkdir()
    work.mkdir()
    case.build(root, size)
    (root / "server.js").write_text(LISTENER)
    ran = analyse(root, work, seconds=seconds, start=start)
    assert ran.code == 1, "the listener beside it counts"
    missing = {"server.js:3", *case.sites}.difference(ran.sites())
    assert not missing, f"{missing} not found, but {ran.sites()[:20]}; {ran.reasons()}"
    assert case.left_out in {"", *ran.left_out()}, ran.left_out()
    reasons = ran.reasons()
    for path, part in case.reasons:
        assert part in reasons.get(path, "nothing said"), (path, reasons)
    assert not [place for place, _, names in os.walk(folder) if "ran" in names], "something was run"
    assert "SECRET" not in (work / "json").read_text(encoding="utf-8")
    return ran
