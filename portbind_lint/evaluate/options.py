"""Command line parsers: what an option is when nobody gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, settable, single
from portbind_lint.evaluate.option_defaults import declares, default_in, same_parser, spelled, text_of_argument
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Member
from portbind_lint.model.value import Absent, External, Thing, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

COMMANDER = frozenset({"commander", "@commander-js/extra-typings", "cac", "sade"})
YARGS = frozenset({"yargs", "yargs/yargs", "yargs/yargs.js"})
_DEFAULTS_IN_OPTIONS = frozenset({
    "minimist", "mri", "yargs-parser", "optimist", "getopts", "jsr:@std/cli/parse-args", "jsr:@std/cli", "@std/cli",
    "@std/cli/parse-args", "https://deno.land/std/flags/mod.ts",
})  # fmt: skip
_FLAGS = frozenset({"meow", "cleye"})
_DECLARING = frozenset({"meow", "convict", "command-line-args", "arg", "nopt", "citty", "gunshi"})
_METHODS = frozenset(
    f".{name}"
    for name in [
        "Command",
        "Option",
        "action",
        "addCommand",
        "addHelpText",
        "addOption",
        "alias",
        "allowExcessArguments",
        "allowUnknownOption",
        "argParser",
        "args",
        "argument",
        "argv",
        "array",
        "boolean",
        "check",
        "choices",
        "coerce",
        "command",
        "completion",
        "config",
        "configureOutput",
        "conflicts",
        "createCommand",
        "default",
        "demandCommand",
        "demandOption",
        "describe",
        "description",
        "enablePositionalOptions",
        "env",
        "epilog",
        "epilogue",
        "example",
        "exitOverride",
        "exitProcess",
        "fail",
        "getOptionValue",
        "global",
        "group",
        "help",
        "helpOption",
        "hideBin",
        "hideHelp",
        "hook",
        "implies",
        "locale",
        "makeOptionMandatory",
        "matchedCommand",
        "middleware",
        "name",
        "number",
        "on",
        "option",
        "options",
        "opts",
        "optsWithGlobals",
        "outputHelp",
        "outputVersion",
        "parse",
        "parseAsync",
        "parseSync",
        "passThroughOptions",
        "positional",
        "preset",
        "program",
        "recommendCommands",
        "requiredOption",
        "runMatchedCommand",
        "scriptName",
        "showHelp",
        "showHelpAfterError",
        "showHelpOnFail",
        "strict",
        "string",
        "terminalWidth",
        "usage",
        "version",
        "wrap",
    ]
)
_READ = frozenset({".opts", ".optsWithGlobals", ".parse", ".parseSync", ".parseAsync", ".argv"})


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The option `name` of a parsed command line; None where `thing` is none."""
    if thing.module in COMMANDER and _is_parsed(thing, name):
        return _option(evaluator, thing, name)
    if thing.module in YARGS and _is_parsed(thing, name):
        return _option(evaluator, thing, name)
    if thing.module in _DEFAULTS_IN_OPTIONS and thing.path and thing.path[-1] in {"()", ".argv"}:
        return _from_defaults(evaluator, thing, name)
    if thing.module == "util" and thing.path == (".parseArgs", "()", ".values"):
        return _declared(evaluator, thing, name, ("options", name))
    if thing.module in _FLAGS and thing.path[-2:] == ("()", ".flags"):
        return _declared(evaluator, thing, name, ("flags", name))
    if thing.module in _DECLARING and thing.path[-1:] == ("()",) and thing.module != "meow":
        return settable("flag", name, absent())
    if thing.module in {"globalThis", "process"} and thing.path[-1:] == (".argv",) and name.isdecimal():
        return settable("flag", f"argument {name}", absent())
    return None


