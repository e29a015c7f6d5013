"""From an import specifier to a file of the repository, or to the name of somebody else's package."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from portbind_lint.evaluate.data.jsonc import Json, member, parse_jsonc, texts
from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.source import Package, Repository

ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".d.ts")
_SOURCES = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}
_BUILT = regex(r"^(?:\./)?(?:dist|build|lib|out|esm|cjs)/(?:(?:esm|cjs|src|lib|dist)/)?")
_VERSION = regex(r"(?<=[\w.-])@v?\^?~?[\w.+-]+(?=/|$)")
_REMOTE = regex(r"(?:npm|jsr|node|https?):")
_TSCONFIG = regex(r"(?:tsconfig(?:[.-][\w.-]+)?|jsconfig)\.json")
_TSCONFIGS = ("tsconfig.json", "jsconfig.json")
_MOST_EXTENDED = 8
_MOST_CONFIGS = 8


@dataclass(frozen=True, slots=True)
class InRepository:
    """A file of the repository."""

    path: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A package of somebody else, or a module of the runtime, by its normalised name."""

    name: str


@dataclass(frozen=True, slots=True)
class Alias:
    """One entry of `paths`, `imports` or an import map: `*` in `pattern` stands for what `*` in `targets` becomes."""

    pattern: str
    targets: tuple[str, ...]
    folder: str


class Resolver:
    """Resolves specifiers as Node, TypeScript, Deno and bundlers do, within the repository only."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._aliases: dict[str, tuple[Alias, ...]] = {}
        self._resolved: dict[tuple[str, str], InRepository | Outside] = {}

    @cached_property
    def _packages(self) -> dict[str, Package]:
        return {package.name: package for package in reversed(self._repository.packages) if package.name}

    @cached_property
    def _tsconfigs(self) -> dict[str, tuple[str, ...]]:
        return _tsconfigs(self._repository.files_like("config"))

    def resolve(self, importer: str, specifier: str) -> InRepository | Outside:
        """What `specifier` means in the file `importer`."""
        key = (posixpath.dirname(importer), specifier)
        if key not in self._resolved:
            self._resolved[key] = self._target(key[0], specifier)
        return self._resolved[key]

    def _target(self, folder: str, specifier: str) -> InRepository | Outside:
        name = specifier.partition("?")[0]
        if name.startswith((".", "/")):
            found = self._probe(_joined(folder if name.startswith(".") else "", name.lstrip("/")))
            return Outside(name) if found is None else InRepository(found)
        for alias in self._aliases_for(folder):
            for target in _matches(alias, name):
                if _REMOTE.match(target):
                    return Outside(external_name(target))
                if (found := self._probe(_joined(alias.folder, target))) is not None:
                    return InRepository(found)
        workspace = self._workspace(name)
        return Outside(external_name(specifier)) if workspace is None else InRepository(workspace)

    def _probe(self, path: str | None) -> str | None:
        if path is None:
            return None
        found = next((candidate for candidate in _candidates(path) if self._repository.holds(candidate)), None)
        return self._folder_entry(path) if found is None else found

    def _folder_entry(self, folder: str) -> str | None:
        """What the `package.json` of a folder names as its main file."""
        manifest = posixpath.join(folder, "package.json")
        if not self._repository.holds(manifest):
            return None
        entries = _entries(parse_jsonc(self._repository.read(manifest)), "")
        places = (_joined(folder, target) for entry in entries for target in (entry, _BUILT.sub("src/", entry)))
        candidates = (candidate for place in places if place for candidate in _candidates(place))
        return next((candidate for candidate in candidates if self._repository.holds(candidate)), None)

    def _workspace(self, specifier: str) -> str | None:
        name, rest = _package_name(specifier)
        package = self._packages.get(name)
        if package is None:
            return None
        manifest = parse_jsonc(self._repository.read(package.manifest))
        for target in (
            *_entries(manifest, rest),
            *((f"./{rest}", f"./src/{rest}") if rest else ("./src/index", "./index")),
        ):
            for candidate in (target, _BUILT.sub("src/", target), _BUILT.sub("", target)):
                if (found := self._probe(_joined(package.folder, candidate))) is not None:
                    return found
        return None

    def _aliases_for(self, folder: str) -> tuple[Alias, ...]:
        if folder not in self._aliases:
            above = () if not folder else self._aliases_for(posixpath.dirname(folder))
            self._aliases[folder] = (*self._declared(folder), *above)
        return self._aliases[folder]

    def _declared(self, folder: str) -> Iterator[Alias]:
        for path in self._tsconfigs.get(folder, ()):
            yield from self._from_tsconfig(path, 0)
        if self._repository.holds(path := posixpath.join(folder, "package.json")):
            imports = member(parse_jsonc(self._repository.read(path)), "imports")
            yield from _from_map(imports, folder)
        for name in ("deno.json", "deno.jsonc", "import_map.json"):
            if self._repository.holds(path := posixpath.join(folder, name)):
                yield from _from_map(member(parse_jsonc(self._repository.read(path)), "imports"), folder)

    def _from_tsconfig(self, path: str, depth: int) -> Iterator[Alias]:
        data = parse_jsonc(self._repository.read(path))
        folder = posixpath.dirname(path)
        base = member(data, "compilerOptions", "baseUrl")
        root = _joined(folder, base) if isinstance(base, str) else folder
        yield from _from_map(member(data, "compilerOptions", "paths"), root or "")
        if isinstance(base, str):
            yield Alias("*", ("*",), root or "")
        for extended in texts(member(data, "extends")) if depth < _MOST_EXTENDED else ():
            target = _joined(folder, extended) if extended.startswith(".") else None
            for candidate in () if target is None else (target, f"{target}.json"):
                if self._repository.holds(candidate):
                    yield from self._from_tsconfig(candidate, depth + 1)
        for reference in _references(data) if depth == 0 else ():
            target = _joined(folder, reference) or ""
            for candidate in (target, posixpath.join(target, "tsconfig.json")):
                if self._repository.holds(candidate):
                    yield from self._from_tsconfig(candidate, depth + 1)


@lru_cache(maxsize=4)  # the same for every unit of a repository; where two states are compared there are two
def _tsconfigs(files: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """TypeScript's configurations among `files` by folder: the one that editors read, then those of single builds."""
    found: dict[str, list[str]] = {}
    # Most of them have another ending: that is asked first.
    perhaps = [path for path in files if path.endswith(".json")]
    for path in sorted(perhaps, key=lambda path: (not path.endswith(_TSCONFIGS), path)):
        if _TSCONFIG.fullmatch(posixpath.basename(path)):
            found.setdefault(posixpath.dirname(path), []).append(path)
    return {folder: tuple(paths[:_MOST_CONFIGS]) for folder, paths in found.items()}


