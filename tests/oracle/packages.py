"""The pinned npm packages: two sets under `packages/`, each with its lock file, and where they are installed.

`python -m tests.oracle.packages` renews the lock files after an edit of a package.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "packages"
SETS = tuple(sorted(path.parent.name for path in FOLDER.glob("*/package-lock.json")))
# Not `npm ci`: it refuses a lock file without the packages for other platforms, which some libraries do not publish.
_NPM = ("npm", "install", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--silent")
_INSTALL = (*_NPM, "--no-save")
_LOCK = (*_NPM, "--package-lock-only")
_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Installed:
    """One package of a set: `folder` is its name under node_modules, `name` what programs import."""

    group: str
    folder: str
    name: str
    version: str


def _name_of(folder: str, wanted: str) -> str:
    return wanted.removeprefix("npm:").rpartition("@")[0] if wanted.startswith("npm:") else folder


@cache
def packages(group: str) -> tuple[Installed, ...]:
    """What a set holds, newest version of a library first, as its lock file says."""
    lock = json.loads((FOLDER / group / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = lock[""]["dependencies"]
    found = [
        Installed(group, folder, _name_of(folder, text), lock[f"node_modules/{folder}"]["version"])
        for folder, text in wanted.items()
    ]
    return tuple(sorted(found, key=lambda package: (package.name, *_descending(package.version))))


def _descending(version: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in version.partition("-")[0].split("."))


def all_packages() -> Iterator[Installed]:
    """Every pinned package, those of the core set first."""
    for group in SETS:
        yield from packages(group)


def folder_of(group: str) -> Path:
    """Where a set is installed: under `PORTBIND_ORACLE`, else in the user's cache, by the hash of its lock file."""
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    base = Path(os.environ.get("PORTBIND_ORACLE") or cache_home / "portbind-lint" / "oracle")
    digest = hashlib.sha256((FOLDER / group / "package-lock.json").read_bytes()).hexdigest()[:12]
    return base / f"{group}-{digest}"


def install(group: str) -> Path:
    """The folder of an installed set; npm installs it where it is not there, without running any package's scripts."""
    folder = folder_of(group)
    done = folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / group / name, folder / name)
        subprocess.run(_INSTALL, cwd=folder, check=True, timeout=_MINUTES * 60)
        done.touch()
    return folder


def lock(group: str) -> None:
    """Renews a set's lock file after an edit of its package.json: exact versions and hashes, no addresses."""
    folder = FOLDER / group
    subprocess.run(_LOCK, cwd=folder, check=True, timeout=_MINUTES * 60)
    path = folder / "package-lock.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for entry in document["packages"].values():
        for key in ("resolved", "funding"):
            entry.pop(key, None)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in SETS:
        lock(name)
