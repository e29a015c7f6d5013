"""Command line parsers: what an option is when nobody gives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, known, settable, single
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Expression, Function, Member, Name
from portbind_lint.model.value import Absent, ArrayCase, External, FunctionCase, Known, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

COMMANDER = frozenset({"commander", "@commander-js/extra-typings", "cac", "sade"})
YARGS = frozenset({"yargs", "yargs/yargs", "yargs/yargs.js"})
_DEFAULTS_IN_OPTIONS = frozenset({
    "minimist", "mri", "yargs-parser", "optimist", "getopts", "jsr:@std/cli/parse-args", "jsr:@std/cli", "@std/cli",
    "@std/cli/parse-args", "https://deno.land/std/flags/mod.ts",
})  # fmt: skip
_DECLARING = frozenset({"meow", "convict", "command-line-args", "arg", "nopt", "citty", "gunshi"})
_FLAG = re.compile(r"--(?:no-)?(?:\[no-?\])?([A-Za-z][\w-]*)")
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


def camel(name: str) -> str:
    """`listen-host` as `listenHost`, which is how parsers name their results."""
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


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
    if thing.module == "meow" and thing.path[-2:] == ("()", ".flags"):
        return _declared(evaluator, thing, name, ("flags", name))
    if thing.module in _DECLARING and thing.path[-1:] == ("()",) and thing.module != "meow":
        return settable("flag", name, absent())
    if thing.module in {"globalThis", "process"} and thing.path[-1:] == (".argv",) and name.isdecimal():
        return settable("flag", f"argument {name}", absent())
    return None


def _is_parsed(thing: External, name: str) -> bool:
    """Whether `thing` holds option values: the result of a parse, or a program object asked for no method of its."""
    if f".{name}" in _METHODS:
        return False
    last = next((step for step in reversed(thing.path) if step not in {"()", "new"}), "")
    if last in _READ:
        return True
    if thing.module in YARGS:
        return False
    return bool(thing.path) and thing.path[-1] in {"()", "new", ".program"} and last not in {".Option", ".createOption"}


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """Calls that give an option's value at once: `program.getOptionValue('host')`, `config.get('host')`."""
    if thing.path[-2:] == (".get", "()") and thing.module in {"convict", "nconf", "config", "conf"}:
        name = _text(evaluator, module, node, 0, frame)
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
        text = _text(evaluator, module, node, 0, None) or ""
        if word in {"command", "arguments"}:
            count = text.count("<") + text.count("[")
        elif word == "argument":
            count += 1
    return count


def _option(evaluator: Evaluator, thing: External, name: str) -> Value:
    """The default of an option: declared in the chain of calls itself, else anywhere in that module."""
    chain = [pair for pair in thing.calls if _declares(pair[1])]
    found = [value for module, node in chain if (value := _default_in(evaluator, module, node, name)) is not None]
    if not found:
        modules = {id(module): module for module, _ in thing.calls}
        for module in modules.values() or evaluator.program.modules:
            for word in ("option", "requiredOption", "options", "addOption", "default"):
                for node in module.calls(word):
                    value = _default_in(evaluator, module, node, name)
                    if value is not None and _same_parser(evaluator, module, node, thing.module):
                        found.append(value)
    return settable("flag", f"--{name}", join(found) if found else absent())


def _same_parser(evaluator: Evaluator, module: Module, node: Call, wanted: str) -> bool:
    if not isinstance(node.callee, Member):
        return False
    receiver = evaluator.value(module, node.callee.object)
    return any(not isinstance(c.thing, External) or c.thing.module == wanted for c in receiver.cases)


def _declares(node: Call) -> bool:
    word = node.callee.property if isinstance(node.callee, Member) else ""
    return word in {"option", "requiredOption", "options", "addOption", "default", "command"}


