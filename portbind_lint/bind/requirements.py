"""What a call must have, or must not have, to listen at all (`Listener.needs`, `Listener.excludes`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portbind_lint.bind.run_by import is_run_by
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.names.naming import ending, names_port
from portbind_lint.model.facts import Module
from portbind_lint.model.library import AND, Listener
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Expression, Node, Spread
from portbind_lint.model.value import (
    Absent,
    External,
    Instance,
    Known,
    ObjectCase,
    Record,
    Setting,
    Thing,
    Unknown,
    Value,
)  # fmt: skip

_TYPE = regex(r"(construct:)?<([\w$]+)>")
_TYPE_ARGUMENT = regex(r"\s*<\s*([\w$]+)\s*>")
_LONGEST_TYPE = 200
_RUN_BY = regex(r"run by ([\w-]+)")
_GIVEN = regex(r"(construct:)?(\d+) given")
_FORM = regex(r"(construct:)?(?:(\d+)(?:[.]|(?=$|=| )))?([\w.-]*)(?:=(.*)| from (.*))?")
_PORT_NAME = regex(r"port|\bMath\.|[-+*] ?\d+$", re.IGNORECASE)
_PORT_OPTION = regex(r"port|listen|bind|addr|sock|url|endpoint|path", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, read when they are needed; `first` stands in for the first of them."""

    evaluator: Evaluator
    module: Module
    call: Call | None
    first: Value | None = None

    def value(self, index: int) -> Value | None:
        """The value of one argument; None where the call or its argument positions are not known."""
        if index == 0 and self.first is not None:
            return self.first
        if self.call is None:
            return None
        return self.evaluator.argument(self.module, self.call, index)

    def text(self, index: int) -> str:
        """The source of one argument, "" where a spread hides it; of a long one the end."""
        found: list[Expression] = list(self.call.arguments[: index + 1]) if self.call else []
        if len(found) <= index or any(isinstance(argument, Spread) for argument in found):
            return ""
        return ending(self.module, found[index])

    def type_argument(self) -> str:
        """The name of the only type argument (`create<App>(...)`), "" where there is none."""
        if self.call is None:
            return ""
        start = self.call.callee.end
        after = self.module.text(Node(start, min(self.call.end, start + _LONGEST_TYPE)))
        found = _TYPE_ARGUMENT.match(after)
        return found[1] if found else ""


def listens(listener: Listener, call: Arguments, construct: Arguments) -> bool:
    """Whether a call meets what the listener needs and has nothing that it excludes; the benefit of doubt is a yes."""
    if any(_met(text, call, construct) is True and _is_always(text, call, construct) for text in listener.excludes):
        return False
    return not listener.needs or any(_met(text, call, construct) is not False for text in listener.needs)


def _is_always(text: str, call: Arguments, construct: Arguments) -> bool:
    """Whether an argument that must not be one value (`0=0`) is none but that: callers may hand over others."""
    form = _FORM.fullmatch(text)
    if form is None or form[3] or form[4] is None:
        return True
    value = (construct if form[1] else call).value(int(form[2] or 0))
    return value is None or all(_equals(case.thing, form[4]) is not False for case in value.cases)


def listening_cases(listener: Listener, call: Arguments, construct: Arguments) -> Value | None:
    """The cases of the first argument with which the call listens; None where all do, or no object is known to.

    What only an unset setting leads to is what the listener is judged by, if the call does not listen otherwise.
    """
    if not (listener.needs or listener.excludes) or names_port(call.text(0)):
        return None
    whole = call.value(0)
    if whole is None or not any(isinstance(case.thing, (ObjectCase, Record)) for case in whole.cases):
        return None
    kept = [case for case in whole.cases if listens(listener, replace(call, first=Value((case,))), construct)]
    if len(kept) == len(whole.cases) or not any(isinstance(case.thing, (ObjectCase, Record)) for case in kept):
        return None
    if all(case.set_by for case in kept):
        kept = [replace(case, set_by=()) for case in kept]
    return Value(tuple(kept))


def surely_listens(listener: Listener, call: Arguments) -> bool:
    """Whether a call meets what the listener needs, without the benefit of doubt."""
    return any(_met(text, call, call) is True for text in listener.needs)


