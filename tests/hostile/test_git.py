"""Checkouts of every shape, and what git's configuration of the analysed repository must not get to run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.cases import LISTENER
from tests.hostile.program import command, environment


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=environment())


def repository(folder: Path) -> Path:
    """One commit without a finding, then a listener that is staged."""
    folder.mkdir()
    git(folder, "init", "--quiet", "-b", "main")
    (folder / "a.js").write_text("export const a = 1;\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "a")
    (folder / "server.js").write_text(LISTENER)
    git(folder, "add", ".")
    return folder


def without_commits(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "server.js").write_text(LISTENER)
    return folder


def shallow(folder: Path) -> Path:
    origin = repository(folder.with_name("origin"))
    git(origin, "commit", "--quiet", "-m", "b")
    git(folder.parent, "clone", "--quiet", "--depth=1", f"file://{origin}", folder.name)
    return folder


def sparse(folder: Path) -> Path:
    repository(folder)
    (folder / "left").mkdir()
    (folder / "left" / "b.js").write_text(LISTENER)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "b")
    git(folder, "sparse-checkout", "set", "right")
    return folder


def worktree(folder: Path) -> Path:
    origin = repository(folder.with_name("origin"))
    git(origin, "commit", "--quiet", "-m", "b")
    git(origin, "worktree", "add", "--quiet", str(folder))
    return folder


def submodule(folder: Path) -> Path:
    origin = repository(folder.with_name("origin"))
    git(origin, "commit", "--quiet", "-m", "b")
    repository(folder)
    git(folder, "submodule", "--quiet", "add", str(origin), "sub")
    return folder


def bare_inside(folder: Path) -> Path:
    """A bare repository in a folder: what a program that trusts it would take its configuration from."""
    repository(folder)
    git(folder, "init", "--quiet", "--bare", "server.git")
    return folder


def pointing_outside(folder: Path) -> Path:
    victim = repository(folder.with_name("victim"))
    folder.mkdir()
    (folder / ".git").write_text(f"gitdir: {victim / '.git'}\n")
    (folder / "server.js").write_text(LISTENER)
    return folder


def broken(folder: Path) -> Path:
    repository(folder)
    (folder / ".git" / "index").write_bytes(b"DIRC" + b"\xff" * 100)
    (folder / ".git" / "config").write_bytes(b"[core\n\0")
    return folder


SHAPES: tuple[Callable[[Path], Path], ...] = (
    repository, without_commits, shallow, sparse, worktree, submodule, bare_inside, pointing_outside, broken,
)  # fmt: skip


def check(root: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        command("check", "--quiet", *words), cwd=root, env=environment(HOME=str(root)), capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    assert "internal error" not in errors
    return done.returncode, done.stdout.decode(), errors


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.__name__ for shape in SHAPES])
def test_a_checkout_of_any_shape(shape: Callable[[Path], Path], tmp_path: Path) -> None:
    root = shape(tmp_path / "root")
    code, out, _ = check(root)
    assert code == 1
    assert "server.js:3" in out
    code, out, errors = check(root, "--hook", "server.js")
    assert code in (0, 1, 2)
    assert code != 2 or errors.count("\n") == 1
    code, _, errors = check(root, "--diff-base", "main")
    assert code in (0, 1) or (code == 2 and errors.count("\n") == 1)


def test_a_bare_repository_is_no_checkout(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    git(bare, "init", "--quiet", "--bare")
    assert check(bare)[0] == 0


def test_no_program_of_the_repository_runs(tmp_path: Path) -> None:
    """Everything that git could be told to start, in its configuration, its hooks and its attributes."""
    root = repository(tmp_path / "root")
    trap = root / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{tmp_path / 'ran'}'\ncat\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass",
        "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge",
        "filter.evil.process", "merge.evil.driver", "pager.ls-files", "pager.diff-index", "alias.ls-files",
        "alias.cat-file", "credential.helper", "gpg.program", "uploadpack.packObjectsHook", "core.alternateRefsCommand",
        "interactive.diffFilter", "sequence.editor", "remote.origin.uploadpack", "trailer.a.command",
    ):  # fmt: skip
        git(root, "config", key, str(trap))
    git(root, "config", "core.hooksPath", str(root / "hooks"))
    git(root, "config", "remote.origin.url", f"ext::{trap}")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "extensions.partialClone", "origin")
    (root / "more").write_text(f"[core]\n\tfsmonitor = {trap}\n")
    git(root, "config", "include.path", str(root / "more"))
    for folder in (root / "hooks", root / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-commit"):
            (folder / hook).unlink(missing_ok=True)
            (folder / hook).symlink_to(trap)
    (root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    os.utime(root / "a.js", (1, 1))
    (root / "a.js").write_text("export const a = 2;\n")
    (tmp_path / "ran").unlink(missing_ok=True)
    for words in (
        (),
        ("--hook", "server.js", "a.js"),
        ("--diff-base", "main"),
        ("--diff-base", "HEAD", "--fix", "--diff"),
    ):
        code, out, errors = check(root, *words)
        assert code == 1, errors
        assert "server.js" in out
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()


@pytest.mark.parametrize(
    "name", ["--upload-pack=touch ran", "-h", "$(touch ran)", "main..HEAD", "a\nb", "@{-1}", ":/a"]
)
def test_a_name_of_a_commit_is_no_option(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "root")
    code, _, errors = check(root, f"--diff-base={name}")
    assert code in (0, 1) or (code == 2 and errors.count("\n") == 1), errors
    assert not (root / "ran").exists()
