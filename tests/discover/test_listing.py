import os
import subprocess
from pathlib import Path

import pytest

from portbind_lint.discover import listing
from portbind_lint.discover.listing import list_files


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture(params=["checkout", "plain", "walk"])
def listed(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a checkout, as a plain folder, and where git does not run: the lists must agree."""
    if request.param == "checkout":
        git(tmp_path, "init")
    if request.param == "walk":
        without_git(monkeypatch)
    return tmp_path


def without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_git_files", lambda *_: None)


def test_ignored_files_are_left_out(listed: Path) -> None:
    files = {
        ".gitignore": "*.log\n/out/\n!keep.log\n",
        "a.js": "",
        "b.log": "",
        "keep.log": "",
        "out/c.js": "",
        "deep/.gitignore": "c.js\n",
        "deep/c.js": "",
        "deep/out/d.js": "",
        "deep/e.log": "",
    }
    write(listed, files)
    assert sorted(list_files(listed)) == [
        ".gitignore", "a.js", "deep/.gitignore", "deep/out/d.js", "keep.log",
    ]  # fmt: skip


def test_nested_repositories_are_left_alone(listed: Path) -> None:
    write(listed, {"a.js": "", "nested/b.js": ""})
    git(listed / "nested", "init")
    git(listed / "nested", "add", ".")
    git(listed / "nested", "commit", "-m", "x")
    assert list_files(listed) == ("a.js",)


def test_an_inner_ignore_file_can_take_a_file_back(listed: Path) -> None:
    write(listed, {".gitignore": "*.tmp\n", "in/.gitignore": "!a.tmp\n", "in/a.tmp": "", "in/b.tmp": ""})
    assert sorted(list_files(listed)) == [".gitignore", "in/.gitignore", "in/a.tmp"]


def test_names_may_hold_anything(listed: Path) -> None:
    write(listed, {"new\nline.js": "", "sp ace.js": "", "ünï.js": "", "[id].ts": ""})
    assert sorted(list_files(listed)) == sorted(["new\nline.js", "sp ace.js", "ünï.js", "[id].ts"])


def test_a_folder_inside_a_checkout_lists_itself_only(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, {".gitignore": "x.js", "a.js": "", "sub/b.js": "", "sub/x.js": ""})
    git(tmp_path, "add", ".")
    assert list_files(tmp_path / "sub") == ("b.js",)


def test_a_merge_in_conflict_lists_a_file_once(tmp_path: Path) -> None:
    git(tmp_path, "init")
    for branch in ("main", "other"):
        git(tmp_path, "checkout", "--orphan", branch)
        write(tmp_path, {"a.js": branch})
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git(tmp_path, "merge", "--allow-unrelated-histories", "main")
    assert list_files(tmp_path) == ("a.js",)


def test_nothing_of_the_repositorys_configuration_runs(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, {"a.js": "", ".gitattributes": "* filter=evil\n"})
    git(tmp_path, "add", ".")
    evil = tmp_path / ".git" / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    evil.chmod(0o755)
    for key in ("core.fsmonitor", "filter.evil.clean", "core.sshCommand", "core.pager", "alias.ls-files"):
        git(tmp_path, "config", key, str(evil))
    for hook in ("post-index-change", "fsmonitor-watchman"):
        (tmp_path / ".git" / "hooks" / hook).write_bytes(evil.read_bytes())
        (tmp_path / ".git" / "hooks" / hook).chmod(0o755)
    assert sorted(list_files(tmp_path)) == [".gitattributes", "a.js"]
    assert not (tmp_path / "ran").exists()


def test_a_work_tree_elsewhere_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/secret.js": "", "here/a.js": ""})
    git(tmp_path / "here", "init")
    git(tmp_path / "here", "config", "core.worktree", str(tmp_path / "elsewhere"))
    assert list_files(tmp_path / "here") == ("a.js",)


def test_the_callers_git_variables_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"one/a.js": "", "two/b.js": ""})
    git(tmp_path / "one", "init")
    git(tmp_path / "two", "init")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "two" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "two"))
    assert list_files(tmp_path / "one") == ("a.js",)


def test_a_broken_checkout_is_walked(tmp_path: Path) -> None:
    git(tmp_path, "init")
    write(tmp_path, {"a.js": ""})
    (tmp_path / ".git" / "index").write_bytes(b"broken")
    assert list_files(tmp_path) == ("a.js",)


def test_without_git_a_checkout_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    write(tmp_path, {"a.js": ""})
    monkeypatch.setenv("PATH", "")
    assert list_files(tmp_path) == ("a.js",)


def test_a_git_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init")
    write(tmp_path, {"a.js": "", "bin/git": "#!/bin/sh\nexec sleep 20\n"})
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(listing, "_SECONDS", 0.2)
    assert sorted(list_files(tmp_path)) == ["a.js", "bin/git"]


def test_a_walk_passes_by_what_a_package_manager_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_git(monkeypatch)
    write(tmp_path, {"package.json": "{}", "node_modules/x/a.js": "", "packages/node_modules/own/b.js": ""})
    assert sorted(list_files(tmp_path)) == ["package.json", "packages/node_modules/own/b.js"]


def test_no_link_to_a_folder_is_followed(listed: Path) -> None:
    write(listed, {"root/a.js": "", "outside/b.js": ""})
    (listed / "root" / "link").symlink_to(listed / "outside")
    (listed / "root" / "loop").symlink_to(listed / "root")
    assert sorted(list_files(listed / "root")) == ["a.js", "link", "loop"]


def test_an_ignore_file_that_is_a_link_a_folder_or_hostile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_git(monkeypatch)
    write(
        tmp_path,
        {"rules": "*.js\n", "a/x.js": "", "b/.gitignore/y.js": "", "c/.gitignore": "a" + "*a" * 60 + "\n[z-a]\n\xff"},
    )
    write(tmp_path, {"c/" + "a" * 100 + ".js": ""})
    (tmp_path / "a" / ".gitignore").symlink_to(tmp_path / "rules")
    assert {"a/x.js", "b/.gitignore/y.js", "c/" + "a" * 100 + ".js"} <= set(list_files(tmp_path))


def test_a_folder_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    assert list_files(tmp_path / "missing") == ()
