"""Command line parsers: what an option is when nobody gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, settable, single
from portbind_lint.evaluate.primitives.texts import text_in, text_of_argument
from portbind_lint.evaluate.settings.option_commands import own_calls, owner_of, parent_of, statements_on
from portbind_lint.evaluate.settings.option_declarations import built_by, declared_by, listed, positionals, word_of
from portbind_lint.evaluate.settings.option_tables import (
    ARGUMENTS,
    CHAINED,
    DECLARED,
    DECLARING,
    HANDLERS,
    METHODS,
    NAMED,
    POSITIONAL,
    READS,
    Callback,
    Declared,
)  # fmt: skip
from portbind_lint.evaluate.settings.option_values import Option, value_of
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Member, Object, Property
from portbind_lint.model.value import External, Known, Record, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_OBJECTS = frozenset({".Option", ".Argument", ".createOption", ".createArgument"})


def has_methods(thing: External) -> bool:
    """Whether `thing` is of a parser whose program objects hold options: of those, what is called is a method."""
    return thing.module in CHAINED


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The option `name` of a parsed command line; None where `thing` is none."""
    whole = (*thing.path, f".{name}")
    if any(whole[-len(end) :] == end for end in ARGUMENTS.get(thing.module, ())):
        return settable("argument", "on the command line", single(arrays.record(())))
    if thing.module in CHAINED or thing.module in NAMED:
        return _member_of_parser(evaluator, thing, name)
    for declared in DECLARED.get(thing.module, ()):
        if thing.path[-len(declared.result) :] == declared.result:
            return _declared(evaluator, thing, name, declared)
    if thing.module in {"globalThis", "process"} and thing.path[-1:] == (".argv",) and name.isdecimal():
        return settable("flag", f"argument {name}", absent())
    return None


def _declared(evaluator: Evaluator, thing: External, name: str, declared: Declared) -> Value | None:
    options: list[Option] = []
    for module, node in thing.calls[-1:]:
        given = evaluator.arguments(module, node) or ()
        for position, keys in declared.places:
            value = given[position] if position < len(given) else absent()
            if keys and all(isinstance(case.thing, Known) for case in value.cases):
                continue
            for key in keys:
                value = evaluator.property(value, key)
            options.extend(listed(evaluator, value, declared.style))
    return value_of(options, name.removeprefix("--"), declared.kind)


