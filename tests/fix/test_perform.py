import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from portbind_lint.fix.apply import by_path, collide, difference, edited
from portbind_lint.fix.perform import differences, perform
from portbind_lint.fix.text import Text
from portbind_lint.model.fix import Fix
from portbind_lint.model.report import ReportedSite
from tests.fix.repaired import analysed, write

CODE = "import http from 'node:http';\nhttp.createServer().listen(1);\nhttp.createServer().listen(2);\n"


def site(root: Path, number: int = 0) -> ReportedSite:
    return analysed(root).sites[number]


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    (tmp_path / "a.js").chmod(0o750)
    assert perform(tmp_path, analysed(tmp_path).sites).paths == ("a.js",)
    assert (tmp_path / "a.js").stat().st_mode & 0o777 == 0o750
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.js", "package.json"]


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    sites = analysed(tmp_path).sites
    (tmp_path / "a.js").write_text(CODE + "// more\n")
    done = perform(tmp_path, sites)
    assert [reason for _, reason in done.left] == ["a.js: it has changed since it was read"] * 2
    assert (tmp_path / "a.js").read_text() == CODE + "// more\n"


def test_a_file_that_vanished_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    sites = analysed(tmp_path).sites
    (tmp_path / "a.js").unlink()
    assert {reason for _, reason in perform(tmp_path, sites).left} == {"a.js: it is no file any more"}


def test_a_link_inside_the_root_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    sites = analysed(tmp_path).sites
    (tmp_path / "a.js").rename(tmp_path / "real.js")
    (tmp_path / "a.js").symlink_to("real.js")
    assert perform(tmp_path, sites).paths == ("a.js",)
    assert (tmp_path / "a.js").is_symlink()
    assert "127.0.0.1" in (tmp_path / "real.js").read_text()


def test_a_link_that_leaves_the_root_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    write(root, {"a.js": CODE})
    sites = analysed(root).sites
    (root / "a.js").rename(tmp_path / "outside.js")
    (root / "a.js").symlink_to(tmp_path / "outside.js")
    assert {reason for _, reason in perform(root, sites).left} == {"a.js: it lies outside of the repository"}
    assert (tmp_path / "outside.js").read_text() == CODE


def test_a_file_with_two_names_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    os.link(tmp_path / "a.js", tmp_path / "b.txt")
    done = perform(tmp_path, analysed(tmp_path).sites)
    assert {reason for _, reason in done.left} == {"a.js: it has more than one name on the disk"}
    assert (tmp_path / "a.js").read_text() == CODE


def test_what_cannot_be_written_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.js": CODE})
    sites = analysed(tmp_path).sites

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = perform(tmp_path, sites)
    assert {reason for _, reason in done.left} == {"a.js: it cannot be written: No space left on device"}
    assert (tmp_path / "a.js").read_text() == CODE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.js", "package.json"]


def test_what_cannot_be_read_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.js": CODE})
    sites = analysed(tmp_path).sites

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {reason for _, reason in perform(tmp_path, sites).left} == {"a.js: it cannot be read: Permission denied"}


def test_of_two_fixes_for_one_place_the_first_is_made(tmp_path: Path) -> None:
    write(tmp_path, {"a.js": CODE})
    first = site(tmp_path)
    assert isinstance(first.mending, Fix)
    other = replace(first, mending=replace(first.mending, edits=(replace(first.mending.edits[0], text=", '::1'"),)))
    done = perform(tmp_path, (first, other))
    assert [reason for _, reason in done.left] == ["another fix changes the same place"]
    assert (tmp_path / "a.js").read_text() == CODE.replace("(1)", "(1, '127.0.0.1')")


def test_the_diff_is_what_would_be_written(tmp_path: Path) -> None:
    files = {"a.js": CODE, "b/c d.js": "\r\n" * 9 + CODE.replace("\n", "\r\n") + "//\r\n" * 9 + CODE.rstrip("\n")}
    write(tmp_path, files)
    text, would = differences(tmp_path, analysed(tmp_path).sites)
    assert would.paths == ("a.js", "b/c d.js")
    assert (tmp_path / "a.js").read_text() == CODE
    (tmp_path / "patch").write_bytes(text.encode())
    subprocess.run(["git", "apply", "--whitespace=nowarn", "patch"], cwd=tmp_path, check=True)
    patched = {name: (tmp_path / name).read_bytes() for name in files}
    write(tmp_path, files)
    perform(tmp_path, analysed(tmp_path).sites)
    assert {name: (tmp_path / name).read_bytes() for name in files} == patched


def test_the_diff_of_several_hunks() -> None:
    lines = "".join(f"line {number}\n" for number in range(30))
    text = Text("a.js", lines.encode())
    edits = [
        text.edit(lines.index(f"line {n}\n"), lines.index(f"line {n}\n") + 4, new)
        for n, new in ((2, "a\nb"), (6, "c"), (25, ""))
    ]
    assert difference("a.js", text.data, edits).splitlines()[2:] == [
        "@@ -1,10 +1,11 @@", " line 0", " line 1", "-line 2", "+a", "+b 2", " line 3", " line 4", " line 5",
        "-line 6", "+c 6", " line 7", " line 8", " line 9",
        "@@ -23,7 +24,7 @@", " line 22", " line 23", " line 24", "-line 25", "+ 25", " line 26", " line 27", " line 28",
    ]  # fmt: skip


def test_edits_are_made_once_and_in_order() -> None:
    text = Text("a.js", b"0123456789")
    one, two = text.edit(2, 4, "x"), text.edit(6, 6, "y")
    assert by_path([two, one, one]) == {"a.js": (one, two)}
    assert edited(text.data, [two, one]) == b"01x45y6789"
    assert not collide([one, two, two])
    assert collide([one, text.edit(3, 5, "z")])
    assert collide([two, text.edit(6, 6, "z")])
