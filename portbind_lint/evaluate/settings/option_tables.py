"""Command line parsers: where their programs declare options, and where they read them; as their documentation has it.

Paths are those of `model.value.External`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Style(str, Enum):
    """How an argument of the parser's call lists the options."""

    MEMBERS = "an object with a declaration, which may hold a default, for each option"
    DEFAULTS = "an object with a default for each option, and another one with the aliases"
    ITEMS = "a list of declarations that hold their names"
    NONE = "defaults cannot be declared"


@dataclass(frozen=True, slots=True)
class Declared:
    """A parser that gets all declarations in one argument.

    `result` ends the path of the object that holds the values; `places` are where its call has the declarations: the
    position of the argument and the keys that lead on from it. `kind` is that of `model.value.Setting`.
    """

    result: tuple[str, ...]
    style: Style
    places: tuple[tuple[int, tuple[str, ...]], ...] = ()
    kind: str = "flag"


_LIKE_MINIMIST = (
    Declared(("()",), Style.DEFAULTS, ((1, ()),)),
    Declared((".parseArgs", "()"), Style.DEFAULTS, ((1, ()),)),
)
_BARE = (Declared(("()",), Style.NONE),)
_FLAGS = (Declared(("()", ".flags"), Style.MEMBERS, ((0, ("flags",)), (1, ("flags",)))),)
_OCLIF = (
    Declared((".parse", "()", ".flags"), Style.MEMBERS, ((0, ("flags",)),)),
    Declared((".parse", "()", ".args"), Style.MEMBERS, ((0, ("args",)),), "argument"),
)

DECLARED: dict[str, tuple[Declared, ...]] = {
    **dict.fromkeys(("minimist", "mri", "yargs-parser", "getopts"), _LIKE_MINIMIST),
    **dict.fromkeys(("@std/cli", "jsr:@std/cli", "@std/cli/parse-args", "jsr:@std/cli/parse-args"), _LIKE_MINIMIST),
    "https://deno.land/std/flags/mod.ts": (Declared((".parse", "()"), Style.DEFAULTS, ((1, ()),)), *_LIKE_MINIMIST),
    "util": (Declared((".parseArgs", "()", ".values"), Style.MEMBERS, ((0, ("options",)),)),),
    **dict.fromkeys(("meow", "cleye"), _FLAGS),
    "citty": (
        Declared((".context", ".args"), Style.MEMBERS, ((0, ("args",)),)),
        Declared((".parseArgs", "()"), Style.MEMBERS, ((1, ()),)),
    ),
    "gunshi": (Declared((".context", ".values"), Style.MEMBERS, ((0, ("args",)), (1, ("args",)))),),
    "command-line-args": (Declared(("()",), Style.ITEMS, ((0, ()),)),),
    **dict.fromkeys(("@oclif/core", "@oclif/command", "@oclif/parser", "@salesforce/sf-plugins-core"), _OCLIF),
    "arg": _BARE,
    "nopt": _BARE,
}  # fmt: skip


class Callback(str, Enum):
    """What a chained parser passes to the function that runs a command."""

    POSITIONALS_FIRST = "the positional arguments, the options, the command"
    OPTIONS_FIRST = "the options, the positional arguments"
    CONTEXT = "an object that holds both"


CHAINED: dict[str, Callback] = {
    **dict.fromkeys(("commander", "@commander-js/extra-typings", "cac", "sade"), Callback.POSITIONALS_FIRST),
    **dict.fromkeys(("@cliffy/command", "jsr:@cliffy/command"), Callback.OPTIONS_FIRST),
    "https://deno.land/x/cliffy/command/mod.ts": Callback.OPTIONS_FIRST,
    **dict.fromkeys(("caporal", "@caporal/core"), Callback.CONTEXT),
    "argparse": Callback.OPTIONS_FIRST,
}  # fmt: skip
"""The parsers whose options are declared by calls on a program or command, by a text that begins with the flag."""

NAMED = frozenset({"yargs", "yargs/yargs", "yargs/yargs.js", "optimist"})
"""The parsers whose options are declared by calls on them, by name."""

HANDLERS: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("citty", ".defineCommand", "run"): (".context",),
    ("citty", ".defineCommand", "setup"): (".context",),
    ("gunshi", ".define", "run"): (".context",),
    ("gunshi", ".cli", "run"): (".context",),
    **{(name, ".command", "handler"): (".argv",) for name in NAMED},
}
"""Functions that stand in an object given to a parser: what follows the parser's path in the path of their argument."""

READS = frozenset({".opts", ".optsWithGlobals", ".parse", ".parseSync", ".parseAsync", ".argv", ".parse_args"})
"""What gives the options of a chained parser."""

DECLARING = (
    "option", "requiredOption", "addOption", "options", "default", "defaults", "positional", "alias", "demandOption",
    "add_argument", "globalOption",
)  # fmt: skip
"""The calls that declare options."""

POSITIONAL = ("argument", "addArgument", "arguments", "command")
"""The calls that declare positional arguments; the last two list them in a text."""

METHODS = frozenset({
    "action", "add_argument", "addArgument", "addCommand", "addHelpText", "addOption", "alias",
    "allowExcessArguments", "allowUnknownOption", "argParser", "args", "Argument", "argument", "argv", "array",
    "boolean", "check", "choices", "coerce", "Command", "command", "completion", "config", "configureOutput",
    "conflicts", "createCommand", "createOption", "default", "demandCommand", "demandOption", "describe",
    "description", "enablePositionalOptions", "env", "epilog", "epilogue", "example", "exitOverride", "exitProcess",
    "fail", "getOptionValue", "global", "globalOption", "group", "help", "helpOption", "hideBin", "hideHelp", "hook",
    "implies", "locale", "makeOptionMandatory", "matchedCommand", "middleware", "name", "number", "on", "Option",
    "option", "options", "opts", "optsWithGlobals", "outputHelp", "outputVersion", "parent", "parse", "parse_args",
    "parseAsync", "parseSync", "passThroughOptions", "positional", "preset", "program", "recommendCommands",
    "requiredOption", "runMatchedCommand", "scriptName", "showHelp", "showHelpAfterError", "showHelpOnFail", "strict",
    "string", "terminalWidth", "usage", "version", "wrap",
})  # fmt: skip
"""What program objects have that is no option's value."""

ARGUMENTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "meow": (("()", ".input"),),
    "util": ((".parseArgs", "()", ".positionals"),),
    **dict.fromkeys(("minimist", "mri", "yargs-parser", "getopts"), (("()", "._"),)),
    **dict.fromkeys(sorted(NAMED), ((".argv", "._"), (".parseSync", "()", "._"), (".parse", "()", "._"))),
}
"""The ends of the paths of lists of the arguments that are no options."""
