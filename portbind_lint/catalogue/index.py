"""What the entries give away without being read: modules, words and configuration names, generated into `index.json`.

`python -m portbind_lint.catalogue.index` writes it; a test compares it with the entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portbind_lint.model.library import Library, path_steps

INDEX = Path(__file__).parent / "index.json"
ANY_MODULE = "*"

# Method names that half of all files hold: for these the library's specifier must stand in a file, as its closing
# quote shows (`'dgram'` as well as `"node:dgram"`).
_COMMON = frozenset({"Server", "attach", "bind", "connection", "create", "init", "open", "preview", "run", "start"})


@dataclass(frozen=True, slots=True)
class Index:
    """Entries by what leads to them.

    `modules` are specifiers, `patterns` and `configs` pattern and entry, `common` module and method name.
    """

    entries: tuple[str, ...]
    modules: dict[str, tuple[str, ...]]
    patterns: tuple[tuple[str, str], ...]
    configs: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    common: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


def index_of(libraries: Iterable[tuple[str, Library]]) -> Index:
    """The index of libraries, each with the name of its entry."""
    modules: dict[str, tuple[str, ...]] = {}
    entries, patterns, configs, common, calls, words = [], [], [], [], set[str](), set[str]()
    for entry, library in libraries:
        entries.append(entry)
        for module in library.modules:
            if module == ANY_MODULE:
                continue
            if "*" in module:
                patterns.append((module, entry))
            else:
                modules[module] = (*modules.get(module, ()), entry)
        configs += [(name, entry) for config in library.configs for name in config.names]
        calls.update(set(library.words) - _COMMON)
        common += [(module, word) for module in library.modules for word in library.words if word in _COMMON]
        words.update(_prefilter(library))
    return Index(
        tuple(entries),
        modules,
        tuple(patterns),
        tuple(configs),
        tuple(sorted(calls)),
        tuple(common),
        tuple(sorted(words)),
    )


def _prefilter(library: Library) -> set[str]:
    """The words of which one must stand in a file for a listener of this library to be possible there."""
    names = set(library.words)
    if names & _COMMON or any(path_steps(listener.call) == () for listener in library.listeners):
        modules = (module for module in library.modules if "*" not in module and module != "globalThis")
        names |= {f"{module}{quote}" for module in modules for quote in "\"'"}
    return names - _COMMON


def merged(left: Index, right: Index) -> Index:
    """Both indexes, the right one's entries first."""
    modules = dict(left.modules)
    for module, entries in right.modules.items():
        modules[module] = (*entries, *modules.get(module, ()))
    return Index(
        (*right.entries, *left.entries),
        modules,
        (*right.patterns, *left.patterns),
        (*right.configs, *left.configs),
        tuple(sorted({*left.calls, *right.calls})),
        (*right.common, *left.common),
        tuple(sorted({*left.words, *right.words})),
    )


def read_index(path: Path) -> Index:
    """The generated index."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return Index(
        tuple(document["entries"]),
        {module: tuple(entries) for module, entries in document["modules"].items()},
        tuple((pattern, entry) for pattern, entry in document["patterns"]),
        tuple((pattern, entry) for pattern, entry in document["configs"]),
        tuple(document["calls"]),
        tuple((module, word) for module, word in document["common"]),
        tuple(document["words"]),
    )


def written(index: Index) -> str:
    """The index as the text of its file."""
    document = {
        "entries": index.entries,
        "modules": dict(sorted(index.modules.items())),
        "patterns": index.patterns,
        "configs": index.configs,
        "calls": index.calls,
        "common": index.common,
        "words": index.words,
    }
    return json.dumps(document, indent=1) + "\n"


def build() -> Index:
    """The index of the built-in entries as their files say."""
    from portbind_lint.catalogue.entries import FOLDER, read_file  # noqa: PLC0415 - only generation reads them all

    return index_of((path.name, read_file(path)) for path in sorted(FOLDER.glob("*.yml")))


if __name__ == "__main__":
    INDEX.write_text(written(build()), encoding="utf-8")
