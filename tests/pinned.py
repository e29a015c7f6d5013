"""Sets of pinned npm packages: each a folder with a package.json and its lock file, installed elsewhere."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Not `npm ci`: it refuses a lock file without the packages for other platforms, which some libraries do not publish.
_NPM = ("npm", "install", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--silent")
_SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets below `folder`.

    They are installed where `variable` of the environment says, else in the folder `cache` of the user's cache.
    `options` are npm's, besides those that all sets need. `dropped` is what a lock file has and installing does not
    need: addresses, and what is said about a package.
    """

    folder: Path
    cache: str
    variable: str
    options: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ("resolved", "funding")

    def folder_of(self, name: str) -> Path:
        """Where a set is installed, by the hash of its lock file."""
        cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        base = Path(os.environ.get(self.variable) or cache_home / "portbind-lint" / self.cache)
        digest = hashlib.sha256((self.folder / name / "package-lock.json").read_bytes()).hexdigest()[:12]
        return base / f"{name}-{digest}"

    def install(self, name: str) -> Path:
        """The folder of an installed set; npm installs it where it is not there, without running packages' scripts."""
        folder = self.folder_of(name)
        done = folder / "installed"
        if not done.exists():
            folder.mkdir(parents=True, exist_ok=True)
            for file in ("package.json", "package-lock.json"):
                shutil.copy(self.folder / name / file, folder / file)
            self._npm("--no-save", folder)
            done.touch()
        return folder

    def lock(self, name: str) -> None:
        """Renew a set's lock file after an edit of its package.json: exact versions and hashes."""
        folder = self.folder / name
        self._npm("--package-lock-only", folder)
        path = folder / "package-lock.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        for entry in document["packages"].values():
            for key in self.dropped:
                entry.pop(key, None)
        path.write_text(json.dumps(document, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")

    def _npm(self, option: str, folder: Path) -> None:
        subprocess.run((*_NPM, *self.options, option), cwd=folder, check=True, timeout=_SECONDS)
