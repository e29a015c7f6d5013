"""Another state with the same names is sorted as the one before was, unless something decides otherwise now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portbind_lint.discover.base import last_commits
from portbind_lint.discover.identity import Marks
from portbind_lint.discover.reader import Reader
from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.sorting import Before
from portbind_lint.discover.tree import TreeReader
from tests.discover.checkout import commit, write

FILES: dict[str, str | bytes | None] = {
    "package.json": "{}",
    "README.md": "# Text\n",
    "bin/run": "#!/usr/bin/env node\n",
    "bin/other": "#!/bin/sh\n",
    "dist/made.js": "// @generated\n",
    "lib/own.js": "export const a = 1;\n",
    "src/a.js": "export const a = 1;\n",
    "src/b.ts": "export const b = 1;\n",
}


def _link(root: Path) -> None:
    (root / "src/a.js").unlink()
    (root / "src/a.js").symlink_to("b.ts")


CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing": (lambda _: None, True),
    "a script": (lambda root: (root / "src/a.js").write_text("export const a = 22;\n"), True),
    "a document": (lambda root: (root / "README.md").write_text("# Other\n"), True),
    "a new file": (lambda root: (root / "src/c.js").write_text(""), False),
    "a removed file": (lambda root: (root / "src/a.js").unlink(), False),
    "a script is a link now": (_link, False),
    "what is built is written by hand now": (lambda root: (root / "dist/made.js").write_text("let a;\n"), False),
    "what is written by hand is built now": (lambda root: (root / "lib/own.js").write_text("// @generated\n"), False),
    "another program": (lambda root: (root / "bin/other").write_text("#!/usr/bin/env node\n"), False),
}


def found(repository: FileRepository) -> tuple[object, ...]:
    return repository.files, repository.scripts, repository.left_out, repository.identities(), repository.not_analysed


@pytest.mark.parametrize("change", CHANGES)
def test_a_folder(tmp_path: Path, change: str) -> None:
    write(tmp_path, FILES)
    marks = Marks()
    first = FileRepository(tmp_path, files=Reader(tmp_path, marks))
    before = Before(first.sorting, first.identities())
    act, again = CHANGES[change]
    act(tmp_path)
    later = FileRepository(tmp_path, files=Reader(tmp_path, Marks(dict(marks.now))), before=before)
    assert found(later) == found(FileRepository(tmp_path))
    assert (later.sorting is before.sorting) is again


@pytest.mark.parametrize("change", CHANGES)
def test_a_commit(tmp_path: Path, change: str) -> None:
    write(tmp_path, FILES)
    commit(tmp_path, {}, "one")
    (one,) = last_commits(tmp_path)
    then = one.files()
    first = FileRepository(tmp_path, files=then)
    before = Before(first.sorting, first.identities())
    then.close()
    act, again = CHANGES[change]
    act(tmp_path)
    commit(tmp_path, {}, "two")
    (two,) = last_commits(tmp_path)
    quick, anew = two.files(), two.files()
    later = FileRepository(tmp_path, files=quick, before=before)
    assert found(later) == found(FileRepository(tmp_path, files=anew))
    assert (later.sorting is before.sorting) is again
    for path in (*later.files, "dist/made.js", "none", "src/c.js"):
        assert [answer(quick, path) for answer in ANSWERS] == [answer(anew, path) for answer in ANSWERS]
    quick.close()
    anew.close()


ANSWERS: tuple[Callable[[TreeReader, str], object], ...] = (
    TreeReader.kind,
    TreeReader.identity,
    lambda files, path: files.read(path, 100),
)


def test_a_link_to_a_document_follows_its_target(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "LINK.md").symlink_to("README.md")
    commit(tmp_path, {}, "one")
    (one,) = last_commits(tmp_path)
    first = FileRepository(tmp_path, files=one.files())
    before = Before(first.sorting, first.identities())
    for name, changed in (("two", "src/a.js"), ("three", "README.md")):
        (tmp_path / changed).write_text(f"changed in {name}\n")
        commit(tmp_path, {}, name)
        (now,) = last_commits(tmp_path)
        quick, anew = now.files(), now.files()
        assert found(FileRepository(tmp_path, files=quick, before=before)) == found(
            FileRepository(tmp_path, files=anew)
        )
        assert quick.read("LINK.md", 99) == anew.read("LINK.md", 99)
        quick.close()
        anew.close()


def test_a_commit_that_is_gone_is_no_help(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    commit(tmp_path, {}, "one")
    (one,) = last_commits(tmp_path)
    first = FileRepository(tmp_path, files=one.files())
    for mark in ("0" * 40 + ":", "HEAD:", "--output=/tmp/x", ""):
        gone = Before(type(first.sorting)(mark, {}, (), {}, ()), {"src/a.js": "x"})
        files = one.files()
        assert files.again(gone) is None
        files.close()


def test_an_unreadable_beginning_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    first = FileRepository(tmp_path)
    consulted = {**first.sorting.consulted, "dist/made.js": "unreadable"}
    sorting = type(first.sorting)(first.sorting.mark, {}, (), consulted, ())
    assert FileRepository(tmp_path, before=Before(sorting, {})).files == first.files
