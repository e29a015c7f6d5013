"""What all packages of a set got, counted: committed, shown in the documentation, and compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from tests.npm.analyse import Analysed, Site
from tests.npm.sets import wanted

FOLDER = Path(__file__).parent / "results"
Counts: TypeAlias = dict[str, int]
Summary: TypeAlias = dict[str, "int | Counts | list[list[str]]"]

_COUNTED = ("address", "context", "documentation", "verdict", "rule")


def summary(name: str, found: Iterable[Analysed]) -> Summary:
    """Everything that is the same in each run: no times."""
    packages = list(found)
    named = frozenset((*wanted(name)[0], *wanted(name)[1]))
    sites = [site for one in packages for site in one.sites]
    return {
        "packages": len(packages),
        "scripts": sum(one.scripts for one in packages),
        "sites": len(sites),
        "packages with sites": sum(bool(one.sites) for one in packages),
        **{word: _counts(getattr(site, word) for site in sites) for word in _COUNTED},
        "not analysed": _counts(_kind(reason) for one in packages for _, reason in one.not_analysed),
        "of": {one.key: len(one.sites) for one in packages if one.key.rpartition("@")[0] in named and one.wanted},
        "found": [_line(one, site) for one in packages for site in one.sites] if name == "few" else [],
    }


def _line(one: Analysed, site: Site) -> list[str]:
    return [f"{one.key} {site.place}", site.library, site.call, f"{site.address} {site.value}".strip(), site.verdict]


def _counts(words: Iterable[str]) -> Counts:
    return dict(sorted(Counter(word for word in words if word).items()))


def _kind(reason: str) -> str:
    """The reason without what differs from file to file."""
    return re.sub(r"\d[\d,]*", "N", reason)


def told(counted: Summary) -> str:
    """The summary for people."""
    return "".join(f"{word}: {_shown(value)}\n" for word, value in counted.items() if word not in ("of", "found"))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number} {word}" for word, number in value.items()) or "none"
    return str(value)


def path(name: str) -> Path:
    return FOLDER / f"{name}.json"


def read(name: str) -> Summary:
    """The committed summary of a set."""
    document: Summary = json.loads(path(name).read_text(encoding="utf-8"))
    return document


def write(name: str, counted: Summary) -> None:
    FOLDER.mkdir(exist_ok=True)
    path(name).write_text(json.dumps(counted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def differences(name: str, counted: Summary) -> Iterator[str]:
    """What is not as committed."""
    known = read(name)
    for word in sorted(known.keys() | counted.keys()):
        before, now = known.get(word), counted.get(word)
        if isinstance(before, list) and isinstance(now, list):
            yield from (f"no longer found: {' '.join(line)}" for line in before if line not in now)
            yield from (f"new: {' '.join(line)}" for line in now if line not in before)
        elif before != now:
            yield f"{word}: {_shown(before)} before, {_shown(now)} now"
