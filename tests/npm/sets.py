"""The pinned packages: each set a folder under `sets/` with its lock file, and what is in an installed one.

`python -m tests.npm.sets` renews the lock files after an edit of a package.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.pinned import Sets

FOLDER = Path(__file__).parent / "sets"
ALL, FEW = "all", "few"
PINNED = Sets(
    FOLDER,
    cache="packages",
    variable="PORTBIND_PACKAGES",
    options=("--omit=optional",),
    dropped=("resolved", "funding", "license", "engines", "deprecated"),
)


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


if __name__ == "__main__":
    for set_name in sys.argv[1:] or (ALL, FEW):
        PINNED.lock(set_name)
