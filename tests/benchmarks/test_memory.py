import sys
from pathlib import Path

import pytest

from benchmarks.memory import Memory
from benchmarks.programs import ours
from benchmarks.timing import Command, measure


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    folder = tmp_path / "filled"
    folder.mkdir()
    (folder / "a").write_text("1")
    return folder


@pytest.mark.parametrize(("lasts", "found"), [(False, [[], []]), (True, [[], ["left"]])])
def test_what_a_run_leaves_is_there_for_the_next_only_where_it_lasts(
    tmp_path: Path, *, lasts: bool, found: list[list[str]]
) -> None:
    memory = Memory(tmp_path / "memory", lasts=lasts)
    seen = []
    for _ in range(2):
        memory.prepare()
        memory.folder.mkdir(exist_ok=True)
        seen.append([path.name for path in memory.folder.iterdir()])
        (memory.folder / "left").write_text("1")
    assert seen == found


def test_each_run_finds_a_copy_of_what_was_filled(tmp_path: Path, filled: Path) -> None:
    memory = Memory(tmp_path / "memory", filled=filled)
    for _ in range(2):
        memory.prepare()
        assert [path.name for path in memory.folder.iterdir()] == ["a"]
        (memory.folder / "a").unlink()
    assert (filled / "a").exists()
    Memory(tmp_path / "memory", filled=tmp_path / "none").prepare()
    assert not memory.folder.exists()


def test_a_run_is_told_the_folder_and_prepared(tmp_path: Path, filled: Path) -> None:
    memory = Memory(tmp_path / "memory", filled=filled)
    command = ours(tmp_path, memory, "--version")
    assert str(memory.folder) in command.variables.values()
    measure(command)
    assert (memory.folder / "a").exists()


def test_what_prepares_a_run_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def look() -> float:
        done.append("look at the clock")
        return 0.0

    monkeypatch.setattr("benchmarks.timing.time.perf_counter", look)
    measure(Command("a", (sys.executable, "-c", ""), tmp_path, prepare=lambda: done.append("prepare")))
    assert done == ["prepare", "look at the clock", "look at the clock"]
