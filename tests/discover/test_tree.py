import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portbind_lint.discover import blobs
from portbind_lint.discover.git import Git
from portbind_lint.discover.reader import Files, Kind, Reader
from portbind_lint.discover.repository import FileRepository
from portbind_lint.discover.tree import TreeReader
from portbind_lint.model.errors import UserError
from tests.discover.checkout import commit, git

Open = Callable[[Path], TreeReader]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens the last commit of a checkout."""
    trees: list[TreeReader] = []

    def opening(root: Path, treeish: str = "HEAD") -> TreeReader:
        trees.append(TreeReader(Git(root, root / ".git"), treeish))
        return trees[-1]

    yield opening
    for each in trees:
        each.close()


def test_a_commit_answers_as_its_folder_does(tmp_path: Path, opened: Open) -> None:
    files = {
        "a.js": "one", "sp ace [id].ts": "two", "ünï/c.js": "three", "empty.md": "", "wide.ts": "hé".encode("utf-16"),
        os.fsdecode(b"\xff.js"): "x", "new\nline.js": "four",
    }  # fmt: skip
    commit(tmp_path, files)
    (tmp_path / "link.md").symlink_to("ünï/c.js")
    (tmp_path / "chain.md").symlink_to("link.md")
    (tmp_path / "dangling.md").symlink_to("nowhere")
    (tmp_path / "outside.md").symlink_to("../../etc/passwd")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "folder").symlink_to("ünï")
    commit(tmp_path, {})
    then, now = opened(tmp_path), Reader(tmp_path)
    assert sorted(then.names()) == sorted(now.names())
    for path in (*then.names(), "missing", "ünï", "../a.js", ""):
        assert then.kind(path) is now.kind(path), path
        assert then.read(path, 3) == now.read(path, 3), path
        assert then.read(path, 1000) == now.read(path, 1000), path
    assert then.kind("outside.md") is Kind.OTHER
    assert then.read("chain.md", 100) == b"three"


def test_it_is_the_commit_that_counts(tmp_path: Path, opened: Open) -> None:
    commit(tmp_path, {"a.js": "before", "b.js": ""})
    then = opened(tmp_path)
    (tmp_path / "a.js").write_text("after")
    (tmp_path / "b.js").unlink()
    (tmp_path / "c.js").write_text("")
    assert (then.names(), then.read("a.js", 100)) == (("a.js", "b.js"), b"before")


def test_submodules_are_left_alone(tmp_path: Path, opened: Open) -> None:
    inner = tmp_path / "inner"
    commit(inner, {"x.js": ""})
    outer = tmp_path / "outer"
    commit(outer, {"a.js": ""})
    git(outer, "submodule", "--quiet", "add", str(inner), "sub")
    commit(outer, {})
    assert sorted(opened(outer).names()) == [".gitmodules", "a.js"]


def test_a_long_file_is_cut_and_the_next_one_is_whole(tmp_path: Path, opened: Open) -> None:
    commit(tmp_path, {"big.js": "x" * 3_000_000, "small.js": "y"})
    then = opened(tmp_path)
    assert then.read("big.js", 10) == b"x" * 10
    assert then.read("small.js", 10) == b"y"
    assert len(then.read("big.js", 5_000_000) or b"") == 3_000_000


def test_what_was_read_is_kept(tmp_path: Path, opened: Open) -> None:
    commit(tmp_path, {"a.js": "one"})
    then = opened(tmp_path)
    assert then.read("a.js", 100) == b"one"
    then.close()
    for pack in (tmp_path / ".git" / "objects").glob("??/*"):
        pack.chmod(0o644)
        pack.unlink()
    assert then.read("a.js", 2) == b"on"


def test_a_file_that_the_clone_lacks_is_told(tmp_path: Path, opened: Open) -> None:
    commit(tmp_path, {"a.js": "one"})
    blob = git(tmp_path, "rev-parse", "HEAD:a.js").strip()
    stored = tmp_path / ".git" / "objects" / blob[:2] / blob[2:]
    stored.chmod(0o644)
    stored.unlink()
    with pytest.raises(UserError, match="partial or damaged; fetch"):
        opened(tmp_path).read("a.js", 100)


def test_a_git_that_dies_is_told(tmp_path: Path, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, {"a.js": "x"})
    then = opened(tmp_path)
    assert then.names() == ("a.js",)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(blobs, "_SECONDS", 0.2)
    with pytest.raises(UserError, match="git cannot give"):
        then.read("a.js", 100)


def test_a_tree_that_does_not_exist_is_empty(tmp_path: Path, opened: Open) -> None:
    commit(tmp_path, {"a.js": "x"})
    assert opened(tmp_path, "HEAD:sub").names() == ()
    assert opened(tmp_path, "").names() == ()


def test_a_repository_over_it(tmp_path: Path, opened: Open) -> None:
    manifest = '{"name": "acme"}'
    commit(tmp_path, {"package.json": manifest, "a.js": "listen()", "node_modules/x/b.js": "", "docs/x.md": "# x"})
    files: Files = opened(tmp_path)
    (tmp_path / "a.js").unlink()
    repository = FileRepository(tmp_path, files=files)
    assert repository.files == ("a.js", "docs/x.md", "package.json")
    assert repository.sources_naming("listen") == ("a.js",)
    assert [package.name for package in repository.packages] == ["acme"]
