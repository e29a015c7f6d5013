import shutil
import subprocess
from pathlib import Path

import pytest

from portbind_lint.discover.base import Base, find_base, last_commits
from portbind_lint.model.errors import UserError
from tests.discover.checkout import commit, git, write


@pytest.fixture
def forked(tmp_path: Path) -> Path:
    """A branch that left main, which went on."""
    root = tmp_path / "project"
    commit(root, {"a.js": "a\n" * 20, "b.js": "b\n", "c.js": "c\n"})
    git(root, "checkout", "--quiet", "-b", "work")
    write(root, {"a.js": None, "[id] a.js": "a\n" * 19 + "A\n", "c.js": None, "d.js": "d\n"})
    commit(root, {})
    git(root, "checkout", "--quiet", "main")
    commit(root, {"main.js": "m\n"})
    git(root, "checkout", "--quiet", "work")
    return root


def names(base: Base) -> list[str]:
    files = base.files()
    try:
        return sorted(files.names())
    finally:
        files.close()


def test_the_base_is_where_the_branch_began(forked: Path) -> None:
    base = find_base(forked, "main")
    assert base.commit == git(forked, "rev-parse", "work~1").strip()
    assert names(base) == ["a.js", "b.js", "c.js"]
    assert base.renames == {"a.js": "[id] a.js"}
    assert sorted(base.changed) == ["[id] a.js", "a.js", "c.js", "d.js"]
    assert sorted(base.removed) == ["a.js", "c.js"]


def test_what_is_staged_counts_as_changed(forked: Path) -> None:
    write(forked, {"b.js": None, "new\nline.js": ""})
    git(forked, "add", "--all")
    base = find_base(forked, "HEAD")
    assert (sorted(base.changed), base.removed) == (["b.js", "new\nline.js"], ("b.js",))


@pytest.mark.parametrize("wanted", ["nowhere", "--exec=true", "", "main..work", "HEAD:a.js"])
def test_a_reference_that_is_none_is_the_callers_mistake(forked: Path, wanted: str) -> None:
    with pytest.raises(UserError, match="git knows no commit"):
        find_base(forked, wanted)


def test_outside_of_git_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not in a git checkout"):
        find_base(tmp_path, "main")
    assert last_commits(tmp_path) == ()


def test_histories_that_never_met(forked: Path) -> None:
    git(forked, "checkout", "--quiet", "--orphan", "other")
    commit(forked, {"z.js": ""})
    with pytest.raises(UserError, match="no commit in common with HEAD; compare with"):
        find_base(forked, "main")


def shallow(forked: Path, depth: int) -> Path:
    clone = forked.parent / "clone"
    url = f"file://{forked}"
    git(forked.parent, "clone", "--quiet", f"--depth={depth}", "--no-single-branch", "--branch=work", url, str(clone))
    return clone


def test_a_shallow_clone_says_how_to_mend_it(forked: Path) -> None:
    clone = shallow(forked, 1)
    with pytest.raises(UserError, match=r"fetch-depth: 0 of actions/checkout .* git fetch --unshallow"):
        find_base(clone, "origin/main")
    with pytest.raises(UserError, match=r"knows no commit HEAD\^1 here; this clone is shallow"):
        find_base(clone, "HEAD^1")
    git(clone, "fetch", "--quiet", "--unshallow")
    assert names(find_base(clone, "origin/main")) == ["a.js", "b.js", "c.js"]


def test_a_merge_commit_at_depth_two_has_its_base(forked: Path) -> None:
    git(forked, "checkout", "--quiet", "-b", "merged", "main")
    git(forked, "merge", "--quiet", "--no-ff", "work", "-m", "as GitHub checks a pull request out")
    clone = forked.parent / "depth2"
    git(forked.parent, "clone", "--quiet", "--depth=2", "--branch=merged", f"file://{forked}", str(clone))
    base = find_base(clone, "HEAD^1")
    assert sorted(base.changed) == ["[id] a.js", "a.js", "c.js", "d.js"]
    assert "main.js" in names(base)


