"""What the entries give away without being read: modules, words and configuration names, generated into `index.json`.

`python -m portbind_lint.catalogue.index` writes it; a test compares it with the entries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portbind_lint.model.library import EXPORTED, Library, path_steps

INDEX = Path(__file__).parent / "index.json"
ANY_MODULE = "*"

_ANYBODY = ""

# What stands in a file that exports an object, or an application by one of the names that it mostly has; looked for
# only where a package of the library is at hand.
EXPORTS = tuple(f"{EXPORTED} {what}" for what in ("{", "app", "server", "api"))

_WHOLE = ((), ("new",))
"""The paths of a module that is called, or constructed, itself."""

# Method names that half of all files hold: for these the library's specifier must stand in a file, as its closing
# quote shows (`'dgram'` as well as `"node:dgram"`).
_COMMON = frozenset({
    "HTTP", "Server", "attach", "bind", "connection", "create", "createServer", "http", "init", "open", "preview",
    "publish", "run", "server", "start", "websocket",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Index:
    """Entries by what leads to them.

    `modules` are specifiers, `patterns` and `configs` pattern and entry, `common` module and method name, `called` the
    modules that are listening functions or classes themselves, `programs` names of programs. `owners` are the packages
    of which one must be named somewhere for a method name to be a listener's; a name without any can be everybody's.
    """

    entries: tuple[str, ...]
    modules: dict[str, tuple[str, ...]]
    patterns: tuple[tuple[str, str], ...]
    configs: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    common: tuple[tuple[str, str], ...]
    called: tuple[str, ...]
    words: tuple[str, ...]
    programs: dict[str, tuple[str, ...]]
    owners: dict[str, tuple[str, ...]]


def index_of(libraries: Iterable[tuple[str, Library]]) -> Index:
    """The index of libraries, each with the name of its entry."""
    modules: dict[str, tuple[str, ...]] = {}
    programs: dict[str, tuple[str, ...]] = {}
    owning: dict[str, set[str]] = {}
    entries, patterns, configs, common = [], [], [], []
    called, calls, words = list[str](), set[str](), set[str]()
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
        for program in dict.fromkeys(program for command in library.commands for program in command.programs):
            programs[program] = (*programs.get(program, ()), entry)
        calls.update(set(library.words) - _COMMON)
        for word in set(library.words) - _COMMON:
            owning.setdefault(word, set()).update(map(_package, library.modules))
        common += [(module, word) for module in library.modules for word in library.words if word in _COMMON]
        if any(path_steps(listener.call) in _WHOLE for listener in library.listeners):
            called += library.modules
        if any(listener.call == EXPORTED for listener in library.listeners):
            common += [(module, word) for module in library.modules for word in EXPORTS]
        words.update(_prefilter(library))
    return Index(
        tuple(entries),
        modules,
        tuple(patterns),
        tuple(configs),
        tuple(sorted(calls)),
        tuple(common),
        tuple(called),
        tuple(sorted(words)),
        programs,
        {word: tuple(sorted(packages)) for word, packages in sorted(owning.items()) if _ANYBODY not in packages},
    )


def _package(module: str) -> str:
    """The package that a specifier names; `_ANYBODY` where no text need name it: a global, a pattern."""
    if "*" in module or module == "globalThis":
        return _ANYBODY
    return "/".join(module.split("/")[: 2 if module.startswith("@") else 1])


def _prefilter(library: Library) -> set[str]:
    """The words of which one must stand in a file for a listener of this library to be possible there."""
    names = set(library.words)
    if names & _COMMON or any(path_steps(listener.call) == () for listener in library.listeners):
        modules = (module for module in library.modules if "*" not in module and module != "globalThis")
        names |= {f"{module}{quote}" for module in modules for quote in "\"'"}
    return names - _COMMON


def merged(left: Index, right: Index) -> Index:
    """Both indexes, the right one's entries first."""
    return Index(
        (*right.entries, *left.entries),
        _both(left.modules, right.modules),
        (*right.patterns, *left.patterns),
        (*right.configs, *left.configs),
        tuple(sorted({*left.calls, *right.calls})),
        (*right.common, *left.common),
        (*right.called, *left.called),
        tuple(sorted({*left.words, *right.words})),
        _both(left.programs, right.programs),
        _owned(left, right),
    )


def _owned(left: Index, right: Index) -> dict[str, tuple[str, ...]]:
    """The owners of the words in both indexes; a word that has none in one of them has none."""
    both = _both(left.owners, right.owners)
    return {
        word: owners
        for word, owners in both.items()
        if all(word in index.owners for index in (left, right) if word in index.calls)
    }


def _both(left: dict[str, tuple[str, ...]], right: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Both mappings, the right one's entries first under a key that both have."""
    return {**left, **{key: (*entries, *left.get(key, ())) for key, entries in right.items()}}


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
        tuple(document["called"]),
        tuple(document["words"]),
        {program: tuple(entries) for program, entries in document["programs"].items()},
        {word: tuple(packages) for word, packages in document["owners"].items()},
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
        "called": index.called,
        "words": index.words,
        "programs": dict(sorted(index.programs.items())),
        "owners": index.owners,
    }
    return json.dumps(document, indent=1) + "\n"


def build() -> Index:
    """The index of the built-in entries as their files say."""
    from portbind_lint.catalogue.entries import names, read_entry  # noqa: PLC0415 - only generation reads them all

    return index_of((name, read_entry(name)) for name in names())


if __name__ == "__main__":
    INDEX.write_text(written(build()), encoding="utf-8")
