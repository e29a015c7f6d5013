"""The repository as a program: its modules on demand, and what each exports to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, single, through, unknown
from portbind_lint.evaluate.names import names
from portbind_lint.evaluate.program.json_modules import json_value
from portbind_lint.evaluate.program.search import ModuleSearch
from portbind_lint.evaluate.program.specifiers import InRepository, Outside, Resolver
from portbind_lint.evaluate.program.text_search import may_export
from portbind_lint.model.facts import Export, Module
from portbind_lint.model.programs import SCRIPT_ENDINGS, may_be_run, runs_script
from portbind_lint.model.source import NotAnalysed, Repository
from portbind_lint.model.syntax import Assignment, Name
from portbind_lint.model.value import Absent, Case, External, Namespace, Record, Unknown, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_MOST_STARS = 40
BYTES_A_STEP = 1_500
"""What is parsed in about the time of one step of the evaluator."""


class Program:
    """Modules parsed when somebody needs them, each once.

    `parse` is the front-end; `not_analysed` lists the files that it refused so far. `search` finds modules by what they
    import and mention.
    """

    def __init__(self, repository: Repository, parse: Callable[[str, bytes], Module | NotAnalysed]) -> None:
        self.repository = repository
        self._parse = parse
        self._resolver = Resolver(repository)
        self._modules: dict[str, Module | None] = {}
        self._refused: dict[str, NotAnalysed] = {}
        self._spend: Callable[[int], bool] = lambda _steps: True
        self.search = ModuleSearch(self)

    def charge_to(self, spend: Callable[[int], bool]) -> None:
        """Tell `spend` what reading for somebody's question costs, in steps of the evaluator; it tells when to end."""
        self._spend = spend

    def spend(self, steps: int) -> bool:
        """Charge so many steps to whoever asks; whether any are left."""
        return self._spend(steps)

    def close(self) -> None:
        """Let go of all modules at once: the program and its search refer to each other."""
        vars(self).clear()

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
        is_script = path.endswith(SCRIPT_ENDINGS)
        data = self.repository.read(path) if is_script or may_be_run(path) else None
        if data is None or not (is_script or runs_script(data)):
            return None
        self.spend(len(data) // BYTES_A_STEP)
        parsed = self._parse(path, data)
        if isinstance(parsed, NotAnalysed):
            self._refused[path] = parsed
            return None
        return parsed

    def resolve(self, importer: str, specifier: str) -> InRepository | Outside:
        """What `specifier` means in the file `importer`."""
        return self._resolver.resolve(importer, specifier)

    def files(self, importer: str, specifiers: Iterable[str]) -> Iterator[str]:
        """The files of the repository that `specifiers` mean in the file `importer`."""
        for specifier in specifiers:
            match self.resolve(importer, specifier):
                case InRepository(path):
                    yield path
                case _:
                    pass

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
            case InRepository(path) if path not in self._modules and path.endswith(SCRIPT_ENDINGS):
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
