"""A repository with the hooks installed as pre-commit and prek install them, and commits in it.

The hooks run in the environment of the tests, because a real installation needs a package index: all fields but `entry`
and `language` are those of the manifest.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.discover.checkout import git, write
from tests.example_reports import ROOT

RUNNERS = {
    "pre-commit": [sys.executable, "-m", "pre_commit"],
    "prek": [str(Path(sys.executable).with_name("prek"))],
}


@dataclass(frozen=True)
class Done:
    """How a command ended, and all that it printed."""

    code: int
    output: str


class Project:
    """A repository whose commits go through one of the runners."""

    def __init__(self, root: Path, runner: str, files: dict[str, str | bytes | None]) -> None:
        self.root = root
        self._command = RUNNERS[runner]
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PRE_COMMIT_HOME": str(root.parent / "pre-commit"),
            "PREK_HOME": str(root.parent / "prek"),
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_{what}": "t@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        entry = f"{shlex.quote(sys.executable)} -m portbind_lint"
        hooks = [
            {**hook, "language": "system", "entry": hook["entry"].replace("portbind-lint", entry, 1)}
            for hook in manifest
        ]
        hooks[1]["stages"] = ["manual"]
        configuration = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
        root.mkdir()
        git(root, "init", "--quiet")
        write(root, {".pre-commit-config.yaml": configuration, **files})
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "-m", "before the hook")
        self.run(*self._command, "install")

    def run(self, *words: str) -> Done:
        """Any command in the repository."""
        done = subprocess.run(words, cwd=self.root, env=self._environment, capture_output=True, text=True, check=False)
        return Done(done.returncode, done.stdout + done.stderr)

    def commit(self, files: dict[str, str | bytes | None] | None = None) -> Done:
        """`git commit` of these changes, which runs the installed hook."""
        write(self.root, files or {})
        git(self.root, "add", "--all")
        return self.run("git", "commit", "-m", "x")

    def hook(self, *words: str) -> Done:
        """The runner's own `run`."""
        return self.run(*self._command, "run", "--color=never", *words)
