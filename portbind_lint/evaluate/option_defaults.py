"""The defaults that calls like `.option('--host <host>', 'text', '127.0.0.1')` declare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, known, single
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Expression, Function, Member, Name
from portbind_lint.model.value import Absent, External, FunctionCase, Known, ObjectCase, Record, Thing, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_FLAG = re.compile(r"--(?:no-)?(?:\[no-?\])?([A-Za-z][\w-]*)")


def camel(name: str) -> str:
    """`listen-host` as `listenHost`, which is how parsers name their results."""
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def spelled(evaluator: Evaluator, module: Module, node: Call, name: str) -> str | None:
    """The flag of the option `name` as a declaring call writes it: `listen-host` for `listenHost`."""
    text = text_of_argument(evaluator, module, node, 0, None) or ""
    flag = _FLAG.search(text)
    found = flag.group(1) if flag else text
    return found if found != name and camel(found) == name else None


def same_parser(evaluator: Evaluator, module: Module, node: Call, wanted: str) -> bool:
    """Whether `node` is a call on the parser of the package `wanted`, as far as can be seen."""
    if not isinstance(node.callee, Member):
        return False
    receiver = evaluator.value(module, node.callee.object)
    return any(not isinstance(c.thing, External) or c.thing.module == wanted for c in receiver.cases)


def declares(node: Call) -> bool:
    """Whether a call can declare an option."""
    return _word(node) in {"option", "requiredOption", "options", "addOption", "default", "command"}


def default_in(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value | None:
    """The default that one declaring call gives to the option `name`; None where it declares another."""
    word = _word(node)
    if not node.arguments:
        return None
    if word == "addOption":
        return _option_object(evaluator, module, node, name)
    if word == "options":
        declared = evaluator.property(evaluator.value(module, node.arguments[0]), name)
        return _default_of(evaluator, declared)
    text = text_of_argument(evaluator, module, node, 0, None)
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
    objects = any(isinstance(case.thing, (ObjectCase, Record)) for case in value.cases)
    return inner if objects else value


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
        flag = _FLAG.search(text_of_argument(evaluator, first_module, first, 0, None) or "")
        if flag is None or camel(flag.group(1)) != name:
            continue
        for inner_module, inner in case.thing.calls[1:]:
            if isinstance(inner.callee, Member) and inner.callee.property == "default" and inner.arguments:
                return evaluator.value(inner_module, inner.arguments[0])
        return absent()
    return None


def _built(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value | None:
    """The builder of `yargs.command(name, text, builder, handler)`: an object, or a function that calls `.option`."""
    builders = (case.thing for argument in node.arguments[1:3] for case in evaluator.value(module, argument).cases)
    found = (_from_builder(evaluator, builder, name) for builder in builders)
    return next((value for value in found if value is not None), None)


def _from_builder(evaluator: Evaluator, builder: Thing, name: str) -> Value | None:
    match builder:
        case Known() | Absent():
            return None
        case FunctionCase(module, function):
            calls = (call for call in module.body_calls(function) if declares(call) and _word(call) != "command")
            found = (default_in(evaluator, module, call, name) for call in calls)
            return next((value for value in found if value is not None), None)
        case _:
            return _default_of(evaluator, evaluator.property(single(builder), name))


def _word(node: Call) -> str:
    return node.callee.property if isinstance(node.callee, Member) else ""


def text_of_argument(evaluator: Evaluator, module: Module, node: Call, index: int, frame: Frame | None) -> str | None:
    """The argument `index` of a call where it is text."""
    if index >= len(node.arguments):
        return None
    thing = evaluator.value(module, node.arguments[index], frame).cases[0].thing
    return thing.value if isinstance(thing, Known) and isinstance(thing.value, str) else None
