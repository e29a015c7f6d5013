"""Which programs to run: every example of every entry, on every pinned version of its library."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import yaml

from portbind_lint.catalogue.entries import names, read_entry
from portbind_lint.model.library import Example, Library
from portbind_lint.resolve.version import overlaps
from tests.oracle.matrix import examples as matrix_examples
from tests.oracle.packages import Installed, all_packages

_PROGRAMS = (".ts", ".js", ".mjs", ".cjs", ".mts", ".cts", ".tsx", ".jsx")
HARNESS = Path(__file__).parent / "harness.yml"
_KEYS = {
    "after", "also", "arguments", "before", "commands", "environment", "examples", "files", "group", "links", "more",
    "package", "prepare", "runtime", "seconds", "skip", "tool", "versions",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Program:
    """How to run an example.

    `before` and `after` is code around it, `files` are files next to it, `links` are packages to see under another
    name, `environment` are variables to set. `command` says that the example is a package.json whose first script is
    run, behind `prepare`, a command that builds what it serves. `tool` is the package whose command reads the example,
    a configuration file, with `arguments`. `also` are the kinds of further sockets that no call of the example stands
    for. `seconds` bounds the run.
    """

    runtime: str = "node"
    before: str = ""
    after: str = ""
    files: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    tool: str = ""
    arguments: tuple[str, ...] = ()
    command: bool = False
    prepare: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Case:
    """One example on one version, or on the runtime alone where `package` is None.

    `skip` says why it is not run, `group` which set of packages it needs.
    """

    entry: str
    library: Library
    example: Example
    package: Installed | None
    program: Program
    skip: str = ""
    group: str = "core"

    @property
    def on(self) -> str:
        """The library's version as `fastify@5.12.8`, or the runtime."""
        return f"{self.package.name}@{self.package.version}" if self.package else self.program.runtime

    @property
    def key(self) -> str:
        """What a result is kept under."""
        return f"{self.entry} / {self.example.name} / {self.on}"

    @property
    def digest(self) -> str:
        """A hash of all that the run depends on but the installed files."""
        program = {key: value for key, value in asdict(self.program).items() if value != getattr(Program(), key)}
        parts = [self.example.code, self.example.file, list(self.example.expect), self.on, program]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


@cache
def harness() -> Mapping[str, Mapping[str, object]]:
    """`harness.yml`: by entry, and in `examples` by example, what a run needs beyond the example."""
    document = yaml.safe_load(HARNESS.read_text(encoding="utf-8"))
    for entry, settings in document.items():
        for wrong in [
            key for each in (settings, *settings.get("examples", {}).values()) for key in each.keys() - _KEYS
        ]:
            raise ValueError(f"{HARNESS.name}: {entry} has an unknown key {wrong!r}")
    return document


def cases() -> Iterator[Case]:
    """Every case, in the order of the entries."""
    for name in names():
        library, entry = read_entry(name), name.removesuffix(".yml")
        for example in (*library.examples, *_more(entry), *matrix_examples(entry, library)):
            yield from _of_example(entry, library, example)


def _more(entry: str) -> Iterator[Example]:
    """Further call forms that only the oracle runs."""
    for item in harness().get(entry, {}).get("more", ()):
        yield Example(item["name"], item["code"], tuple(item["expect"]), item.get("file", "example.ts"))


def _of_example(entry: str, library: Library, example: Example) -> Iterator[Case]:
    settings = _settings(entry, example.name)
    program = _program(settings, example)
    skip = settings.get("skip", "") or _unsuited(example, program)
    if skip or program.runtime != "node" or library.name.startswith("node:"):
        yield Case(entry, library, example, None, program, skip, str(settings.get("group", "core")))
        return
    group = settings.get("group")
    known = [package for package in all_packages() if group is None or package.group == group]
    found = [package for package in known if package.name in _names(library, settings)]
    fitting = [package for package in _distinct(found) if _fits(package, example, settings)]
    if not fitting:
        why = "no pinned version fits it" if found else "its package is not pinned"
        yield Case(entry, library, example, None, program, why)
    for package in fitting:
        yield Case(entry, library, example, package, program, group=package.group)


def _unsuited(example: Example, program: Program) -> str:
    """Why an example cannot be run as a program: it is none, and nothing says how to run it."""
    suited = example.file.endswith(_PROGRAMS) or program.command or program.tool
    return "" if suited else "it is a command line or a configuration"


def _settings(entry: str, name: str) -> dict[str, object]:
    own = harness().get(entry, {})
    return {**own, **own.get("examples", {}).get(name, {})}


def _program(settings: Mapping[str, object], example: Example) -> Program:
    return Program(
        runtime=settings.get("runtime", "node"),
        before=settings.get("before", ""),
        after=settings.get("after", ""),
        files=tuple(settings.get("files", {}).items()),
        links=tuple(settings.get("links", {}).items()),
        tool="" if example.file == "package.json" else settings.get("tool", ""),
        arguments=tuple(settings.get("arguments", ())),
        command=settings.get("commands", False) and example.file == "package.json",
        prepare=settings.get("prepare", ""),
        environment=tuple(settings.get("environment", {}).items()),
        also=tuple(settings.get("also", ())),
        seconds=float(settings.get("seconds", 30)),
    )


def _names(library: Library, settings: Mapping[str, object]) -> set[str]:
    """The npm packages that the library's modules belong to."""
    if settings.get("package"):
        return {str(settings["package"])}
    return {"/".join(module.split("/")[: 2 if module.startswith("@") else 1]) for module in library.modules}


def _distinct(found: list[Installed]) -> list[Installed]:
    """One of each version: the core set's where both have it."""
    kept: dict[tuple[str, str], Installed] = {}
    for package in found:
        kept.setdefault((package.name, package.version), package)
    return list(kept.values())


def _fits(package: Installed, example: Example, settings: Mapping[str, object]) -> bool:
    wanted = dict(example.dependencies).get(package.name, settings.get("versions", ""))
    return bool(overlaps(package.version, wanted))
