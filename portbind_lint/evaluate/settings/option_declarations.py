"""What one declaration of an option says: its names, its default, what else sets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, each, known, single, unknown
from portbind_lint.evaluate.primitives.texts import text_of, text_of_argument, texts_of
from portbind_lint.evaluate.settings.option_tables import DECLARING, Style
from portbind_lint.evaluate.settings.option_values import ANY, Option, flag_of
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Expression, Function, Member, Name
from portbind_lint.model.value import (
    Absent,
    External,
    FunctionCase,
    Known,
    ObjectCase,
    Record,
    Thing,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_FLAG = regex(r"--(?:no-)?(?:\[no-?\])?([A-Za-z][\w-]*)")
_ARGUMENT = regex(r"([<\[])\.{0,3}([\w-]+)")

_TYPES = frozenset({"parseInt", "parseFloat", "Number", "String"})


def listed(evaluator: Evaluator, declarations: Value, style: Style) -> Iterator[Option]:
    """The options that one argument of a parser declares."""
    match style:
        case Style.MEMBERS:
            members, more = evaluator.entries(declarations)
            for name, item in members:
                yield described(evaluator, name, item, spelled=flag_of(name))
            if more and not all(isinstance(case.thing, (Absent, Known)) for case in declarations.cases):
                yield Option((ANY,), unknown(UnknownReason.DYNAMIC))
        case Style.DEFAULTS:
            aliases = list(aliased(evaluator, evaluator.property(declarations, "alias")))
            yield from aliases
            defaults = evaluator.entries(evaluator.property(declarations, "default"))[0]
            yield from (Option((name,), value) for name, value in defaults)
        case Style.ITEMS:
            for item in arrays.items_of(evaluator, declarations) or ():
                if (word := text_of(evaluator.property(item, "name"))) is not None:
                    yield Option((word,), _given(evaluator.property(item, "defaultValue")))
        case Style.NONE:
            return


def described(evaluator: Evaluator, name: str, declaration: Value, spelled: str = "") -> Option:
    """The option `name` as an object describes it, or a package's call with such an object (`Flags.string({})`)."""
    details = each(declaration, lambda thing: _details(evaluator, thing))
    names = [name, *texts_of(evaluator, evaluator.property(details, "alias"))]
    default = _given(evaluator.property(details, "default"))
    return Option(
        tuple(dict.fromkeys((spelled or name, *names))),
        None if default is None else each(default, lambda thing: _made(evaluator, thing)),
        any(_is_true(evaluator.property(details, key)) for key in ("demandOption", "demand", "required")),
        tuple(texts_of(evaluator, evaluator.property(details, "env"))),
    )


def _details(evaluator: Evaluator, thing: Thing) -> Value:
    if isinstance(thing, External) and thing.calls:
        module, call = thing.calls[-1]
        return evaluator.value(module, call.arguments[0]) if call.arguments else absent()
    return single(thing) if isinstance(thing, (ObjectCase, Record)) else absent()


def _made(evaluator: Evaluator, thing: Thing) -> Value:
    return evaluator.returned(thing) if isinstance(thing, FunctionCase) else single(thing)


def aliased(evaluator: Evaluator, aliases: Value) -> Iterator[Option]:
    """`{ h: 'host', b: ['bind'] }`."""
    for name, others in evaluator.entries(aliases)[0]:
        yield Option((name, *texts_of(evaluator, others)))


def declared_by(evaluator: Evaluator, module: Module, node: Call) -> Iterator[Option]:
    """The options that a call on a parser declares."""
    word = word_of(node)
    if not node.arguments:
        return
    first = evaluator.value(module, node.arguments[0])
    second = evaluator.value(module, node.arguments[1]) if len(node.arguments) > 1 else absent()
    text = text_of(first)
    match word:
        case "addOption":
            yield from _objects(evaluator, first)
        case "command":
            yield from _built(evaluator, module, node)
        case "alias":
            yield from (Option((text, *texts_of(evaluator, second))),) if text else aliased(evaluator, first)
        case "default" | "defaults":
            members = ((text, second),) if text else evaluator.entries(first)[0]
            yield from (Option((name,), value) for name, value in members)
        case "demandOption":
            yield from (Option((name,), required=True) for name in texts_of(evaluator, first))
        case "add_argument":
            yield from _flags_then_details(evaluator, module, node)
        case _ if text is None:
            yield from listed(evaluator, first, Style.MEMBERS) if word == "options" else ()
        case _ if "--" in text:
            yield from _flagged(evaluator, module, node, text)
        case _:
            yield described(evaluator, text, second)


def _flagged(evaluator: Evaluator, module: Module, node: Call, text: str) -> Iterator[Option]:
    """`.option('-h, --host <host>', 'text', parse, 'default')`; some packages take `{ default }` there."""
    flag = _FLAG.search(text)
    if flag is None:
        return
    names = (flag.group(1),)
    if "--no-" in text:
        yield Option(names, known(value=True), negated=True)
        return
    required = word_of(node) == "requiredOption"
    rest = [argument for argument in node.arguments[2:] if not _is_function(evaluator, module, argument)]
    if not rest:
        yield Option(names, None if required else absent(module.location(node.arguments[0])), required)
        return
    value = evaluator.value(module, rest[-1])
    if any(isinstance(case.thing, (ObjectCase, Record)) for case in value.cases):
        yield Option(names, _given(evaluator.property(value, "default")))
    else:
        yield Option(names, value)


