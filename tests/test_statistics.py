import re
from itertools import count
from pathlib import Path

import pytest

from portbind_lint import clock, workers
from portbind_lint.cli import main
from portbind_lint.clock import UNREAD, Spent, Stage, Stopwatch
from portbind_lint.discover.reader import Kind, Reader
from portbind_lint.pipeline import Request, analyse

EXPOSED = "import express from 'express';\nexpress().listen(3000);\n"
EVERY_RUN = [
    "starting",
    "remembering what was found before",
    "listing files",
    "reading them",
    "loading the catalogue",
    "searching scripts for words",
]
OF_FINDINGS = [
    "parsing those that hold some, and what they import",
    "finding listeners",
    "following addresses",
    "reviewing documents, deployments and controls",
    "judging",
]

Capture = pytest.CaptureFixture[bytes]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "package.json").write_text('{"name": "acme"}')
    (tmp_path / "server.js").write_text(EXPOSED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    """One that finds it a second later at every look at the time."""
    seconds = count(0.0)
    monkeypatch.setattr(clock, "perf_counter", lambda: next(seconds))
    monkeypatch.setattr(clock, "process_time", lambda: 0.5)
    return Stopwatch()


def statistics(capsysbinary: Capture, *words: str) -> list[str]:
    main(["check", "--statistics", *words])
    return capsysbinary.readouterr().err.decode().splitlines()


@pytest.mark.usefixtures("project")
def test_rules_and_classes_are_counted(capsysbinary: Capture) -> None:
    lines = statistics(capsysbinary, "--quiet")
    assert lines[: lines.index("")] == ["     1  undocumented-default-exposure", "     1  wildcard-default"]
    assert statistics(capsysbinary, "--quiet", "package.json")[0] == "no sites"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "fixing"), [((), ["trying fixes"]), (("--format", "markdown"), []), (("--hook", "server.js"), [])]
)
def test_every_stage_says_what_it_took(capsysbinary: Capture, words: tuple[str, ...], fixing: list[str]) -> None:
    lines = statistics(capsysbinary, *words)
    start = lines.index("seconds  where the time went")
    told = [re.fullmatch(r" *(\d+\.\d{3})  (.+)", line) for line in lines[start + 1 : lines.index("", start)]]
    seconds = [(float(found[1]), found[2]) for found in told if found is not None]
    assert len(seconds) == len(told)
    assert [name for _, name in seconds[:-1]] == [*EVERY_RUN, *OF_FINDINGS, *fixing, "writing reports", "the rest"]
    together, closing = seconds[-1]
    assert together == pytest.approx(sum(number for number, _ in seconds[:-1]), abs=0.01)
    on_the_clock = re.fullmatch(r"in all, 1 process; (\d+\.\d{3}) on the clock", closing)
    assert on_the_clock is not None
    assert float(on_the_clock[1]) > together - 0.01


def test_files_and_bytes_are_told(project: Path, capsysbinary: Capture) -> None:
    (project / "data.js").write_text(f"export const data = '{'x ' * 500_000}';\n")
    lines = statistics(capsysbinary)
    assert lines[lines.index("  files       MB") + 1 :][:2] == ["      3     1.00  read", "      1     0.00  parsed"]


@pytest.mark.usefixtures("project")
def test_what_is_remembered_is_told(capsysbinary: Capture) -> None:
    spared = "      1           worth a look, but it is remembered what was found in them"
    assert [spared in statistics(capsysbinary) for _ in range(2)] == [False, True]
    assert spared not in statistics(capsysbinary, "--no-cache")


def test_nobody_is_measured_unasked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stopwatch, "__init__", None)
    assert main(["check"]) == 1
    files, items = Reader(project), iter((1, 2))
    assert UNREAD.watched(files) is files
    assert UNREAD.each(Stage.FINDING, items) is items
    UNREAD.note_spared(1)
    assert UNREAD.taken() == Spent()


def test_a_stage_inside_of_another_is_counted_once(stopwatch: Stopwatch) -> None:
    with stopwatch.stage(Stage.FINDING), stopwatch.parsing("a.js", 7):
        pass
    assert list(stopwatch.each(Stage.REVIEWING, iter("ab"))) == ["a", "b"]
    assert stopwatch.taken().seconds == {
        Stage.STARTING: 0.5,
        Stage.FINDING: 2,
        Stage.PARSING: 1,
        Stage.REVIEWING: 3,
        Stage.REST: 5,
    }
    assert stopwatch.elapsed == 12
    assert stopwatch.taken().parsed == ()


def test_a_stage_that_fails_is_over(stopwatch: Stopwatch) -> None:
    with pytest.raises(ZeroDivisionError), stopwatch.stage(Stage.JUDGING):
        raise ZeroDivisionError
    assert stopwatch.taken().seconds == {Stage.STARTING: 0.5, Stage.JUDGING: 1, Stage.REST: 2}


def test_a_process_that_begins_as_a_copy_has_done_nothing_yet(stopwatch: Stopwatch) -> None:
    stopwatch.restart()
    with stopwatch.stage(Stage.FINDING):
        pass
    assert stopwatch.taken().seconds == {Stage.FINDING: 1}


def test_what_files_say_is_counted_and_not_changed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("0123456789")
    stopwatch = Stopwatch()
    files = stopwatch.watched(Reader(tmp_path))
    assert (files.names(), files.kind("a.txt")) == (("a.txt",), Kind.FILE)
    assert [files.read("a.txt", limit) for limit in (4, 8, 2)] == [b"0123", b"01234567", b"01"]
    assert files.read("missing", 1) is None
    assert stopwatch.taken().read == {"a.txt": 8}


def test_processes_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "UNITS_A_ROW", 1)
    (tmp_path / "host.js").write_text("export const host = '0.0.0.0';\n")
    for number in range(6):
        (tmp_path / f"{number}.js").write_text(EXPOSED.replace("3000", "3000, host") + "import {host} from './host';\n")
    spent = []
    for jobs in (1, 3):
        stopwatch = Stopwatch()
        analyse(Request(tmp_path, jobs=jobs, clock=stopwatch))
        spent.append(stopwatch.taken())
    alone, shared = spent
    assert (len(alone.processes), len(shared.processes)) == (1, 4)
    assert (Stage.WAITING in alone.seconds, Stage.WAITING in shared.seconds) == (False, True)
    assert {*alone.seconds, Stage.WAITING} == {*shared.seconds}
    assert dict(alone.read) == dict(shared.read)
    assert set(alone.parsed) == set(shared.parsed)
    assert len(shared.parsed) >= len(alone.parsed) == 7
