"""The repository as a program: its modules on demand, and what each exports to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.evaluate import names
from portbind_lint.evaluate.cases import absent, join, single, through, unknown
from portbind_lint.evaluate.json_modules import json_value
from portbind_lint.evaluate.modules import InRepository, Outside, Resolver
from portbind_lint.evaluate.text_search import (
    Shows,
    Wanted,
    every,
    holds_one,
    is_called,
    is_extended,
    may_export,
    nearest,
    stands,
)  # fmt: skip
from portbind_lint.model.facts import Export, Module
from portbind_lint.model.programs import may_be_run, runs_script
from portbind_lint.model.source import NotAnalysed, Repository
from portbind_lint.model.syntax import Assignment, Name
from portbind_lint.model.value import Absent, Case, External, Namespace, Record, Unknown, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx")
_MOST_STARS = 40
MOST_FILES = 30
"""Files that are parsed in one search for callers or subclasses."""

MOST_IMPORTED = 6
"""Files imported by one that are parsed to see what they set on the objects it hands to them."""

MOST_SEARCHED = 2_000
BYTES_A_STEP = 1_500
"""What is parsed in about the time of one step of the evaluator."""

FILES_A_STEP = 50
"""How many files are searched for a name in about the time of one step."""

MOST_KNOWING = 1_000
"""Importers, direct and indirect, beyond which everybody counts as one."""

STEPS_A_SEARCH = 5
"""What a search through the files of a package may take, in steps."""


class Program:
    """Modules parsed when somebody needs them, each once.

    `parse` is the front-end; `not_analysed` lists the files that it refused so far.
    """

    def __init__(self, repository: Repository, parse: Callable[[str, bytes], Module | NotAnalysed]) -> None:
        self.repository = repository
        self._parse = parse
        self._resolver = Resolver(repository)
        self._modules: dict[str, Module | None] = {}
        self._refused: dict[str, NotAnalysed] = {}
        self._knowing: dict[str, frozenset[str]] = {}
        self._shown: dict[tuple[str, tuple[bytes, ...], Shows], bool] = {}
        self._imported: dict[tuple[str, str], tuple[str, ...]] = {}
        self._spend: Callable[[int], bool] = lambda _steps: True

    def charge_to(self, spend: Callable[[int], bool]) -> None:
        """Tell `spend` what reading for somebody's question costs, in steps of the evaluator; it tells when to end."""
        self._spend = spend

    @property
    def not_analysed(self) -> tuple[NotAnalysed, ...]:
        """The files that could not be parsed, of those that were asked for; sorted."""
        return tuple(sorted(self._refused.values()))

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules that were parsed so far, by path."""
        return tuple(module for _, module in sorted(self._modules.items()) if module is not None)

    def holds(self, path: str) -> bool:
        """Whether somebody asked for the module at `path`."""
        return path in self._modules

    def module(self, path: str) -> Module | None:
        """The module at `path`; None where it is missing, no script, or cannot be parsed."""
        if path not in self._modules:
            self._modules[path] = self._read(path)
        return self._modules[path]

    def _read(self, path: str) -> Module | None:
        is_script = path.endswith(_SCRIPTS)
        data = self.repository.read(path) if is_script or may_be_run(path) else None
        if data is None or not (is_script or runs_script(data)):
            return None
        self._spend(len(data) // BYTES_A_STEP)
        parsed = self._parse(path, data)
        if isinstance(parsed, NotAnalysed):
            self._refused[path] = parsed
            return None
        return parsed

    def importers(
        self,
        path: str,
        words: Iterable[str] = (),
        most: int = MOST_FILES,
        wanted: Wanted = every,
        shows: Shows = holds_one,
    ) -> Iterator[Module]:
        """The modules that may import the one at `path`, nearest first.

        Where `words` are given, those only whose text `shows` something of one of them.
        """
        names = tuple(word.encode("utf-8", "replace") for word in words)
        paths = islice(filter(wanted, nearest(self.repository.importers(path), path)), MOST_SEARCHED)
        found = (path for path in paths if not names or self._shows(path, names, shows))
        return self._parsed(islice(found, most))

    def imported(self, importer: Module, word: str) -> Iterator[Module]:
        """The first few modules that `importer` imports and that hold `word`."""
        key = (importer.path, word)
        paths = self._imported.get(key)
        if paths is None:
            names = (word.encode("utf-8", "replace"),)
            found = (self.resolve(importer.path, source) for source in importer.sources[:MOST_FILES])
            files = dict.fromkeys(one.path for one in found if isinstance(one, InRepository))
            holding = (path for path in files if self._shows(path, names, holds_one))
            paths = self._imported[key] = tuple(islice(holding, MOST_IMPORTED))
        return self._parsed(paths)

    def knowing(self, path: str) -> Wanted:
        """Which files can know what the one at `path` makes: those that import it, directly or through others."""
        known = self._knowing.get(path)
        if known is None:
            known = self._knowing[path] = frozenset(self._reaching(path))
        return every if len(known) > MOST_KNOWING else known.__contains__

    def _reaching(self, path: str) -> set[str]:
        found = {path}
        waiting = [path]
        while waiting and len(found) <= MOST_KNOWING:
            importers = set(self.repository.importers(waiting.pop())) - found
            self._spend(len(importers) // FILES_A_STEP)
            found |= importers
            waiting += sorted(importers)
        return found

    def _shows(self, path: str, names: tuple[bytes, ...], shows: Shows) -> bool:
        key = (path, names, shows)
        shown = self._shown.get(key)
        if shown is None:
            self._spend(len(self._shown) % FILES_A_STEP == 0)
            shown = self._shown[key] = shows(self.repository.read(path) or b"", names)
        return shown

    def calling(self, word: str, near: str = "", wanted: Wanted = every) -> Iterator[Module]:
        """The modules that seem to call or construct something named `word`, of those that can know the file `near`."""
        return self._matching(word, near, wanted, is_called)

    def extending(self, word: str, near: str = "", wanted: Wanted = every) -> Iterator[Module]:
        """The modules that seem to declare a subclass of a class named `word`, of those that can know `near`."""
        return self._matching(word, near, wanted, is_extended)

    def _matching(
        self, word: str, near: str, wanted: Wanted, fits: Callable[[bytes, int, int], bool]
    ) -> Iterator[Module]:
        name = word.encode("utf-8", "replace")
        self._spend(STEPS_A_SEARCH)
        paths = filter(wanted, nearest(self.repository.sources_naming(word, near), near))
        found = (path for path in islice(paths, MOST_SEARCHED) if stands(self.repository.read(path) or b"", name, fits))
        return self._parsed(islice(found, MOST_FILES))

    def _parsed(self, paths: Iterable[str]) -> Iterator[Module]:
        """The modules at `paths`, each parsed when it is asked for: whoever has seen enough pays for no more."""
        for path in paths:
            if not self._spend(0):
                return
            if (module := self.module(path)) is not None:
                yield module

    def resolve(self, importer: str, specifier: str) -> InRepository | Outside:
        """What `specifier` means in the file `importer`."""
        return self._resolver.resolve(importer, specifier)

    def exported(self, evaluator: Evaluator, importer: str, specifier: str, name: str) -> Value:
        """What the file `importer` gets by importing `name` (`*` for all) from `specifier`."""
        match self.resolve(importer, specifier):
            case Outside(module) if module.startswith(("./", "../", "/")) or module in {".", ".."}:
                return unknown(UnknownReason.MODULE)
            case Outside(module):
                steps = () if name in {"*", "default"} else (f".{name}",)
                return single(External(module, steps))
            case InRepository(path) if path.endswith(".json"):
                whole = evaluator.remember(("json", path), lambda: json_value(self.repository, path))
                return _with_default(whole) if name == "*" else _member(evaluator, whole, name)
            case InRepository(path):
                return self.whole(evaluator, path) if name == "*" else self.export(evaluator, path, name)

    def whole(self, evaluator: Evaluator, path: str) -> Value:
        """The module at `path` itself: what `module.exports` is set to, else all of its exports."""
        module = self.module(path)
        if module is None:
            return unknown(UnknownReason.MODULE)
        last = _last(module, "=")
        if last is None or any(export.name not in {"=", "*"} for export in module.exports):
            return single(Namespace(path))
        return self._of(evaluator, module, last)

    def called(self, evaluator: Evaluator, path: str) -> Value:
        """What calling the module at `path` as if it were a function calls: `module.exports`, or the default export."""
        module = self.module(path)
        last = None if module is None else _last(module, "=")
        return (
            self.export(evaluator, path, "default")
            if module is None or last is None
            else self._of(evaluator, module, last)
        )

    def export(self, evaluator: Evaluator, path: str, name: str) -> Value:
        """What the module at `path` exports as `name`."""
        return evaluator.remember(("export", path, name), lambda: self._export(evaluator, path, name))

    def _export(self, evaluator: Evaluator, path: str, name: str) -> Value:
        module = self.module(path)
        if module is None:
            return unknown(UnknownReason.MODULE)
        if (direct := _last(module, name)) is not None:
            return self._of(evaluator, module, direct)
        if (whole := _last(module, "=")) is not None:
            value = self._of(evaluator, module, whole)
            return value if name == "default" else evaluator.property(value, name)
        if name == "default" and module.exports and _is_commonjs(module):
            return single(Namespace(path))
        return self._from_stars(evaluator, module, name)

    def _from_stars(self, evaluator: Evaluator, module: Module, name: str) -> Value:
        """`export * from` in order: the first that has the name."""
        stars = [export for export in module.exports if export.name == "*" and export.source is not None]
        found = [
            case
            for star in stars[:_MOST_STARS]
            if name != "default" and self._may_export(module.path, star.source or "", name)
            for case in self.exported(evaluator, module.path, star.source or "", name).cases
            if not _is_nothing(case)
        ]
        return join((Value(tuple(found)),)) if found else absent()

    def _may_export(self, importer: str, specifier: str, name: str) -> bool:
        """Whether what `importer` gets from `specifier` may export `name`: most do not, and show it unparsed."""
        match self.resolve(importer, specifier):
            case InRepository(path) if path not in self._modules and path.endswith(_SCRIPTS):
                return may_export(self.repository.read(path) or b"", name)
            case _:
                return True

    def _of(self, evaluator: Evaluator, module: Module, export: Export) -> Value:
        name = export.value
        if isinstance(name, Name) and _is_live(module, export, name):
            return through(names.later(evaluator, module, name), module.location(name))
        if export.value is not None:
            return evaluator.value(module, export.value)
        if export.source is None:
            return unknown(UnknownReason.DYNAMIC)
        return self.exported(evaluator, module.path, export.source, export.imported or export.name)


def _with_default(whole: Value) -> Value:
    """`await import('./x.json')` and `require('./x.json')`: the data, with itself as the default export."""
    cases = (
        replace(case, thing=Record((("default", whole), *case.thing.members), case.thing.rest))
        if isinstance(case.thing, Record)
        else case
        for case in whole.cases
    )
    return Value(tuple(cases))


def _member(evaluator: Evaluator, whole: Value, name: str) -> Value:
    return whole if name == "default" else evaluator.property(whole, name)


def _last(module: Module, name: str) -> Export | None:
    found = [export for export in module.exports if export.name == name]
    return found[-1] if found else None


def _is_live(module: Module, export: Export, name: Name) -> bool:
    """Whether importers see what the variable becomes later; CommonJS and defaults hand out what it is there."""
    return export.name not in {"default", "="} and not isinstance(module.parent(name), Assignment)


def _is_nothing(case: Case) -> bool:
    return isinstance(case.thing, Absent) or case.thing == Unknown(UnknownReason.MODULE)


def _is_commonjs(module: Module) -> bool:
    return not module.imports
