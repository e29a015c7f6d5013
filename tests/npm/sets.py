"""The pinned packages: each set a folder under `sets/` with its lock file, and where a set is installed.

`python -m tests.npm.sets` renews the lock files after an edit of a package.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "sets"
ALL, FEW = "all", "few"
_NPM = (
    *("npm", "install", "--ignore-scripts", "--legacy-peer-deps", "--omit=optional"),
    *("--no-audit", "--no-fund", "--silent"),
)
_MINUTES = 30
# What installing does not need: addresses, and what is said about a package.
_DROPPED = ("resolved", "funding", "license", "engines", "deprecated")


@dataclass(frozen=True, slots=True)
class Package:
    """One package that is installed: `wanted` where the set names it itself, not only something that it needs."""

    name: str
    version: str
    folder: Path
    wanted: bool

    @property
    def key(self) -> str:
        return f"{self.name}@{self.version}"


def wanted(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a set names: the servers, then the MCP servers."""
    document = json.loads((FOLDER / name / "package.json").read_text(encoding="utf-8"))
    mcp = frozenset(document["mcp"])
    return tuple(sorted(document["dependencies"].keys() - mcp)), tuple(sorted(mcp))


def folder_of(name: str) -> Path:
    """Where a set is installed: under `PORTBIND_PACKAGES`, else in the user's cache, by the hash of its lock file."""
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    base = Path(os.environ.get("PORTBIND_PACKAGES") or cache_home / "portbind-lint" / "packages")
    digest = hashlib.sha256((FOLDER / name / "package-lock.json").read_bytes()).hexdigest()[:12]
    return base / f"{name}-{digest}"


def install(name: str) -> Path:
    """The folder of an installed set; npm installs it where it is not there, without running any package's scripts."""
    folder = folder_of(name)
    done = folder / "installed"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / name / file, folder / file)
        subprocess.run((*_NPM, "--no-save"), cwd=folder, check=True, timeout=_MINUTES * 60)
        done.touch()
    return folder


def installed(folder: Path) -> tuple[Package, ...]:
    """Every package under `folder`, those inside of others included, each version once, sorted."""
    named = frozenset(json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"])
    found: dict[str, Package] = {}
    for name, place in _places(folder):
        top = place == folder / "node_modules" / name
        package = Package(name, _version(place), place, top and name in named)
        if package.key not in found or package.wanted:
            found[package.key] = package
    return tuple(found[key] for key in sorted(found))


def _places(folder: Path) -> Iterator[tuple[str, Path]]:
    modules = folder / "node_modules"
    if not modules.is_dir():
        return
    for place in sorted(modules.iterdir()):
        inner = sorted(place.iterdir()) if place.name.startswith("@") else [place]
        for package in inner:
            if (package / "package.json").is_file() and not package.is_symlink():
                yield package.relative_to(modules).as_posix(), package
                yield from _places(package)


def _version(place: Path) -> str:
    return str(json.loads((place / "package.json").read_text(encoding="utf-8-sig")).get("version", ""))


def lock(name: str) -> None:
    """Renews a set's lock file after an edit of its package.json: exact versions and hashes, no addresses."""
    folder = FOLDER / name
    subprocess.run((*_NPM, "--package-lock-only"), cwd=folder, check=True, timeout=_MINUTES * 60)
    path = folder / "package-lock.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for entry in document["packages"].values():
        for key in _DROPPED:
            entry.pop(key, None)
    path.write_text(json.dumps(document, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for set_name in sys.argv[1:] or (ALL, FEW):
        lock(set_name)
