from pathlib import Path

import pytest

from portbind_lint.discover.staged import Staged
from tests.discover.checkout import commit, git, write


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    commit(tmp_path, {"kept.js": "kept", "changed.js": "old", "gone.js": "gone", "moved.js": "m" * 300})
    write(tmp_path, {"changed.js": "new", "gone.js": None, "moved.js": None, "new.js": "n", "to.js": "m" * 300})
    git(tmp_path, "add", "--all")
    return Staged(str(tmp_path), str(tmp_path / ".git"))


def test_what_a_commit_takes_away(staged: Staged) -> None:
    assert sorted(staged.removed) == ["gone.js", "moved.js"]
    assert not staged.merges
    staged.close()


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("kept.js", b"kept"),
        ("changed.js", b"old"),
        ("new.js", b""),
        ("to.js", b""),
        ("none.js", b""),
        ("gone.js", b"gone"),
    ],
)
def test_what_a_file_held_before(staged: Staged, path: str, before: bytes) -> None:
    assert staged.before(path, 100) == before
    staged.close()


def test_only_the_beginning_of_a_long_file_is_read(staged: Staged) -> None:
    assert staged.before("moved.js", 10) == b"m" * 10
    assert staged.before("changed.js", 10) == b"old"
    staged.close()


def test_a_name_of_two_lines_is_not_asked_for(staged: Staged) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it says nothing
        staged.before("a\nHEAD:kept.js", 10)


def test_a_repository_without_commits_cannot_be_asked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(OSError):  # noqa: PT011 - it says nothing
        Staged(str(tmp_path), str(tmp_path / ".git")).removed  # noqa: B018 - asking is what is tried