def _default_in(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value | None:
    """The default that one declaring call gives to the option `name`; None where it declares another."""
    word = node.callee.property if isinstance(node.callee, Member) else ""
    if not node.arguments:
        return None
    if word == "addOption":
        return _option_object(evaluator, module, node, name)
    if word == "options":
        declared = evaluator.property(evaluator.value(module, node.arguments[0]), name)
        return _default_of(evaluator, declared)
    text = _text(evaluator, module, node, 0, None)
    if text is None:
        return None
    if word == "default":
        return evaluator.value(module, node.arguments[1]) if text == name and len(node.arguments) > 1 else None
    if word == "command":
        return _built(evaluator, module, node, name)
    if "--" in text:
        return _commander_default(evaluator, module, node, text, name)
    return _yargs_default(evaluator, module, node, text, name)


def _commander_default(evaluator: Evaluator, module: Module, node: Call, text: str, name: str) -> Value | None:
    flag = _FLAG.search(text)
    if flag is None or camel(flag.group(1)) != name:
        return None
    if "--no-" in text:
        return known(True)
    rest = [a for a in node.arguments[2:] if not _is_function(evaluator, module, a)]
    if not rest:
        return absent(module.location(node.arguments[0]))
    value = evaluator.value(module, rest[-1])
    inner = evaluator.property(value, "default")
    objects = any(not isinstance(case.thing, (Known, Absent, External)) for case in value.cases)
    return inner if objects and not isinstance(value.cases[0].thing, ArrayCase) else value


def _is_function(evaluator: Evaluator, module: Module, argument: Expression) -> bool:
    if isinstance(argument, Function):
        return True
    if not isinstance(argument, (Name, Member)):
        return False
    if isinstance(argument, Name) and argument.name in {"parseInt", "parseFloat", "Number", "String"}:
        return True
    return any(isinstance(case.thing, FunctionCase) for case in evaluator.value(module, argument).cases)


def _yargs_default(evaluator: Evaluator, module: Module, node: Call, text: str, name: str) -> Value | None:
    if camel(text) != name and text != name:
        return None
    if len(node.arguments) < 2:  # noqa: PLR2004 - name and declaration
        return absent()
    return _default_of(evaluator, evaluator.value(module, node.arguments[1]))


def _default_of(evaluator: Evaluator, declaration: Value) -> Value | None:
    if all(isinstance(case.thing, Absent) for case in declaration.cases):
        return None
    return evaluator.property(declaration, "default")


def _option_object(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value | None:
    """`new Option('--host <host>').default('127.0.0.1')`."""
    for case in evaluator.value(module, node.arguments[0]).cases:
        if not isinstance(case.thing, External) or not case.thing.calls:
            continue
        first_module, first = case.thing.calls[0]
        flag = _FLAG.search(_text(evaluator, first_module, first, 0, None) or "")
        if flag is None or camel(flag.group(1)) != name:
            continue
        for inner_module, inner in case.thing.calls[1:]:
            if isinstance(inner.callee, Member) and inner.callee.property == "default" and inner.arguments:
                return evaluator.value(inner_module, inner.arguments[0])
        return absent()
    return None


def _built(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value | None:
    """The builder of `yargs.command(name, text, builder, handler)`: an object, or a function that calls `.option`."""
    for argument in node.arguments[1:3]:
        for case in evaluator.value(module, argument).cases:
            if isinstance(case.thing, FunctionCase):
                for call_ in case.thing.module.body_calls(case.thing.node):
                    if _declares(call_) and call_ is not node:
                        found = _default_in(evaluator, case.thing.module, call_, name)
                        if found is not None:
                            return found
            elif not isinstance(case.thing, (Known, Absent)):
                found = _default_of(evaluator, evaluator.property(single(case.thing), name))
                if found is not None:
                    return found
    return None


def _from_defaults(evaluator: Evaluator, thing: External, name: str) -> Value:
    """`minimist(argv, {default: {host: 'x'}})`."""
    found = absent()
    for module, node in thing.calls[-1:]:
        if len(node.arguments) > 1:
            found = evaluator.property(evaluator.property(evaluator.value(module, node.arguments[1]), "default"), name)
    return settable("flag", f"--{name}", found)


def _declared(evaluator: Evaluator, thing: External, name: str, path: tuple[str, ...]) -> Value:
    """`parseArgs({options: {host: {default: 'x'}}})`."""
    found = absent()
    for module, node in thing.calls[-1:]:
        for argument in node.arguments:
            declared = evaluator.value(module, argument)
            for step in (*path, "default"):
                declared = evaluator.property(declared, step)
            if any(not isinstance(case.thing, Absent) for case in declared.cases):
                found = declared
    return settable("flag", f"--{name}", found)


def _text(evaluator: Evaluator, module: Module, node: Call, index: int, frame: Frame | None) -> str | None:
    if index >= len(node.arguments):
        return None
    thing = evaluator.value(module, node.arguments[index], frame).cases[0].thing
    return thing.value if isinstance(thing, Known) and isinstance(thing.value, str) else None
