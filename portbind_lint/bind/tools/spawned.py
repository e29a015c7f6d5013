"""Programs that code starts with a command in a literal, as `spawn('vite', ['--host'])` does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from portbind_lint.bind.tools.line import Run
from portbind_lint.bind.tools.runners import INTERPRETERS
from portbind_lint.bind.tools.sites import Programs, sites_of
from portbind_lint.bind.tools.templates import commands_in_templates
from portbind_lint.bind.tools.unfold import Unfolding
from portbind_lint.bind.tools.words import MARK, Origins
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.site import ToolSite
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Call, Name, Node, Spread, Template
from portbind_lint.model.value import Absent, ArrayCase, Case, External, Known, Record, Value

MODULES = ("child_process", "cross-spawn", "execa", "tinyexec", "bun")
GLOBALS = ("Bun.spawn", "Bun.spawnSync", "Deno.Command", "Deno.run", "Bun.$")
"""What starts programs without an import."""

_LINES = frozenset({"exec", "execSync", "execaCommand", "execaCommandSync", "command", "commandSync"})
_FILES = frozenset({"spawn", "spawnSync", "sync", "execFile", "execFileSync", "execa", "execaSync", "x"})
_FORK = "fork"
# Functions that take the program and its arguments in one array, or in an object that holds it; and Deno's class.
_ARRAYS = frozenset({"Bun.spawn", "Bun.spawnSync", "Deno.run"})
_COMMAND = "Deno.Command"
_MOST_WORDS = 40
_LONGEST = 2_000
_WORD = regex(r"[\w.-]+")
_NOTHING = Value((Case(Absent()),))


def spawned_sites(
    module: Module, catalogue: Programs, evaluator: Evaluator, unfolding: Unfolding
) -> Iterator[ToolSite]:
    """The listeners that programs open which `module` starts."""
    package = evaluator.program.repository.package_of(module.path)
    templates: dict[str, Value] = {}
    for location, line in commands_in_templates(module, evaluator, templates):
        ran = unfolding.of_line(line, package)
        yield from sites_of(ran, catalogue, _Spot(location).place, origins=Origins(templates))
    for function, location, call in _starts(module, evaluator, frozenset(catalogue.programs)):
        marks: dict[str, Value] = {}
        line, run = _Words(evaluator, module, call, marks).started(function)
        ran = unfolding.of_line(line, package) if run is None else unfolding.of_run(run, package)
        yield from sites_of(ran, catalogue, _Spot(location).place, origins=Origins(marks))


@dataclass(frozen=True, slots=True)
class _Spot:
    """One place for whatever a call starts."""

    location: Location

    def place(self, program: str) -> Location:
        """The call, whatever `program` is."""
        del program
        return self.location


def _starts(module: Module, evaluator: Evaluator, programs: frozenset[str]) -> Iterator[tuple[str, Location, Call]]:
    """The calls that start one of `programs`: the name of the function, where it is called, and the call."""
    starts = any(source.removeprefix("node:") in MODULES for source in module.sources)
    if not starts and not module.references("Bun") and not module.references("Deno"):
        return
    local = {item.local for item in module.imports if item.source.removeprefix("node:") in MODULES and item.local}
    for word in sorted(local | _LINES | _FILES | {_FORK, "Command", "run"}):
        for call in module.calls(word):
            function = _function(evaluator.callee(module, call)) if _names_one(module, call, programs) else ""
            if function:
                end = call.name_start + len(word.encode())
                yield function, module.location(Node(call.name_start, end)), call


def _names_one(module: Module, call: Call, programs: frozenset[str]) -> bool:
    """Whether a literal of the call can mean one of `programs`, an interpreter only where it opens its inspector.

    The text tells, before anything is evaluated: to follow what a program is given through all callers of a helper
    costs more than the rest of the analysis, and is not a command in a literal.
    """
    text = " ".join(_written(module, call))
    named = programs.intersection(_WORD.findall(text))
    return bool(named - INTERPRETERS) or "--inspect" in text


def _written(module: Module, call: Call) -> Iterator[str]:
    """The source text of the arguments, and of what the variables among them are initialised with."""
    for argument in call.arguments:
        yield module.text(argument)[:_LONGEST]
        match argument.value if isinstance(argument, Spread) else argument:
            case Name() as name:
                match module.binding(name):
                    case Variable(value=value) if value is not None:
                        yield module.text(value)[:_LONGEST]
                    case _:
                        pass
            case _:
                pass


def _function(callee: Value) -> str:
    """The function of a module that starts programs, "" for any other; such a module itself is one too."""
    for case in callee.cases:
        match case.thing:
            case External("globalThis", (".Bun" | ".Deno" as runtime, step)):
                function = f"{runtime[1:]}{step}"
                return function if function in GLOBALS else ""
            case External("bun", (".spawn" | ".spawnSync" as step,)):
                return f"Bun{step}"
            case External("bun", _):
                return ""
            case External(module, ()) if module in MODULES:
                return "spawn"
            case External(module, (step,)) if module in MODULES:
                return step[1:]
            case _:
                continue
    return ""


class _Words:
    """What one call starts. Where a word is computed, a mark stands in its place, and `marks` has its value."""

    def __init__(self, evaluator: Evaluator, module: Module, call: Call, marks: dict[str, Value]) -> None:
        self._evaluator = evaluator
        self._module = module
        self._call = call
        self._marks = marks
        self._arguments = evaluator.arguments(module, call) or ()

    def started(self, function: str) -> tuple[str, Run | None]:
        """The line that a shell is given, or the program with its words; "" for neither."""
        if not self._arguments:
            return "", None
        if function == _FORK:
            flags = self._items(self._evaluator.property(self._options(2), "execArgv"))
            return "", Run((), ("node", *flags))
        if function in _LINES:
            return self._line(), None
        if function in _ARRAYS:
            return "", self._array()
        if function == _COMMAND:
            options = self._argument(1)
            words = self._items(self._evaluator.property(options, "args"))
            return "", Run(self._environment(options), (self._word(self._arguments[0]), *words))
        program = _text(self._arguments[0]) or self._word(self._arguments[0])
        if " " in program or len(self._arguments) == 1:
            return " ".join([program, shlex.join(self._items(self._argument(1)))]), None
        environment = self._environment(self._options(2))
        return "", Run(environment, (program, *self._items(self._argument(1))))

    def _array(self) -> Run:
        """The program and its arguments, in an array or in the `cmd` of an object."""
        first = self._arguments[0]
        words = self._items(first) or self._items(self._evaluator.property(first, "cmd"))
        return Run(self._environment(self._options(1)), words)

    def _argument(self, index: int) -> Value:
        return self._arguments[index] if index < len(self._arguments) else _NOTHING

    def _options(self, index: int) -> Value:
        """The options, which may stand in the place of the arguments that are left out."""
        found = self._argument(index)
        return found if found is not _NOTHING else self._argument(index - 1)

    def _environment(self, options: Value) -> tuple[tuple[str, str], ...]:
        """The variables that are set for the program by name."""
        entries, _ = self._evaluator.entries(self._evaluator.property(options, "env"))
        return tuple((name, self._word(value)) for name, value in entries[:_MOST_WORDS])

    def _line(self) -> str:
        """The line for the shell; a template's holes are marks."""
        first = self._call.arguments[0] if self._call.arguments else None
        if len(self._arguments[0].cases) == 1 or not isinstance(first, Template):
            known = _text(self._arguments[0])
            if known is not None or not isinstance(first, Template):
                return known or ""
        values = (p if isinstance(p, str) else self._word(self._evaluator.value(self._module, p)) for p in first.parts)
        return "".join(values)

    def _items(self, array: Value) -> tuple[str, ...]:
        """The elements of an array of words."""
        found: list[str] = []
        if not any(isinstance(case.thing, (ArrayCase, Record)) for case in array.cases):
            return ()
        while len(found) < _MOST_WORDS:
            element = self._evaluator.element(array, len(found))
            if all(isinstance(case.thing, Absent) for case in element.cases):
                break
            found.append(self._word(element))
        return tuple(found)

    def _word(self, value: Value) -> str:
        known = _text(value)
        if known is not None and len(value.cases) == 1:
            return known
        mark = f"{MARK}{len(self._marks)}"
        self._marks[mark] = value
        return mark


def _text(value: Value) -> str | None:
    """The text of a value that nothing but an edit of the code changes, or what it is when nobody sets anything."""
    match [case.thing for case in value.effective[:1]]:
        case [Known(str() | int() as known)]:
            return str(known)
        case _:
            return None
