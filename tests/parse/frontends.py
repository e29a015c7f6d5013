"""What the two front-ends say of the same files, side by side.

`python -m tests.parse.frontends FOLDER` compares the packages of a `node_modules` folder and prints the counts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portbind_lint.bind.sites import find_sites
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.discover.manifests import read_package
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.program.program import Program
from portbind_lint.model.facts import Module
from portbind_lint.model.source import NotAnalysed, Package
from portbind_lint.parse.source import PARSERS, parse
from portbind_lint.resolve.address import resolve
from tests.bind.memory import MemoryRepository

ENDINGS = {".js", ".cjs", ".mjs", ".jsx"}
LONGEST = 400_000
"""Longer files are bundles; esprima takes a second for each 80 kB."""


@dataclass(frozen=True)
class Compared:
    """Of one package: its files, those that each parser reads whole, the sites in esprima's, and what differs."""

    files: int
    whole: int
    accepted: int
    sites: int
    differences: tuple[str, ...]


def packages(folder: Path) -> Iterator[Path]:
    """The packages of a `node_modules` folder, scoped ones included, sorted."""
    for manifest in sorted([*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")]):
        yield manifest.parent


def compared(folder: Path) -> Compared:
    """Compare the front-ends over the plain JavaScript files of one folder, as one repository."""
    texts = dict(_texts(folder))
    plain = {path: module for path, text in texts.items() if (module := _plain(path, text)) is not None}
    manifest = folder / "package.json"
    package = read_package("package.json", manifest.read_bytes()) if manifest.is_file() else None
    repository = MemoryRepository({path: texts[path] for path in plain}, package or Package("", "package.json"))
    told = {parser: set(_sites(repository, plain, parser)) for parser in PARSERS}
    differences = [
        f"{parser} only: {site}" for parser, other in (PARSERS, PARSERS[::-1]) for site in told[parser] - told[other]
    ]
    return Compared(
        len(texts), sum(map(_is_whole, texts.items())), len(plain), len(told[PARSERS[0]]), tuple(sorted(differences))
    )


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if "node_modules" in relative.parts or path.suffix not in ENDINGS or path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        if len(data) <= LONGEST:
            yield relative.as_posix(), data.decode("utf-8", "replace")


def _plain(path: str, text: str) -> Module | None:
    parsed = parse(path, text.encode(), "esprima")
    return None if isinstance(parsed, NotAnalysed) else parsed


def _is_whole(named: tuple[str, str]) -> bool:
    parsed = parse(named[0], named[1].encode())
    return not isinstance(parsed, NotAnalysed) and not parsed.problems


def _sites(repository: MemoryRepository, plain: dict[str, Module], parser: str) -> Iterator[str]:
    def parsed(path: str, data: bytes) -> Module | NotAnalysed:
        return plain[path] if parser == "esprima" else parse(path, data, parser)

    evaluator = Evaluator(Program(repository, parsed))
    wanted = dict((*repository.package.dependencies, *repository.package.dev_dependencies))
    catalogue = load_catalogue()
    words = (*catalogue.words, *catalogue.common_in([repository.package.name, *wanted]))
    for path in repository.files:
        if not any(word in repository.texts[path] for word in words):
            continue
        module = evaluator.program.module(path)
        assert module is not None
        assert not isinstance(module, NotAnalysed)
        for site in find_sites(module, catalogue, evaluator):
            address = resolve(site, evaluator, wanted.get)
            place = f"{path}:{site.location.line}:{site.location.column}"
            trail = " < ".join(f"{step.path}:{step.line}:{step.column}" for step in address.trail)
            bound = f"{address.cls.value} {address.value!r} configurable={address.configurable} {trail}"
            yield f"{place} {site.library.name} {site.call}: {bound}"


def main(folder: Path) -> None:
    """Print the counts, and every difference."""
    total = Compared(0, 0, 0, 0, ())
    for package in packages(folder):
        found = compared(package)
        for difference in found.differences:
            sys.stdout.write(f"{package.name}: {difference}\n")
        total = Compared(
            total.files + found.files,
            total.whole + found.whole,
            total.accepted + found.accepted,
            total.sites + found.sites,
            total.differences + found.differences,
        )
    sys.stdout.write(
        f"{total.files} files; tree-sitter reads {total.whole} of them whole, esprima {total.accepted}; "
        f"{total.sites} sites in the latter; {len(total.differences)} differences\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
