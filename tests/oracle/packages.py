"""The pinned npm packages: two sets under `packages/`, each with its lock file, and where they are installed.

`python -m tests.oracle.packages` renews the lock files after an edit of a package.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.pinned import Sets

FOLDER = Path(__file__).parent / "packages"
SETS = tuple(sorted(path.parent.name for path in FOLDER.glob("*/package-lock.json")))
PINNED = Sets(FOLDER, cache="oracle", variable="PORTBIND_ORACLE")


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


if __name__ == "__main__":
    for name in SETS:
        PINNED.lock(name)
