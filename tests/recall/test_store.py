"""What is remembered on the disk: used where it is whole, and never a reason to fail or to say something else."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint import cli, units, workers
from portbind_lint.model.errors import UserError
from portbind_lint.pipeline import Request, analyse
from portbind_lint.recall import folder as folders
from portbind_lint.recall import installation, store
from portbind_lint.recall.book import Book
from portbind_lint.recall.folder import VARIABLE, cache_folder
from portbind_lint.recall.plain import as_json, from_json
from portbind_lint.recall.remembered import NOW, Forgetful, Remembered
from portbind_lint.recall.store import Store
from portbind_lint.units import Done, Unit
from tests.discover.checkout import write
from tests.recall.recalling import FILES

BROKEN = (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError)


@dataclass
class Place:
    """A repository, a cache folder, what was complained of, and the units that were analysed."""

    root: Path
    folder: Path
    complaints: list[str]
    analysed: list[str]

    def store(self) -> Store:
        return Store(self.folder, self.root, "", self.complaints.append)

    def request(self) -> Request:
        """As a new process would ask."""
        return Request(self.root, jobs=1, memory=self.store())

    @property
    def file(self) -> Path:
        (file,) = self.folder.iterdir()
        return file


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    write(tmp_path / "repository", dict(FILES))
    # As if nobody had touched them for long: a file's mark is trusted only then.
    monkeypatch.setattr(store, "_SETTLED_NS", -(10**12))
    found = Place(tmp_path / "repository", tmp_path / "cache" / "deep", [], [])

    def noted(unit: Unit, *rest: object) -> Done:
        found.analysed.append(unit.script)
        return units.analysed(unit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "analysed", noted)
    return found


def test_another_process_analyses_nothing_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first = analyse(place.request())
    place.analysed.clear()
    monkeypatch.setattr(store, "_write", lambda *_: pytest.fail("nothing has changed"))
    monkeypatch.setattr(
        "portbind_lint.discover.reader.blob_name", lambda _: pytest.fail("no file is read for its name")
    )
    assert analyse(place.request()) == first
    assert not place.analysed
    assert not place.complaints
    assert place.folder.stat().st_mode & 0o777 == 0o700
    assert place.file.stat().st_mode & 0o777 == 0o600


def test_fixes_are_remembered_for_the_paths_they_were_made_for(place: Place) -> None:
    first = analyse(replace(place.request(), fixes=True))
    assert any(site.mending for site in first.sites)
    place.analysed.clear()
    assert analyse(replace(place.request(), fixes=True)) == first
    assert not place.analysed
    one = replace(place.request(), fixes=True, paths=("b",))
    assert analyse(one) == analyse(replace(one, memory=Forgetful()))


@pytest.mark.parametrize("damage", ["empty", "half", "flipped", "headless", "text", "other"])
def test_a_damaged_file_is_as_good_as_none(place: Place, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = analyse(place.request())
    whole = place.file.read_bytes()
    head, _, body = whole.partition(b"\n")
    damaged = {
        "empty": b"",
        "half": whole[: len(whole) // 2],
        "flipped": whole.replace(b"0.0.0.0", b"127.0.1"),
        "headless": body,
        "text": head + b"\nhello",
        "other": whole,
    }[damage]
    if damage == "other":
        monkeypatch.setattr(store, "installation", lambda: "another version")
    place.file.write_bytes(damaged)
    place.analysed.clear()
    assert analyse(place.request()) == first
    assert place.analysed
    assert not place.complaints
    place.analysed.clear()
    assert analyse(place.request()) == first
    assert not place.analysed


@pytest.mark.parametrize(
    "content",
    [
        b"1",
        b"[]",
        b"[]\n[]",
        b'[[],[],""]\n[[],1,[],[]]',
        b'[[],[],"",[]]\n[[[],[],[]],["Unfit",["{}"],{}],["",[],[],[],[],[],[]],[[[],0,["{}"]]],[[],[],[]]]',
        b'[[],[],"",[]]\n[[[],[],[]],["Unfit",["{}"],{}],["",[],[],[],[],[],[]],[[[],0,["{}"]]],[[],[],[[[],[],[],[]]]]]\n3',
        b'[[],[],"",[]]\n[[[],[],[]],["Unfit",["{}"],{}],["",[],[],[],[],[],[]],[[[],0,[""]]],[[],[],[[[],[],[],[]]]]]\n[""]',
    ],
)
def test_what_is_whole_but_nothing_of_ours_is_ignored(place: Place, content: bytes) -> None:
    analyse(place.request())
    place.file.write_bytes(store._head(content) + b"\n" + content)  # noqa: SLF001 - as if we had written it
    assert place.store().recalled(NOW) is None


def test_a_file_that_changes_meanwhile_is_not_taken_for_what_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = place.root / "shared.js"
    before = shared.read_text()

    def changing(unit: Unit, *rest: object) -> Done:
        shared.write_text("export const host = '127.0.0.1';\n")
        return units.analysed(unit, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(workers, "analysed", changing)
        analyse(place.request())
    shared.write_text(before)
    request = place.request()
    assert analyse(request) == analyse(replace(request, memory=Forgetful()))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", ["written", "removed"])
def test_a_document_that_changes_before_it_is_read_is_not_taken_for_what_it_was(
    place: Place, change: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = place.root / "README.md"
    before = document.read_text()

    def changing(unit: Unit, *rest: object) -> Done:
        if change == "written":
            document.write_text("# All\n\nNever expose it: for this machine only.\n")
        else:
            document.unlink(missing_ok=True)
        return units.analysed(unit, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(workers, "analysed", changing)
        meanwhile.setattr(workers, "UNITS_A_ROW", 1)
        analyse(replace(place.request(), jobs=jobs))
    document.write_text(before)
    request = place.request()
    assert analyse(request) == analyse(replace(request, memory=Forgetful()))


def test_a_change_that_hides_its_time_is_seen(place: Place) -> None:
    analyse(place.request())
    script = place.root / "b/server.js"
    status = script.stat()
    script.write_text(script.read_text().replace("3002", "3003"))
    os.utime(script, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert any(":3003" in site.location.text or "3003" in site.location.text for site in analyse(place.request()).sites)


def test_a_file_that_was_just_written_is_read_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_SETTLED_NS", 10**12)
    analyse(place.request())
    memory = place.store()
    assert memory.recalled(NOW) is not None
    assert not memory.marks.before


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), PermissionError(13, "Permission denied")]
)
def test_a_folder_that_takes_nothing_costs_one_line(
    place: Place, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fails)
    found = analyse(place.request())
    assert found == analyse(replace(place.request(), memory=Forgetful()))
    (complaint,) = place.complaints
    assert complaint.startswith(f"what was found cannot be remembered in {place.folder}: {error.strerror}; ")
    assert not list(place.folder.iterdir())


def test_an_interrupt_leaves_nothing_half_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        analyse(place.request())
    assert not list(place.folder.iterdir())


def test_what_was_written_longest_ago_is_let_go_of(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST_FILES", 2)
    for number in range(4):
        analyse(
            Request(place.root, jobs=1, memory=Store(place.folder, place.root, str(number), place.complaints.append))
        )
        for age, file in enumerate(sorted(place.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)):
            os.utime(file, ns=(age + 1, age + 1))
    assert len(list(place.folder.iterdir())) == 2
    assert Store(place.folder, place.root, "3", place.complaints.append).recalled(NOW) is not None
    assert Store(place.folder, place.root, "0", place.complaints.append).recalled(NOW) is None


def test_a_cache_in_the_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "link").symlink_to(tmp_path / "repository")
    inside = tmp_path / "repository" / "cache"
    for named in (inside, tmp_path / "link" / "cache", tmp_path / "repository"):
        with pytest.raises(UserError, match=r"--cache-dir .*: it lies in .*, which is analysed"):
            cache_folder(str(named), tmp_path / "repository")
    assert cache_folder(str(tmp_path / "cache"), tmp_path / "repository") == tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(inside))
    with pytest.raises(UserError, match=VARIABLE):
        cache_folder(None, tmp_path / "repository")


def test_without_a_name_it_is_the_folder_for_such_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "caches")
    assert cache_folder(None, tmp_path / "repository") == tmp_path / "caches"
    # Whoever analyses his whole home folder.
    assert cache_folder(None, tmp_path) is None
    assert folders.VARIABLE == "PORTBIND_LINT_CACHE_DIR"


@pytest.mark.parametrize(("words", "written"), [((), True), (("--no-cache",), False)])
def test_the_command_line_remembers_unless_told_not_to(
    place: Place,
    words: tuple[str, ...],
    written: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, str(place.folder))
    assert cli.main(["check", "--exit-zero", "-q", "--root", str(place.root), *words]) == 0
    assert place.folder.exists() is written


def test_who_cannot_remember_says_so_in_one_line(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.folder.parent.mkdir()
    place.folder.write_text("a file")
    monkeypatch.setenv(VARIABLE, str(place.folder))
    assert cli.main(["audit", "--root", str(place.root)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("portbind-lint: what was found cannot be remembered in ")
    assert line.endswith("--no-cache does without")


def test_an_installation_is_told_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "a.py").write_text("1")
    monkeypatch.setattr(installation, "_PACKAGE", tmp_path)
    ask = installation.installation.__wrapped__
    first = ask()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("1")
    assert ask() == first
    (tmp_path / "room" / "a.py").write_text("12")
    assert ask() != first


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 5)
    | st.sampled_from(["", "{}", "Trace", "Location", "Verdict", "Part", "x"]),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_an_object_or_refused(value: object) -> None:
    with suppress(*BROKEN):
        from_json(value)  # type: ignore[arg-type]


@given(JSON, JSON, JSON, JSON)
def test_any_lines_are_something_remembered_or_refused(
    files: object, worth: object, rows: object, line: object
) -> None:
    """Each part that is no list at all would hide the others from view."""
    unfit, sorting = ["Unfit", ["{}"], {}], ["", [], [], [], [], [], [0]]
    for first in (files, [["a", "b"], ["1", "2"], ""], [["a"], ["1"], "", [0], [1], [2], [3], files]):
        for second in (
            worth,
            [worth, unfit, sorting, rows, [[], [], []]],
            [[[0], [1], [True]], unfit, sorting, [[[0], 0, ["{}"]]], [[], [], [rows]]],
        ):
            with suppress(*BROKEN):
                body = b"\n".join(json.dumps(part).encode() for part in (first, second, line))
                assert isinstance(Book().read(body)[0], Remembered)


def test_only_listed_classes_are_written() -> None:
    with pytest.raises(ValueError, match="Path"):
        as_json(Path())
    with pytest.raises(ValueError, match="Place"):
        as_json(Place(Path(), Path(), [], []))


def test_the_body_is_what_the_head_says(place: Place) -> None:
    analyse(place.request())
    head, _, body = place.file.read_bytes().partition(b"\n")
    assert head.split()[1].decode() == hashlib.blake2b(body, digest_size=16).hexdigest()