def test_a_folder_of_the_checkout_sees_itself_only(tmp_path: Path) -> None:
    commit(tmp_path, {"sub/a.js": "a\n" * 9, "sub/b.js": "b\n" * 9, "other.js": "o\n" * 9})
    write(tmp_path, {"sub/a.js": None, "sub/z.js": "a\n" * 9, "sub/b.js": None, "moved.js": "b\n" * 9})
    write(tmp_path, {"other.js": None, "sub/other.js": "o\n" * 9})
    git(tmp_path, "add", "--all")
    base = find_base(tmp_path / "sub", "HEAD")
    assert names(base) == ["a.js", "b.js"]
    assert base.renames == {"a.js": "z.js"}
    assert sorted(base.changed) == ["a.js", "b.js", "other.js", "z.js"]
    assert sorted(base.removed) == ["a.js", "b.js"]


def test_the_last_commit_and_in_a_merge_the_other_one(forked: Path) -> None:
    assert [base.name for base in last_commits(forked)] == ["HEAD"]
    git(forked, "merge", "--quiet", "--no-commit", "--no-ff", "main")
    bases = last_commits(forked)
    assert [(base.name, base.commit) for base in bases] == [
        ("HEAD", git(forked, "rev-parse", "work").strip()),
        ("MERGE_HEAD", git(forked, "rev-parse", "main").strip()),
    ]


def test_before_the_first_commit_there_is_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"a.js": ""})
    (base,) = last_commits(tmp_path)
    assert (base.commit, base.changed, names(base)) == ("", (), [])


def test_a_commit_of_some_files_has_its_own_index(forked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(forked / ".git" / "index", forked / ".git" / "next-index-1.lock")
    write(forked, {"b.js": None})
    git(forked, "add", "--all")
    monkeypatch.setenv("GIT_INDEX_FILE", str(forked / ".git" / "next-index-1.lock"))
    assert last_commits(forked)[0].changed == ()
    monkeypatch.setenv("GIT_INDEX_FILE", str(forked / "elsewhere"))
    assert last_commits(forked)[0].changed == ("b.js",)


def test_no_program_of_the_checkout_is_run(forked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = forked.parent / "run"
    program = forked.parent / "evil"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    settings = {
        "core.fsmonitor": program, "core.hooksPath": forked.parent, "diff.external": program, "core.pager": program,
        "diff.evil.command": program, "diff.evil.textconv": program, "filter.evil.clean": program,
        "filter.evil.smudge": program, "filter.evil.process": program, "filter.evil.required": "true",
        "credential.helper": f"!{program}", "core.sshCommand": program, "core.alternateRefsCommand": program,
        "core.worktree": forked.parent, "uploadpack.packObjectsHook": program,
    }  # fmt: skip
    for name, value in settings.items():
        git(forked, "config", name, str(value))
    (forked / ".git" / "info").mkdir(exist_ok=True)
    (forked / ".git" / "info" / "attributes").write_text("* filter=evil diff=evil\n")
    (forked / "b.js").write_text("changed")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(program))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    base = find_base(forked, "main")
    files = base.files()
    try:
        assert {path: files.read(path, 100) for path in files.names()} == {
            "a.js": b"a\n" * 20, "b.js": b"b\n", "c.js": b"c\n",
        }  # fmt: skip
    finally:
        files.close()
    assert not mark.exists()


def test_a_damaged_index_is_told(forked: Path) -> None:
    (forked / ".git" / "index").write_bytes(b"nonsense")
    with pytest.raises(UserError, match="git cannot compare"):
        find_base(forked, "main")


def test_git_is_needed(forked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UserError, match="git knows no commit"):
        find_base(forked, "main")


def test_another_owner_of_the_checkout_is_no_obstacle(forked: Path) -> None:
    subprocess.run(["git", "config", "--file", str(forked / ".git" / "config"), "safe.directory", ""], check=True)
    assert find_base(forked, "main").commit
