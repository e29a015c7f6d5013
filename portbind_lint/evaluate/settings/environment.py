"""The environment of the process: empty, but for the `.env` files of the repository that its programs load.

An `.env.example` documents and is loaded by nobody.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, known, settable
from portbind_lint.evaluate.data.paths import files_of, working_folders
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Array, Call, Expression, Object, Property
from portbind_lint.model.value import External, Thing, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module

_ENVIRONMENTS = frozenset(
    {
        ("globalThis", (".process", ".env")),
        ("globalThis", (".Bun", ".env")),
        ("globalThis", (".import", ".meta", ".env")),
        ("process", (".env",)),
        ("bun", (".env",)),
        ("std-env", (".env",)),
    }
)
_PLAIN = (".env",)
_LOADERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("dotenv", ".config"): _PLAIN,
    ("dotenv", ".configDotenv"): _PLAIN,
    ("dotenv-safe", ".config"): _PLAIN,
    ("dotenv-expand", ".config"): _PLAIN,
    ("dotenv-flow", ".config"): (".env.local", ".env"),
    ("@nestjs/config", ".forRoot"): _PLAIN,
    ("globalThis", ".loadEnvFile"): _PLAIN,
    ("process", ".loadEnvFile"): _PLAIN,
}
"""By package and function: the files that are read if no other is named, the one that counts more first."""

_BY_IMPORT = {
    "dotenv/config": _PLAIN, "dotenv/config.js": _PLAIN, "dotenv-safe/config": _PLAIN,
    "dotenv-flow/config": (".env.local", ".env"),
}  # fmt: skip
_KEYS = frozenset({"path", "envFilePath"})
_NAMES = ("dotenv", "ConfigModule", "loadEnvFile")
_OPTION = regex(r"--env-file(?:-if-exists)?(?:=|\s{1,3})([\w./-]{1,200})")
_LINE = regex(r"\s{0,20}(?:export\s{1,5})?([\w.-]{1,200})\s{0,20}=\s{0,20}(.*)")
_QUOTED = regex(r"""(['"`])((?:(?!\1).)*)\1""")
_MOST_MODULES = 40
_MOST_LINES = 2_000
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class _Load:
    """One program's loading of files: the folder of its package, and what they set."""

    folder: str
    variables: dict[str, Value]


def is_environment(thing: Thing) -> bool:
    """Whether `thing` is the environment of the process."""
    return isinstance(thing, External) and (thing.module, thing.path) in _ENVIRONMENTS


class Environment:
    """What the environment holds when nobody sets anything, for programs of each package."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._loads: list[_Load] | None = None

    def variable(self, name: str, module: Module | None) -> Value:
        """The variable `name` as `module` (None: not known which) reads it."""
        if self._loads is None:
            self._loads = []  # Loading reads variables itself.
            self._loads = list(self._found())
        held = self._held(name, module) if self._loads else None
        return settable("env", name, absent() if held is None else held)

    def _held(self, name: str, module: Module | None) -> Value | None:
        loads = self._loads or []
        if module is None:
            loads = loads if len({load.folder for load in loads}) == 1 else []
        else:
            loads = [load for load in loads if load.folder == self._folder(module.path)]
        return next((load.variables[name] for load in loads if name in load.variables), None)

    def _folder(self, path: str) -> str:
        return working_folders(self._evaluator, path)[0]

    def _found(self) -> Iterator[_Load]:
        program = self._evaluator.program
        repository = program.repository
        if not any(map(_is_env_file, repository.files_like(".env"))):
            return
        for package in repository.packages:
            for _, script in package.scripts:
                for path in _OPTION.findall(script):
                    yield self._load(package.folder, (posixpath.normpath(posixpath.join(package.folder, path)),))
        paths = dict.fromkeys(path for name in _NAMES for path in repository.sources_naming(name))
        for path in list(paths)[:_MOST_MODULES]:
            module = program.module(path)
            for files in () if module is None else self._loaded_by(module):
                yield self._load(self._folder(path), files)

    def _load(self, folder: str, files: tuple[str, ...]) -> _Load:
        variables: dict[str, Value] = {}
        for path in files:
            for name, value in _read(path, self._evaluator.program.repository.read(path) or b""):
                variables.setdefault(name, value)
        return _Load(folder, variables)

    def _loaded_by(self, module: Module) -> Iterator[tuple[str, ...]]:
        """The files that each load in a module reads."""
        for source in module.sources:
            if source in _BY_IMPORT:
                yield self._beside(module, _BY_IMPORT[source])
        for word in dict.fromkeys(name.removeprefix(".") for _, name in _LOADERS):
            for call in module.calls(word):
                for case in self._evaluator.callee(module, call).cases:
                    thing = case.thing
                    if isinstance(thing, External) and thing.path and (thing.module, thing.path[-1]) in _LOADERS:
                        yield self._named(module, call, _LOADERS[thing.module, thing.path[-1]])

    def _named(self, module: Module, call: Call, names: tuple[str, ...]) -> tuple[str, ...]:
        """The files that a call names, else those that are read then."""
        paths: list[Expression] = []
        for argument in call.arguments[:1]:
            if isinstance(argument, Object):
                entries = [e for e in argument.entries if isinstance(e, Property) and e.key in _KEYS]
                paths.extend(entry.value for entry in entries)
            else:
                paths.append(argument)
        lists = ([item for item in p.items if item is not None] if isinstance(p, Array) else [p] for p in paths)
        expressions = [item for items in lists for item in items]
        if not expressions:
            return self._beside(module, names)
        return tuple(found[0] for item in expressions if (found := files_of(self._evaluator, module, item, None)))

    def _beside(self, module: Module, names: tuple[str, ...]) -> tuple[str, ...]:
        """The files of the folder in which the program is started."""
        for folder in working_folders(self._evaluator, module.path):
            found = [posixpath.join(folder, name) for name in names]
            if there := tuple(path for path in found if self._evaluator.program.repository.holds(path)):
                return there
        return ()


def _read(path: str, data: bytes) -> Iterator[tuple[str, Value]]:
    """The variables of one file with their lines; what refers to other variables is left out."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines()[:_MOST_LINES], 1):
        found = _LINE.fullmatch(line[:_LONGEST_LINE])
        if found is None or "$" in found.group(2):
            continue
        quoted = _QUOTED.match(found.group(2))
        text = quoted.group(2) if quoted else found.group(2).split(" #")[0].strip()
        end = len(line.encode("utf-16-le")) // 2 + 1
        yield found.group(1), known(text, Location(path, number, 1, number, end, line))


def _is_env_file(path: str) -> bool:
    return posixpath.basename(path).startswith(".env") or path.endswith(".env")