def _member_of_parser(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    if name == "parent" and thing.module in CHAINED:
        return single(parent_of(thing))
    if not _is_parsed(thing, name):
        return None
    if CHAINED.get(thing.module) is Callback.CONTEXT and thing.path[-1:] == (".args",):
        return settable("argument", name, absent())
    return _option(evaluator, thing, name)


def _is_parsed(thing: External, name: str) -> bool:
    """Whether `thing` holds option values: the result of a parse, or a program object asked for no method of its."""
    if thing.module in NAMED:
        return any(step in READS for step in thing.path)
    if thing.path[-1:] in {(".options",), (".args",)}:
        return thing.path[-1] == ".options" or ".context" in thing.path
    if f".{name}" == ".context" or name in METHODS or (not thing.path and name[:1].isupper()):
        return False
    last = next((step for step in reversed(thing.path) if step not in {"()", "new"}), "")
    if last in READS:
        return True
    if not thing.path:
        return thing.module == "commander"
    return thing.path[-1] in {"()", "new", ".program"} and last not in _OBJECTS


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """Calls that give an option's value at once: `program.getOptionValue('host')`."""
    if thing.path[-2:] == (".getOptionValue", "()") and thing.module in CHAINED:
        name = text_of_argument(evaluator, module, node, 0, frame)
        program = External(thing.module, thing.path[:-2], thing.calls[:-1])
        return None if name is None else _option(evaluator, program, name)
    if thing.module == "clipanion" and len(thing.path) == len((".Option", ".String", "()")):
        return _field(evaluator, module, node, frame) if thing.path[0] == ".Option" else None
    return None


def _field(evaluator: Evaluator, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """`host = Option.String('--host,-h', '127.0.0.1', { env: 'HOST' })` in a command's class."""
    names = text_of_argument(evaluator, module, node, 0, frame) or ""
    given = evaluator.arguments(module, node, frame) or ()
    flags = tuple(name.strip().lstrip("-") for name in names.split(",") if name.strip().startswith("-"))
    if not flags:
        return None
    last = given[-1]
    variable = text_in(evaluator, last, "env")
    details = isinstance(last.cases[0].thing, Record) or variable is not None
    default = given[1] if len(given) > (2 if details else 1) else None
    option = Option(flags, default, variables=() if variable is None else (variable,))
    return value_of([option], flags[0])


def callback_arguments(evaluator: Evaluator, callee: External, module: Module, node: Call) -> tuple[Value, ...] | None:
    """What a parser passes to a function that runs a command; None where `callee` takes no such function."""
    if callee.module in NAMED and callee.path[-1:] == (".command",):
        return (single(External(callee.module, (*callee.path, "()", ".argv"), (*callee.calls, (module, node)))),)
    style = CHAINED.get(callee.module)
    if style is None or callee.path[-1:] != (".action",):
        return None
    before, calls = callee.path[:-1], (*callee.calls, (module, node))
    parsed = single(External(callee.module, (*before, ".opts", "()"), calls))
    program = External(callee.module, before, callee.calls)
    given = tuple(_positional(option) for option in _positionals(evaluator, program))
    match style:
        case Callback.POSITIONALS_FIRST:
            return (*given, parsed, single(program))
        case Callback.OPTIONS_FIRST:
            return (parsed, *given, *(absent(),) * 4)
        case Callback.CONTEXT:
            return (single(External(callee.module, (*before, "()", ".context"), calls)),)


def this_of(callee: External) -> External | None:
    """What `this` is in a function that a parser calls: the command; None where it calls none."""
    if CHAINED.get(callee.module) is Callback.POSITIONALS_FIRST and callee.path[-1:] == (".action",):
        return External(callee.module, callee.path[:-1], callee.calls)
    return None


def handler_arguments(callee: External, module: Module, node: Call, key: str) -> tuple[Value, ...] | None:
    """What a parser passes to the function under `key` in an object that `node` gives it; None where it is none."""
    steps = HANDLERS.get((callee.module, callee.path[-1] if callee.path else "", key))
    if steps is None:
        return None
    return (single(External(callee.module, (*callee.path, "()", *steps), (*callee.calls, (module, node)))),)


def exported_handler(evaluator: Evaluator, module: Module) -> tuple[Value, ...] | None:
    """What the exported `handler` of a module is given that describes one command of yargs: `builder`, `command`."""
    names = {export.name for export in module.exports}
    if not {"builder", "handler"} <= names:
        return None
    return _parsed_by(evaluator, evaluator.program.export(evaluator, module.path, "builder"))


def described_handler(evaluator: Evaluator, module: Module, literal: Object) -> tuple[Value, ...] | None:
    """What the `handler` of an object is given that describes one command of yargs: `{ builder, handler }`."""
    entries = {entry.key: entry.value for entry in literal.entries if isinstance(entry, Property)}
    if not {"builder", "handler"} <= entries.keys():
        return None
    return _parsed_by(evaluator, evaluator.value(module, entries["builder"]))


def _parsed_by(evaluator: Evaluator, builder: Value) -> tuple[Value, ...]:
    """The arguments of a handler whose command has that builder."""
    options = list(built_by(evaluator, builder))
    members = ((name, value_of(options, name)) for option in options for name in option.names)
    return (single(Record(tuple(members), rest=True)),)


def _positional(option: Option) -> Value:
    return value_of([option], option.names[0], "argument")


def _positionals(evaluator: Evaluator, program: External) -> Iterator[Option]:
    """The positional arguments of a command in order."""
    owner, _ = owner_of(program)
    for module, node in program.calls:
        if word_of(node) in POSITIONAL or node is owner:
            yield from positionals(evaluator, module, node)
    for module, node in statements_on(evaluator, program, POSITIONAL[:-1]):
        if all(node is not other for _, other in program.calls):
            yield from positionals(evaluator, module, node)


def _option(evaluator: Evaluator, thing: External, name: str) -> Value:
    """An option as it is declared: for its own command, else anywhere in the modules that the parser is made in."""
    own = [option for module, node in own_calls(thing) for option in declared_by(evaluator, module, node)]
    if thing.module in NAMED:
        outside = _elsewhere(evaluator, thing, only_own=True)
        own += outside if _has([*own, *outside], name) else _elsewhere(evaluator, thing)
    elif not _has(own, name):
        own += _elsewhere(evaluator, thing, only_own=True)
        own = own if _has(own, name) else _elsewhere(evaluator, thing)
    prefix = _prefix(evaluator, thing) if thing.module in NAMED else None
    value = value_of(own, name)
    if prefix is None:
        return value
    variable = "_".join(part for part in (prefix, _upper(name)) if part)
    return settable("env", variable, value)


def _upper(name: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in name).replace("-", "_").upper()


def _has(options: list[Option], name: str) -> bool:
    return any(option.is_named((name,)) for option in options)


def _elsewhere(evaluator: Evaluator, thing: External, *, only_own: bool = False) -> list[Option]:
    """The options that calls on other places of the same parser declare."""
    statements = statements_on(evaluator, thing, DECLARING, only_own=only_own)
    return [option for module, node in statements for option in declared_by(evaluator, module, node)]


def _prefix(evaluator: Evaluator, thing: External) -> str | None:
    """The prefix of the environment variables that set options (`.env('APP')`); None where none do."""
    for module, node in (*thing.calls, *statements_on(evaluator, thing, ("env",), only_own=False)):
        if word_of(node) == "env" and isinstance(node.callee, Member):
            return text_of_argument(evaluator, module, node, 0, None) or ""
    return None
