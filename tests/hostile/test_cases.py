"""Each hostile repository in a small size; `python -m tests.hostile` takes the full ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.cases import CASES
from tests.hostile.program import forked
from tests.hostile.run import run

GENEROUS = 600
"""Seconds that only what hangs takes, however busy the machine is."""


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_repository(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    run(case, tmp_path, case.small, GENEROUS, forked)
