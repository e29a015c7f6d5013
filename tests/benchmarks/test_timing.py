import sys
from pathlib import Path

import pytest

from benchmarks.timing import Command, FailedError, by_turns, measure


def python(name: str, code: str, folder: Path, codes: tuple[int, ...] = (0,)) -> Command:
    return Command(name, (sys.executable, "-I", "-c", code), folder, codes)


def test_time_and_memory_are_those_of_the_program(tmp_path: Path) -> None:
    run = measure(python("large", "import time; a = bytearray(80_000_000); time.sleep(0.05)", tmp_path))
    assert run.seconds >= 0.05
    assert run.cpu > 0
    assert run.peak > 80


def test_an_exit_code_that_stands_for_done_work_is_none_of_failure(tmp_path: Path) -> None:
    assert measure(python("found", "raise SystemExit(1)", tmp_path, (0, 1))).seconds > 0
    with pytest.raises(FailedError, match=r"found: ended with 1 .*oh no"):
        measure(python("found", "raise SystemExit('oh no')", tmp_path))


def test_programs_run_by_turns_and_a_missing_one_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log"
    said: list[str] = []
    commands = (
        python("a", f"open({str(log)!r}, 'a').write('a')", tmp_path),
        python("b", f"open({str(log)!r}, 'a').write('b')", tmp_path),
        Command("none", (str(tmp_path / "none"),), tmp_path),
    )
    runs = by_turns(commands, 2, said.append)
    assert {name: len(found) for name, found in runs.items()} == {"a": 2, "b": 2}
    assert log.read_text() == "ab" + "ab" + "ba"
    assert said == ["none: No such file or directory"]


def test_one_round_needs_no_run_before_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    runs = by_turns((python("a", f"open({str(log)!r}, 'a').write('a')", tmp_path),), 1, lambda _: None)
    assert (len(runs["a"]), log.read_text()) == (1, "a")