def _flags_then_details(evaluator: Evaluator, module: Module, node: Call) -> Iterator[Option]:
    """`.add_argument('-h', '--host', { default: 'x' })`."""
    values = [evaluator.value(module, argument) for argument in node.arguments]
    names = tuple(text.lstrip("-") for value in values if (text := text_of(value)) and text.startswith("-"))
    if names:
        yield Option(names, described(evaluator, names[0], values[-1]).default)


def _objects(evaluator: Evaluator, value: Value) -> Iterator[Option]:
    """`new Option('--host <host>').env('HOST').default('127.0.0.1')`."""
    for case in value.cases:
        if not isinstance(case.thing, External) or not case.thing.calls:
            continue
        texts = text_of_argument(evaluator, *case.thing.calls[0], 0, None) or ""
        flag, further = _FLAG.search(texts), case.thing.calls[1:]
        required = any(word_of(call) == "makeOptionMandatory" for _, call in further)
        variables = tuple(_arguments_of(evaluator, further, "env"))
        default = next(iter(_arguments_of_values(evaluator, further, "default")), None)
        if flag is not None:
            negated = "--no-" in texts
            otherwise = known(value=True) if negated else default
            yield Option((flag.group(1),), otherwise, required, variables, negated)


def _arguments_of(evaluator: Evaluator, calls: tuple[tuple[Module, Call], ...], word: str) -> Iterator[str]:
    for value in _arguments_of_values(evaluator, calls, word):
        if (text := text_of(value)) is not None:
            yield text


def _arguments_of_values(evaluator: Evaluator, calls: tuple[tuple[Module, Call], ...], word: str) -> Iterator[Value]:
    for module, call in calls:
        if word_of(call) == word and call.arguments:
            yield evaluator.value(module, call.arguments[0])


def positionals(evaluator: Evaluator, module: Module, node: Call) -> Iterator[Option]:
    """The positional arguments that a call declares: `.command('serve <dir>')`, `.argument('[dir]', 'text', '.')`."""
    if not node.arguments:
        return
    first = evaluator.value(module, node.arguments[0])
    text, default = text_of(first) or "", None
    if word_of(node) == "argument" and (
        rest := [a for a in node.arguments[2:] if not _is_function(evaluator, module, a)]
    ):
        default = evaluator.value(module, rest[-1])
    if word_of(node) == "addArgument":
        calls = next((case.thing.calls for case in first.cases if isinstance(case.thing, External)), ())
        text = (text_of_argument(evaluator, *calls[0], 0, None) if calls else None) or ""
        default = next(iter(_arguments_of_values(evaluator, calls[1:], "default")), None)
    for bracket, name in _ARGUMENT.findall(text):
        yield Option((name,), default, required=bracket == "<")


def _built(evaluator: Evaluator, module: Module, node: Call) -> Iterator[Option]:
    """The builder of `yargs.command(name, text, builder, handler)`, or of a command that is one object."""
    for argument in node.arguments[:3]:
        for case in evaluator.value(module, argument).cases:
            yield from _from_builder(evaluator, case.thing)


def _from_builder(evaluator: Evaluator, builder: Thing) -> Iterator[Option]:
    match builder:
        case ObjectCase() | Record():
            inner = evaluator.property(single(builder), "builder")
            if all(isinstance(case.thing, Absent) for case in inner.cases):
                yield from listed(evaluator, single(builder), Style.MEMBERS)
            else:
                yield from built_by(evaluator, inner)
        case FunctionCase():
            yield from built_by(evaluator, single(builder))


def built_by(evaluator: Evaluator, builder: Value) -> Iterator[Option]:
    """The options that a builder declares: a function that calls `.option`, or an object."""
    for case in builder.cases:
        match case.thing:
            case FunctionCase(module, function):
                for call in module.body_calls(function):
                    if word_of(call) != "command":
                        yield from declared_by(evaluator, module, call) if declares(call) else ()
            case ObjectCase() | Record():
                yield from listed(evaluator, single(case.thing), Style.MEMBERS)


def declares(node: Call) -> bool:
    """Whether a call can declare an option."""
    return word_of(node) in DECLARING or word_of(node) == "command"


def word_of(node: Call) -> str:
    """The method that a call names."""
    return node.callee.property if isinstance(node.callee, Member) else ""


def _given(value: Value) -> Value | None:
    return None if all(isinstance(case.thing, Absent) for case in value.cases) else value


def _is_true(value: Value) -> bool:
    return value.cases[0].thing == Known(True)


def _is_function(evaluator: Evaluator, module: Module, argument: Expression) -> bool:
    if isinstance(argument, Function):
        return True
    if not isinstance(argument, (Name, Member)):
        return False
    if isinstance(argument, Name) and argument.name in _TYPES:
        return True
    return any(isinstance(case.thing, FunctionCase) for case in evaluator.value(module, argument).cases)
