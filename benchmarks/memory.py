"""What a run of portbind-lint finds remembered: nothing, what the last run left, or what stands in a folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """`folder` is where it is remembered. Before each run it is emptied, save where it `lasts`, and `filled` copied."""

    folder: Path
    lasts: bool = False
    filled: Path | None = None

    def prepare(self) -> None:
        """Make the folder what a run shall find."""
        if self.lasts:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.filled is not None and self.filled.is_dir():
            shutil.copytree(self.filled, self.folder)
