import os
from pathlib import Path

import pytest

from portbind_lint.discover.root import find_root, git_folder


def checkout(folder: Path) -> Path:
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    return folder


def test_the_top_level_of_the_checkout_around_a_folder(tmp_path: Path) -> None:
    top = checkout(tmp_path / "top")
    (top / "a" / "b").mkdir(parents=True)
    assert find_root(top / "a" / "b") == top
    assert git_folder(top / "a") == (top, top / ".git")


def test_a_folder_outside_any_checkout_is_its_own_root(tmp_path: Path) -> None:
    assert find_root(tmp_path) == tmp_path
    assert git_folder(tmp_path) is None


def test_an_empty_folder_named_git_is_no_checkout(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert git_folder(tmp_path) is None


def test_a_link_is_resolved(tmp_path: Path) -> None:
    top = checkout(tmp_path / "top")
    (tmp_path / "link").symlink_to(top)
    assert find_root(tmp_path / "link") == top


def test_a_worktree_whose_git_folder_names_it_back(tmp_path: Path) -> None:
    main, tree = checkout(tmp_path / "main"), tmp_path / "tree"
    folder = main / ".git" / "worktrees" / "tree"
    folder.mkdir(parents=True)
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {folder}\n")
    (folder / "gitdir").write_text(f"{tree / '.git'}\n")
    assert git_folder(tree) == (tree, folder)


def test_a_submodule_of_the_checkout_around_it(tmp_path: Path) -> None:
    top = checkout(tmp_path / "top")
    folder = top / ".git" / "modules" / "part"
    folder.mkdir(parents=True)
    (top / "part").mkdir()
    (top / "part" / ".git").write_text("gitdir: ../.git/modules/part\n")
    assert find_root(top / "part") == top / "part"
    assert git_folder(top / "part") == (top / "part", folder)


def test_a_git_file_that_names_somebody_elses_checkout_is_not_followed(tmp_path: Path) -> None:
    victim, hostile = checkout(tmp_path / "victim"), tmp_path / "hostile"
    hostile.mkdir()
    (hostile / ".git").write_text(f"gitdir: {victim / '.git'}\n")
    assert find_root(hostile) == hostile
    assert git_folder(hostile) is None


def test_a_linked_git_folder_is_not_followed(tmp_path: Path) -> None:
    victim, hostile = checkout(tmp_path / "victim"), tmp_path / "hostile"
    hostile.mkdir()
    (hostile / ".git").symlink_to(victim / ".git")
    assert git_folder(hostile) is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"gitdir:\0", b"nothing"])
def test_a_broken_git_file_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".git").write_bytes(content)
    assert git_folder(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_named_git_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".git")
    assert find_root(tmp_path) == tmp_path