def _met(text: str, call: Arguments, construct: Arguments) -> bool | None:
    """Whether one requirement, all parts of it, is met; None where that cannot be known."""
    answers = [_part_met(part, call, construct) for part in text.split(AND)]
    if False in answers:
        return False
    return None if None in answers else True


def _part_met(text: str, call: Arguments, construct: Arguments) -> bool | None:
    wanted_type = _TYPE.fullmatch(text)
    if wanted_type:
        return (construct if wanted_type[1] else call).type_argument() == wanted_type[2]
    runtime = _RUN_BY.fullmatch(text)
    if runtime:
        return is_run_by(runtime[1], call.module.path, call.evaluator.program.repository)
    wanted_argument = _GIVEN.fullmatch(text)
    if wanted_argument:
        return bool((construct if wanted_argument[1] else call).text(int(wanted_argument[2])))
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    made, index, path, wanted, module = form.groups()
    arguments = construct if made else call
    number = int(index or 0)
    is_port_wanted = not path and wanted is None and module is None
    if is_port_wanted and names_port(arguments.text(number)):
        # What is named so need not be followed to its callers.
        return True
    value = arguments.value(number)
    if value is None:
        return None
    if is_port_wanted:
        return looks_like_port(value, arguments.text(number))
    return _path_met(arguments.evaluator, value, path.split(".") if path else [], _test(wanted, module))


_Test = Callable[[Thing], bool | None]


def _path_met(evaluator: Evaluator, value: Value, path: list[str], test: _Test) -> bool | None:
    """Whether what `path` leads to passes `test`; a key that stands in the object is there whatever its value is."""
    if path and not any(_may_have_keys(case.thing) for case in value.cases):
        return False
    listed = False
    is_open = any(isinstance(case.thing, Unknown) for case in value.cases)
    for key in path:
        listed = key in evaluator.keys(value)[0]
        value = evaluator.property(value, key)
    answer = _any(test(case.thing) for case in value.cases)
    if answer is None and listed and test is _is_there:
        return True
    return None if answer is False and is_open else answer


def _may_have_keys(thing: Thing) -> bool:
    return isinstance(thing, (ObjectCase, Record, Instance, Unknown))


def _any(answers: Iterable[bool | None]) -> bool | None:
    """True if one answer is, else None if one is open, else False."""
    found = list(answers)
    if True in found:
        return True
    return None if None in found else False


def _test(wanted: str | None, module: str | None) -> _Test:
    if wanted is not None:
        return lambda thing: _equals(thing, wanted)
    if module is not None:
        return lambda thing: _comes_from(thing, module)
    return _is_there


def _is_there(thing: Thing) -> bool | None:
    match thing:
        case Absent() | Known(None):
            return False
        case Unknown() | Setting():
            return None
        case _:
            return True


def _equals(thing: Thing, wanted: str) -> bool | None:
    match thing:
        case Known(bool(value)):
            return str(value).lower() == wanted
        case Known(value):
            return str(value) == wanted
        case External(_, path) if path[-1:] == (f".{wanted}",):
            # A member of somebody's enum: `Transport.TCP`.
            return True
        case Unknown() | Setting() | External():
            return None
        case _:
            return False


def _comes_from(thing: Thing, module: str) -> bool | None:
    match thing:
        case External(name):
            return name == module or name.startswith(f"{module}/")
        case Unknown():
            return None
        case _:
            return False


def looks_like_port(value: Value, text: str) -> bool:
    """Whether an argument can be a port: a number, numeric text, a setting, or something unknown that is named so.

    Something unknown that is computed with a number (`base + 1`) is one too.
    """
    answers = [_is_port(case.thing) for case in value.cases]
    return True in answers or (None in answers and _PORT_NAME.search(text) is not None)


def _is_port(thing: Thing) -> bool | None:
    match thing:
        case Known(bool() | None):
            return False
        case Known(int() | float()):
            return True
        case Known(str(text)):
            return text.strip().isdecimal()
        case Setting("option", name):
            # What a caller may hand over can be anything.
            return True if _PORT_OPTION.search(name) else None
        case Setting():
            return True
        case Unknown() | External():
            return None
        case _:
            return False