def _is_parsed(thing: External, name: str) -> bool:
    """Whether `thing` holds option values: the result of a parse, or a program object asked for no method of its."""
    if thing.module in YARGS:
        return any(step in _READ for step in thing.path)
    if thing.module == "cac" and thing.path[-1:] == (".options",):
        return True
    if f".{name}" in _METHODS or (not thing.path and name[:1].isupper()):
        return False
    last = next((step for step in reversed(thing.path) if step not in {"()", "new"}), "")
    if last in _READ:
        return True
    if not thing.path:
        return thing.module == "commander"
    return thing.path[-1] in {"()", "new", ".program"} and last not in {".Option", ".createOption"}


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """Calls that give an option's value at once: `program.getOptionValue('host')`, `config.get('host')`."""
    if thing.path[-2:] == (".get", "()") and thing.module in {"convict", "nconf", "config", "conf"}:
        name = text_of_argument(evaluator, module, node, 0, frame)
        return settable("file", name or "*", absent())
    return None


def callback_arguments(evaluator: Evaluator, callee: External, module: Module, node: Call) -> tuple[Value, ...] | None:
    """What a parser passes to an action: the options come last but one (commander), or first (yargs)."""
    if callee.module in COMMANDER and callee.path[-1:] == (".action",):
        parsed = single(External(callee.module, (*callee.path[:-1], ".opts", "()"), (*callee.calls, (module, node))))
        count = _positionals(evaluator, callee)
        return (*(settable("flag", "argument", absent()) for _ in range(count)), parsed)
    if callee.module in YARGS and callee.path[-1:] == (".command",):
        return (single(External(callee.module, (*callee.path, "()", ".argv"), (*callee.calls, (module, node)))),)
    return None


def _positionals(evaluator: Evaluator, action: External) -> int:
    """How many arguments come before the options: `.command('serve <dir>')`, `.argument('<dir>')`."""
    count = 0
    for module, node in action.calls:
        word = node.callee.property if isinstance(node.callee, Member) else ""
        text = text_of_argument(evaluator, module, node, 0, None) or ""
        if word in {"command", "arguments"}:
            count = text.count("<") + text.count("[")
        elif word == "argument":
            count += 1
    return count


def _option(evaluator: Evaluator, thing: External, name: str) -> Value:
    """The default of an option: declared in the chain of calls itself, else anywhere in that module."""
    chain = [pair for pair in thing.calls if declares(pair[1])]
    found = [(*pair, value) for pair in chain if (value := default_in(evaluator, *pair, name)) is not None]
    found = found or list(_declared_anywhere(evaluator, thing, name))
    flag = next((text for module, node, _ in found if (text := spelled(evaluator, module, node, name))), name)
    return settable("flag", f"--{flag}", join([value for _, _, value in found]) if found else absent())


def _declared_anywhere(evaluator: Evaluator, thing: External, name: str) -> Iterator[tuple[Module, Call, Value]]:
    """The declarations of an option in the modules that the parser is made in, with their defaults."""
    modules = {id(module): module for module, _ in thing.calls}
    for module in modules.values() or evaluator.program.modules:
        for word in ("option", "requiredOption", "options", "addOption", "default"):
            for node in module.calls(word):
                value = default_in(evaluator, module, node, name)
                if value is not None and same_parser(evaluator, module, node, thing.module):
                    yield module, node, value


def _from_defaults(evaluator: Evaluator, thing: External, name: str) -> Value:
    """`minimist(argv, {default: {host: 'x'}})`."""
    found = absent()
    for module, node in thing.calls[-1:]:
        if len(node.arguments) > 1:
            found = evaluator.property(evaluator.property(evaluator.value(module, node.arguments[1]), "default"), name)
    return settable("flag", f"--{name}", found)


def _is_type(thing: Thing) -> bool:
    """Whether a default was looked for in a bare type (`{ host: String }`), which has none."""
    return isinstance(thing, External) and thing.module == "globalThis"


def _declared(evaluator: Evaluator, thing: External, name: str, path: tuple[str, ...]) -> Value:
    """`parseArgs({options: {host: {default: 'x'}}})`."""
    found = absent()
    for module, node in thing.calls[-1:]:
        for argument in node.arguments:
            declared = evaluator.value(module, argument)
            for step in (*path, "default"):
                declared = evaluator.property(declared, step)
            if any(not isinstance(case.thing, Absent) and not _is_type(case.thing) for case in declared.cases):
                found = declared
    return settable("flag", f"--{name}", found)
