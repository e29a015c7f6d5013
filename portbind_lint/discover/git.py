"""git, asked about a checkout that nobody trusts: no shell, no program of its configuration, no network.

Nothing of the caller's environment but what finds the program reaches git, so that neither `GIT_DIR` nor a `HOME` with
its own configuration changes an answer. Both folders are named, which overrides `core.worktree` and `core.bare` and
lets git answer for a checkout of another owner (`safe.directory`): nothing that could run is left in it.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# git may wait on a slow disk, but not for ever.
SECONDS = 60

# Everything in the analysed repository's configuration that could start a program or use the network for the commands
# that are used here.
_SAFE_CONFIGURATION = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.untrackedCache=false",
    "core.preloadIndex=false",
    "core.excludesFile=",
    "core.attributesFile=",
    "core.alternateRefsCommand=",
    "core.pager=cat",
    "core.quotePath=false",
    "credential.helper=",
    "diff.external=",
    "protocol.allow=never",
)

# Kept from the caller's environment; all else (GIT_DIR, GIT_EXTERNAL_DIFF, HOME with its configuration) is dropped.
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Git:
    """One checkout: its top level, its git folder, and the index if a commit in the making has one of its own."""

    top: Path
    folder: Path
    index: str = ""

    def ask(self, *words: str, cwd: Path | None = None, data: bytes = b"") -> bytes | None:
        """What git prints, None where it fails, is missing or takes too long. `data` is its standard input."""
        try:
            done = subprocess.run(  # noqa: S603 - fixed words and checked names, no shell
                self.command(words), cwd=cwd or self.top, env=self.environment(), input=data, capture_output=True,
                timeout=SECONDS, check=False,
            )  # fmt: skip
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None

    def command(self, words: Sequence[str]) -> list[str]:
        """The command line of git with `words`."""
        command = ["git", f"--git-dir={self.folder}", f"--work-tree={self.top}", "--no-pager", "--literal-pathspecs"]
        for setting in _SAFE_CONFIGURATION:
            command += ["-c", setting]
        return [*command, "--no-replace-objects", *words]

    def environment(self) -> dict[str, str]:
        """All that git gets to see of ours."""
        kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
        if self.index:
            kept["GIT_INDEX_FILE"] = self.index
        return {
            **kept,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            "LC_ALL": "C",
        }
