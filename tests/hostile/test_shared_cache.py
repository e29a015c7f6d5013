"""Runs that remember in one folder, of which some are killed at any moment: what the others say stays right."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from portbind_lint.recall import store
from tests.hostile.program import command, environment

ROUNDS = 4
FILES = 40


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    return root


def _write(root: Path, exposed: int) -> None:
    """Listeners of which so many are exposed."""
    for number in range(FILES):
        host = "" if number < exposed else ", '127.0.0.1'"
        (root / f"m{number}.js").write_text(f"import express from 'express';\nexpress().listen(1{host});\n")


def _begin(root: Path, cache: Path) -> subprocess.Popen[bytes]:
    words = command("check", "--format", "json", "--cache-dir", str(cache))
    return subprocess.Popen(words, cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _exposed(child: subprocess.Popen[bytes]) -> list[str]:
    """The paths of the findings."""
    out, errors = child.communicate(timeout=120)
    assert (child.returncode, errors) == (1, b"")
    return sorted(site["path"] for site in json.loads(out)["sites"] if site["verdict"] == "high")


def test_runs_that_share_a_cache_of_which_one_is_killed(project: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    chance = random.Random(1)  # noqa: S311 - the same each time
    _write(project, 1)
    begun = time.monotonic()
    assert _exposed(_begin(project, cache)) == ["m0.js"]
    whole = time.monotonic() - begun
    for number in range(ROUNDS):
        exposed = chance.randrange(1, FILES)
        _write(project, exposed)
        killed, other = _begin(project, cache), _begin(project, cache)
        time.sleep(chance.random() * whole)
        killed.send_signal(chance.choice((signal.SIGKILL, signal.SIGINT, signal.SIGTERM)))
        killed.communicate(timeout=60)
        right = sorted(f"m{one}.js" for one in range(exposed))
        assert _exposed(other) == right, number
        assert _exposed(_begin(project, cache)) == right, number


def test_an_entry_that_was_damaged_is_not_believed(project: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    chance = random.Random(1)  # noqa: S311 - the same each time
    _write(project, 2)
    assert _exposed(_begin(project, cache)) == ["m0.js", "m1.js"]
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damaged in (
        whole[: len(whole) // 2],
        whole.replace(b"m1.js", b"m9.js"),
        whole + b"\n",
        b"",
        bytes(chance.randrange(256) for _ in whole),
    ):
        file.write_bytes(damaged)
        assert _exposed(_begin(project, cache)) == ["m0.js", "m1.js"]
        assert file.read_bytes() != damaged, "what is right takes its place"


def test_what_killed_runs_had_begun_to_write_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, fresh = tmp_path / ".0-0.remembered.0123abcd", tmp_path / ".1-1.remembered.4567cdef"
    begun.write_text("half")
    fresh.write_text("half")
    monkeypatch.setattr(store, "_ABANDONED_NS", 0)
    store._prune(tmp_path)  # noqa: SLF001 - what each write ends with
    assert list(tmp_path.iterdir()) == []
    fresh.write_text("half")
    monkeypatch.undo()
    store._prune(tmp_path)  # noqa: SLF001 - what each write ends with
    assert list(tmp_path.iterdir()) == [fresh]