def _references(data: Json) -> tuple[str, ...]:
    found = member(data, "references")
    return texts([member(item, "path") for item in found]) if isinstance(found, list) else ()


def _from_map(entries: Json, folder: str) -> Iterator[Alias]:
    if isinstance(entries, dict):
        for pattern, targets in entries.items():
            yield Alias(pattern, texts(targets), folder)


def _matches(alias: Alias, specifier: str) -> tuple[str, ...]:
    before, star, after = alias.pattern.partition("*")
    if star:
        if not specifier.startswith(before) or not specifier.endswith(after) or len(specifier) < len(before + after):
            return ()
        middle = specifier[len(before) : len(specifier) - len(after)]
        return tuple(target.replace("*", middle, 1) for target in alias.targets)
    if specifier == alias.pattern:
        return alias.targets
    if alias.pattern.endswith("/") and specifier.startswith(alias.pattern):
        return tuple(target + specifier[len(alias.pattern) :] for target in alias.targets)
    return ()


def _joined(folder: str, path: str) -> str | None:
    """`path` seen from `folder`, normalised; None where it leaves the repository."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == "..":
        return None
    return None if joined.startswith("../") else "" if joined == "." else joined.lstrip("/")


def _candidates(path: str) -> Iterator[str]:
    if path:
        yield path
        stem, ending = posixpath.splitext(path)
        yield from (stem + source for source in _SOURCES.get(ending, ()))
        yield from (path + ending for ending in ENDINGS)
    yield from (posixpath.join(path, f"index{ending}") for ending in ENDINGS)


def _package_name(specifier: str) -> tuple[str, str]:
    count = 2 if specifier.startswith("@") else 1
    pieces = specifier.split("/")
    return "/".join(pieces[:count]), "/".join(pieces[count:])


def _entries(manifest: Json, rest: str) -> Iterator[str]:
    """The files that a package gives for its subpath `rest`, sources preferred by the probing that follows."""
    exports = member(manifest, "exports")
    key = f"./{rest}" if rest else "."
    if isinstance(exports, dict) and any(name.startswith(".") for name in exports):
        yield from texts(exports.get(key))
        for pattern, targets in exports.items():
            if "*" in pattern:
                yield from _matches(Alias(pattern, texts(targets), ""), key)
    elif not rest:
        yield from texts(exports)
    if not rest:
        for field in ("source", "module", "main", "types", "typings"):
            yield from texts(member(manifest, field))


def external_name(specifier: str) -> str:
    """The package's name without `node:` and `npm:` prefixes and without versions.

    >>> external_name("npm:ws@8"), external_name("https://deno.land/std@0.200.0/http/server.ts")
    ('ws', 'https://deno.land/std/http/server.ts')

    Import maps write `npm:/ws`, for all that the package exports below that.
    """
    name = specifier.partition("?")[0].removeprefix("node:").removeprefix("npm:")
    if specifier.startswith("npm:/"):
        name = name[1:]
    if "@" in name[1:] and (specifier.startswith(("npm:", "jsr:", "http:", "https:")) or "@" in name.lstrip("@")):
        name = _VERSION.sub("", name)
    return name
