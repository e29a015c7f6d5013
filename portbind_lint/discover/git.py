"""git, asked about a checkout that nobody trusts; how it is started is in `safe_git`."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.discover.safe_git import command_line, environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# git may wait on a slow disk, but not for ever.
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Git:
    """One checkout: its top level, its git folder, and the index if a commit in the making has one of its own."""

    top: Path
    folder: Path
    index: str = ""

    def ask(self, *words: str, cwd: Path | None = None, data: bytes = b"", seconds: float = SECONDS) -> bytes | None:
        """What git prints, None where it fails, is missing or takes too long. `data` is its standard input."""
        try:
            done = subprocess.run(  # noqa: S603 - fixed words and checked names, no shell
                self.command(words), cwd=cwd or self.top, env=self.environment(), input=data, capture_output=True,
                timeout=seconds, check=False,
            )  # fmt: skip
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None

    def command(self, words: Sequence[str]) -> list[str]:
        """The command line of git with `words`."""
        return command_line(str(self.top), str(self.folder), words)

    def environment(self) -> dict[str, str]:
        """All that git gets to see of ours."""
        return environment(self.index)
