"""The environment of the process: empty, but for the `.env` files of the repository that its programs load.

An `.env.example` documents and is loaded by nobody.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from itertools import islice
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
_EVERY_PLAIN = (".env.local", ".env")
# Whoever calls a loader without any of these names no file.
_NAMING = regex(r"\b(?:path|envFilePath)['\"]?\s{0,20}[:,}]|\bloadEnvFile\b")
_NAMES = ("dotenv", "ConfigModule", "loadEnvFile")
_OPTION = regex(r"--env-file(?:-if-exists)?(?:=|\s{1,3})([\w./-]{1,200})")
_LINE = regex(r"\s{0,20}(?:export\s{1,5})?([\w.-]{1,200})\s{0,20}=\s{0,20}(.*)")
_QUOTED = regex(r"""(['"`])((?:(?!\1).)*)\1""")
_MOST_MODULES = 40
_MOST_FILES = 200
_MOST_LINES = 2_000
_LONGEST_LINE = 2_000


_Variables = dict[str, Value]


def is_environment(thing: Thing) -> bool:
    """Whether `thing` is the environment of the process."""
    return isinstance(thing, External) and (thing.module, thing.path) in _ENVIRONMENTS


class Environment:
    """What the environment holds when nobody sets anything, for programs of each package."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._loads: dict[str, list[_Variables]] = {}

    def variable(self, name: str, module: Module | None) -> Value:
        """The variable `name` as `module` (None: not known which) reads it."""
        held = self._held(name, module) if name in self._written else None
        return settable("env", name, absent() if held is None else held)

    @cached_property
    def _written(self) -> frozenset[str]:
        """The variables that some file names: whoever reads another one need not know which program loads what."""
        repository = self._evaluator.program.repository
        files = [path for path in repository.files_like(".env") if _is_env_file(path)][:_MOST_FILES]
        return frozenset(name for path in files for name, _ in _read(path, repository.read(path) or b""))

    def _held(self, name: str, module: Module | None) -> Value | None:
        if module is not None:
            folder = self._folder(module.path)
        else:
            loading = {self._folder(path) for path in self._loading}
            if len(loading) != 1:
                return None
            (folder,) = loading
        return next((held[name] for held in self._loaded_in(folder) if name in held), None)

    def _folder(self, path: str) -> str:
        return working_folders(self._evaluator, path)[0]

    def _loaded_in(self, folder: str) -> list[_Variables]:
        """What the programs of the package in `folder` load, each time that they do."""
        if folder not in self._loads:
            self._loads[folder] = []  # Loading reads variables itself.
            self._loads[folder] = [self._variables(files) for files in self._files_of(folder)]
        return self._loads[folder]

    @cached_property
    def _loading(self) -> tuple[str, ...]:
        """The scripts that may load files."""
        repository = self._evaluator.program.repository
        return tuple(dict.fromkeys(path for name in _NAMES for path in repository.sources_naming(name)))

    def _files_of(self, folder: str) -> Iterator[tuple[str, ...]]:
        """The files that are read at each place where the package in `folder` loads some."""
        program = self._evaluator.program
        for package in program.repository.packages:
            for _, script in package.scripts if package.folder == folder else ():
                for path in _OPTION.findall(script):
                    yield (posixpath.normpath(posixpath.join(folder, path)),)
        paths = (path for path in self._loading if self._folder(path) == folder and self._may_find(path))
        for path in islice(paths, _MOST_MODULES):
            module = program.module(path)
            yield from () if module is None else self._loaded_by(module)

    def _may_find(self, path: str) -> bool:
        """Whether what a script loads can be there: beside the program, or by a name of its own. Most have neither."""
        if self._beside(path, _EVERY_PLAIN):
            return True
        data = self._evaluator.program.repository.read(path) or b""
        return _NAMING.search(data.decode("utf-8", "replace")) is not None

    def _variables(self, files: tuple[str, ...]) -> _Variables:
        found: _Variables = {}
        for path in files:
            for name, value in _read(path, self._evaluator.program.repository.read(path) or b""):
                found.setdefault(name, value)
        return found

    def _loaded_by(self, module: Module) -> Iterator[tuple[str, ...]]:
        """The files that each load in a module reads."""
        for source in module.sources:
            if source in _BY_IMPORT:
                yield self._beside(module.path, _BY_IMPORT[source])
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
            return self._beside(module.path, names)
        found = (self._first_file(module, item) for item in expressions)
        return tuple(path for path in found if path)

    def _first_file(self, module: Module, expression: Expression) -> str:
        """The file that an expression means, "" where that takes long to find out: a variable is asked for."""
        files = self._evaluator.activity.aside(lambda: files_of(self._evaluator, module, expression, None))
        return files[0] if files else ""

    def _beside(self, path: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """The files of the folder in which the program at `path` is started."""
        for folder in working_folders(self._evaluator, path):
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
