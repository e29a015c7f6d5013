"""Which files are nobody's source: installed packages, vendored code, what a build wrote.

A folder's name alone decides only where no person would give it to source (`.next`, `bower_components`). `dist`,
`build`, `out` and their like are left out when what lies in them looks built, because some repositories keep source in
`build/` or publish a hand-written `lib/`.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from portbind_lint.model.programs import DECLARATION_ENDINGS, SCRIPT_ENDINGS
from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    Read = Callable[[str], bytes]

_TYPED_ENDINGS = (".ts", ".mts", ".cts", ".tsx")

VENDORED = "vendored"
BUILT = "built"
MINIFIED = "minified"

_INSTALLED = frozenset(
    {"bower_components", "jspm_packages", "web_modules", ".yarn", ".pnpm-store", ".venv", "site-packages"}
)
_THIRD_PARTY = frozenset({"third_party", "third-party", "thirdparty", "3rdparty", "vendored"})
_VENDOR = frozenset({"vendor", "vendors"})
_ASSETS = frozenset({"assets", "public", "static", "www", "js", "javascript", "javascripts", "lib", "libs"})
_WRITTEN_BY_TOOLS = frozenset(
    {".next", ".nuxt", ".output", ".svelte-kit", ".turbo", ".parcel-cache", ".cache", ".vercel", ".netlify",
     ".serverless", ".docusaurus", ".angular", ".expo", ".nyc_output", "lcov-report"}
)  # fmt: skip
_OUTPUT = frozenset(
    {"dist", "build", "out", "output", "lib", "es", "esm", "cjs", "umd", "compiled", "bundle", "release"}
)

# What package managers leave in the `node_modules` that they fill.
_INSTALL_MARKS = frozenset({"package.json", ".bin", ".package-lock.json", ".yarn-integrity", ".modules.yaml"})

_MINIFIED_NAME = regex(r"[.-]min\.[cm]?js$")

# The first lines that compilers and bundlers write: TypeScript, Babel, esbuild, webpack, Parcel, Rollup's UMD, ncc.
_COMPILED = regex(
    rb"""Object\.defineProperty\(exports, ?["']__esModule["']|^var __(?:create|defProp|getOwnPropNames) = |"""
    rb"""__webpack_require__|webpackBootstrap|parcelRequire|^\(function \(global, factory\)|@generated|"""
    rb"""^//# sourceMappingURL=|^var __awaiter = |_interopRequireDefault\(""",
    re.MULTILINE,
)
_HEAD = 6_000
_SAMPLE = 12


def is_script(path: str) -> bool:
    """Whether `path` names JavaScript or TypeScript source; declaration files hold no code."""
    return path.endswith(SCRIPT_ENDINGS) and not path.endswith(DECLARATION_ENDINGS)


def prunes(name: str, siblings: Iterable[str]) -> bool:
    """Whether a package manager filled the folder `name` that stands among `siblings`, so that a walk may pass by."""
    if name == "node_modules":
        return "package.json" in siblings
    return name in _INSTALLED


def sort_out(paths: Iterable[str], read: Read) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The files of the repository's own, and the reason for each of the others. `read` gives a file's beginning."""
    listed = [(path, *_split(path)) for path in paths]
    folders = _folders((folder, name) for _, folder, name in listed)
    groups = _output_folders((path, folder) for path, folder, _ in listed)
    built = {folder for folder, members in groups.items() if _looks_built(folder, members, folders, read)}
    taken = _taken(folders, built)
    kept: list[str] = []
    reasons: dict[str, str] = {}
    for path, folder, name in listed:
        reason = taken[folder] or (MINIFIED if ".min." in name or "-min." in name else "")
        if reason and (reason is not MINIFIED or _MINIFIED_NAME.search(name)):
            reasons[path] = reason
        else:
            kept.append(path)
    return tuple(kept), reasons


def count(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How many files each reason took, sorted by reason."""
    return tuple(sorted(Counter(reasons).items()))


def is_minified(data: bytes) -> bool:
    """Whether most of the text stands in lines of code that nobody would write.

    Long lines alone do not say so: a page of base64 or a table of numbers in source is one long line too.
    """
    if len(data) < _SHORT or len(data) // (data.count(b"\n") + 1) < _AVERAGE:
        return False
    dense = sum(len(line) for line in data.split(b"\n") if len(line) > _LONG and _is_code(line))
    return 2 * dense > len(data)


_SHORT = 2_000
_AVERAGE = 150
_LONG = 500


def _is_code(line: bytes) -> bool:
    return sum(line.count(mark) for mark in (b";", b"{", b"(", b"=")) * 25 > len(line)


def _split(path: str) -> tuple[str, str]:
    """The folder and the name; `posixpath` takes several times as long."""
    folder, _, name = path.rpartition("/")
    return folder, name


def _folders(files: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """What each folder holds by name, files and folders; the root is one even if it holds nothing."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for folder, name in files:
        found[folder].add(name)
    for folder in tuple(found):
        child = folder
        while child:
            above, name = _split(child)
            if name in found[above]:
                break
            found[above].add(name)
            child = above
    return {folder: frozenset(names) for folder, names in found.items()}


def _output_folders(files: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The folders with the name of a build's output, and the files below each."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    around: dict[str, tuple[str, ...]] = {}
    for path, folder in files:
        if folder not in around:
            parts = folder.split("/")
            around[folder] = tuple("/".join(parts[: depth + 1]) for depth, name in enumerate(parts) if name in _OUTPUT)
        for output in around[folder]:
            found[output].append(path)
    return {folder: tuple(members) for folder, members in found.items()}


def _taken(folders: Mapping[str, frozenset[str]], built: AbstractSet[str]) -> Mapping[str, str]:
    """Why what lies in each folder is left out, by the outermost folder that says so; "" where none does."""
    taken = {"": ""}
    for folder in sorted(folders):
        if folder:
            parent, name = _split(folder)
            taken[folder] = taken[parent] or _reason(name, parent, folder, folders, built)
    return taken


def _reason(name: str, parent: str, folder: str, folders: Mapping[str, frozenset[str]], built: AbstractSet[str]) -> str:
    if _is_vendored(name, parent, folder, folders):
        return VENDORED
    return BUILT if name in _WRITTEN_BY_TOOLS or folder in built else ""


def _is_vendored(name: str, parent: str, folder: str, folders: Mapping[str, frozenset[str]]) -> bool:
    if name == "node_modules":
        # A `node_modules` that no package manager filled is a way of laying out one's own packages.
        beside, inside = folders.get(parent, frozenset()), folders.get(folder, frozenset())
        return not parent or "package.json" in beside or bool(_INSTALL_MARKS & inside)
    if name in _VENDOR:
        # Deeper down it may be the word for a supplier.
        return not parent or posixpath.basename(parent) in _ASSETS or "package.json" in folders.get(parent, frozenset())
    return name in _INSTALLED or name in _THIRD_PARTY


def _looks_built(folder: str, members: tuple[str, ...], folders: Mapping[str, frozenset[str]], read: Read) -> bool:
    known = frozenset(members)
    typed = (path for path in members if path.endswith(DECLARATION_ENDINGS))
    if any(path.endswith(".map") for path in members) or any(_script_of(path) in known for path in typed):
        return True
    scripts = [path for path in members if is_script(path) and not path.endswith(_TYPED_ENDINGS)]
    if not scripts or len(scripts) < sum(is_script(path) for path in members):
        # Compilers write JavaScript; a folder with TypeScript in it is somebody's source.
        return False
    step = max(1, len(scripts) // _SAMPLE)
    sample = scripts[::step]
    signs = sum(_is_written_by_compiler(path, folder, folders, read) for path in sample)
    return 2 * signs > len(sample)


def _script_of(declaration: str) -> str:
    stem, ending = declaration.rsplit(".d.", 1)
    return f"{stem}.{ending.replace('t', 'j', 1)}"


def _is_written_by_compiler(path: str, folder: str, folders: Mapping[str, frozenset[str]], read: Read) -> bool:
    if _has_source(path, folder, folders):
        return True
    head = read(path)[:_HEAD]
    return _COMPILED.search(head) is not None or is_minified(head)


def _has_source(path: str, folder: str, folders: Mapping[str, frozenset[str]]) -> bool:
    """Whether TypeScript of the same name stands in `src` beside `folder`, or where `folder` itself stands."""
    parent = posixpath.dirname(folder)
    inner, name = posixpath.split(path[len(folder) + 1 :])
    stem = name.rsplit(".", 1)[0]
    for base in (posixpath.join(parent, "src"), parent):
        names = folders.get(posixpath.join(base, inner).rstrip("/"), frozenset())
        if any(stem + ending in names for ending in _TYPED_ENDINGS):
            return True
    return False
