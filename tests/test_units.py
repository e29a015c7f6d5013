import gc
import multiprocessing
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

import pytest

from portbind_lint import listeners, sources, units, workers
from portbind_lint.bind import sites
from portbind_lint.config.settings import Config
from portbind_lint.discover.repository import FileRepository
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.errors import UserError
from portbind_lint.model.facts import Module
from portbind_lint.model.fix import Fix
from portbind_lint.model.source import NotAnalysed, Repository
from portbind_lint.pipeline import Request, analyse
from portbind_lint.sources import Sources
from portbind_lint.units import Done, Shared, Unit, analysed
from portbind_lint.workers import Shares, processes

HOST = "export const host = '0.0.0.0';\n"
LISTENS = "import express from 'express';\nimport {{ host }} from '{to}shared.js';\nexpress().listen({port}, host);\n"
MANIFEST = '{"dependencies": {"express": "4", "vite": "5"}, "scripts": {"dev": "vite"}}'
NUMBER = 6


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, each unit a row of its own, with a host that two packages share, and one broken script."""
    monkeypatch.setattr(workers, "UNITS_A_ROW", 1)
    (tmp_path / "package.json").write_text('{"name": "all", "scripts": {"dev": "vite --host"}}')
    (tmp_path / "shared.js").write_text(HOST)
    for n in range(NUMBER):
        folder = tmp_path / f"package{n}"
        folder.mkdir()
        (folder / "package.json").write_text(
            '{"dependencies": {"express": "4", "vite": "5"}, "scripts": {"dev": "vite"}}'
        )
        (folder / "server.js").write_text(LISTENS.format(to="../", port=3000 + n))
    (tmp_path / "package0/vite.config.js").write_text("export default { server: { host: true } };\n")
    (tmp_path / "package1/broken.js").write_text("server.listen(80);\nfunction (((\n")
    return tmp_path


@pytest.mark.parametrize("fixes", [False, True])
def test_any_number_of_processes_gives_the_report_of_one(repository: Path, *, fixes: bool) -> None:
    told: list[tuple[int, int]] = []
    alone = analyse(Request(repository, fixes=fixes, jobs=1))
    shared = analyse(Request(repository, fixes=fixes, jobs=3, progress=lambda *done: told.append(done)))
    assert alone == shared
    assert sum(site.library == "express" for site in shared.sites) == NUMBER
    assert [problem.path for problem in shared.not_analysed] == ["package1/broken.js"]
    assert sorted(told) == told
    assert told[0] == (0, NUMBER + 2)


def test_rows_of_any_length_give_the_same_report(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_each = analyse(Request(repository, jobs=2))
    monkeypatch.setattr(workers, "UNITS_A_ROW", 3)
    assert analyse(Request(repository, jobs=2)) == one_each


def test_many_broken_files_cost_each_unit_no_more_than_few(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (repository / f"package1/broken{number}.js").write_text("server.listen(80);\nfunction (((\n")
    most = 0

    def measured(unit: Unit, shared: Shared) -> Done:
        nonlocal most
        done = analysed(unit, shared)
        most = max(most, len(done.not_analysed))
        return done

    monkeypatch.setattr(workers, "analysed", measured)
    assert len(analyse(Request(repository, jobs=1)).not_analysed) == 31
    assert most == 1


def test_a_configuration_of_another_unit_speaks_for_a_command(repository: Path) -> None:
    found = analyse(Request(repository, jobs=1)).sites
    vite = [site.location.path for site in found if site.library == "vite"]
    assert "package0/vite.config.js" in vite
    assert "package0/package.json" not in vite
    assert "package1/package.json" in vite


def test_a_host_that_listeners_of_several_units_share_is_edited_for_all_of_them(repository: Path) -> None:
    report = analyse(Request(repository, fixes=True, jobs=1))
    mendings = [site.mending for site in report.findings if site.library == "express"]
    assert len(mendings) == NUMBER
    assert len({mending.edits for mending in mendings if isinstance(mending, Fix)}) == 1


def test_no_more_listeners_of_one_file_are_looked_for_than_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sites, "MOST_SITES", 3)
    monkeypatch.setattr(listeners, "MOST_SITES", 3)
    listening = "import http from 'http';\n" + "http.createServer().listen(1);\n"
    (tmp_path / "many.js").write_text(listening + "http.createServer().listen(1);\n" * 5)
    (tmp_path / "one.js").write_text(listening)
    report = analyse(Request(tmp_path, jobs=1))
    assert [(site.location.path, site.location.line) for site in report.sites] == [
        ("many.js", 2), ("many.js", 3), ("many.js", 4), ("one.js", 2),
    ]  # fmt: skip
    assert report.not_analysed == (NotAnalysed("many.js", "only 3 listeners of it were looked for"),)


def test_a_killed_process_ends_the_run_with_one_line(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def dies(*_: object) -> None:
        if os.getpid() != parent:
            # Whatever ends before all rows are handed out counts as a process that could not be started.
            time.sleep(0.5)
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(workers, "analysed", dies)
    with pytest.raises(UserError, match=r"was killed.*--jobs 1"):
        analyse(Request(repository, jobs=2))


def test_a_mistake_of_the_caller_comes_back_from_another_process(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise UserError("a message")

    monkeypatch.setattr(listeners, "find_sites", refuses)
    with pytest.raises(UserError, match="a message"):
        analyse(Request(repository, jobs=2))


def test_no_process_is_left_once_the_report_is_there(repository: Path) -> None:
    before = threading.active_count()
    analyse(Request(repository, jobs=2))
    assert multiprocessing.active_children() == []
    assert threading.active_count() <= before


def test_processes_start_only_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert [processes(0, number) for number in (0, 1, 3, 4, 8, 100)] == [1, 1, 1, 2, 4, 4]
    assert [processes(wanted, 100) for wanted in (1, 2, 1000)] == [1, 2, 16]
    monkeypatch.setattr("sys.platform", "darwin")
    assert processes(4, 100) == 1


def test_neighbouring_units_go_to_one_process() -> None:
    shares = Shares(10, 2, Lock())
    first, second = shares.begin(), shares.begin()
    assert [shares.next(one) for one in (first, second, first, second)] == [0, 5, 1, 6]


@pytest.mark.parametrize(("units", "number"), [(1, 1), (7, 2), (40, 3), (5, 5)])
def test_whoever_is_done_takes_over_what_others_have_left(units: int, number: int) -> None:
    shares = Shares(units, number, Lock())
    busy = [shares.begin() for _ in range(number)]
    order = [shares.next(busy[0]) for _ in range(units)]
    assert sorted(order) == list(range(units))
    assert order[: units // number] == list(range(units // number))


def test_modules_are_kept_while_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.js").write_text("f();\n")
    repository = FileRepository(tmp_path)
    sources = Sources(repository, "tree-sitter", lambda _path, _error: None)

    def module(path: str) -> Module:
        found = sources.parse(path, repository.read(path) or b"")
        assert not isinstance(found, NotAnalysed)
        return found

    first = {path: module(path) for path in ("a.js", "b.js", "c.js", "a.js")}
    monkeypatch.setattr("portbind_lint.sources.KEPT_BYTES", 10)
    sources.trim()
    assert [module(path) is first[path] for path in ("a.js", "c.js", "b.js")] == [True, True, False]


def test_a_module_of_an_earlier_unit_makes_room_for_one_of_this(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = Sources(FileRepository(tmp_path), "tree-sitter", lambda _path, _error: None)
    monkeypatch.setattr("portbind_lint.sources.KEPT_BYTES", 8)
    held: dict[str, weakref.ref[Module]] = {}

    def parse(path: str) -> Module:
        module = sources.parse(path, b"f();")
        assert not isinstance(module, NotAnalysed)
        held[path] = weakref.ref(module)
        return module

    kept = parse("a.js"), parse("b.js"), parse("c.js")
    assert [parse(path) for path in ("a.js", "b.js", "c.js")] == list(kept)
    del kept
    sources.trim()
    parse("c.js")
    parse("d.js")
    assert [path for path in "abcd" if held[f"{path}.js"]() is not None] == ["c", "d"]


def test_the_configuration_reaches_the_processes(repository: Path) -> None:
    request = Request(repository, config=Config(exclude=("package2/",)), jobs=2)
    assert analyse(request) == analyse(replace(request, jobs=1))
    assert not [site for site in analyse(request).sites if site.location.path.startswith("package2/")]


def test_a_unit_leaves_nothing_that_has_to_be_collected(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[weakref.ref[Module] | weakref.ref[Program]] = []
    parse, program = Sources.parse, Program

    def watched(sources: Sources, path: str, data: bytes) -> Module | NotAnalysed:
        module = parse(sources, path, data)
        if not isinstance(module, NotAnalysed):
            held.append(weakref.ref(module))
        return module

    def made(repository: Repository, read: Callable[[str, bytes], Module | NotAnalysed]) -> Program:
        held.append(weakref.ref(found := program(repository, read)))
        return found

    monkeypatch.setattr(Sources, "parse", watched)
    monkeypatch.setattr(units, "Program", made)
    monkeypatch.setattr(sources, "KEPT_BYTES", 0)
    gc.disable()
    try:
        analyse(Request(repository, jobs=1))
    finally:
        gc.enable()
    assert len(held) > 2 * NUMBER
    assert [one for one in held if one() is not None] == []
