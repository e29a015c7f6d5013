"""A git checkout for tests: files in, commits out."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(root: Path, *words: str) -> str:
    """What git prints; it must succeed."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "init.defaultBranch=main")
    options = ("-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false")
    command = ["git", *identity, *options, *words]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def write(root: Path, files: dict[str, str | bytes | None]) -> Path:
    """The files as they are given; None removes one."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def commit(root: Path, files: dict[str, str | bytes | None], message: str = "x") -> str:
    """The name of a commit with these changes; the first one makes the repository."""
    root.mkdir(parents=True, exist_ok=True)
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    write(root, files)
    git(root, "add", "--all", "--force", ".")
    git(root, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message)
    return git(root, "rev-parse", "HEAD").strip()
