"""What JavaScript's operators do to abstract things."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from portbind_lint.evaluate.cases import (
    absent,
    derived,
    each,
    gather,
    join,
    known,
    merged,
    needed,
    single,
    under,
    unknown,
)
from portbind_lint.model.value import (
    Absent,
    Case,
    External,
    Known,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

Primitive = str | int | float | bool | None
LOGICAL = frozenset({"||", "&&", "??"})
EQUALITY = frozenset({"===", "!==", "==", "!="})
_FACTORY = re.compile(r"^\.(create|make|build|new)")
_PATH_OR_PORT = re.compile(r"^(?:[\w+.-]+://[^/]+)?/|^\\\\|:$")


def truth(thing: Thing) -> bool | None:
    """Whether JavaScript takes `thing` for true; None where that cannot be told. What is set counts as true."""
    match thing:
        case Known(value):
            return bool(value) and value == value  # noqa: PLR0124 - NaN is false
        case Absent():
            return False
        case Unknown():
            return None
        case External(_, path):
            return _always_there(path) or None
        case _:
            return True


def _always_there(path: tuple[str, ...]) -> bool:
    """Modules, instances and what factories make are objects; other results and properties may be missing."""
    if not path or path[-1] == "new" or path[-1].startswith("<"):
        return True
    return path[-1] == "()" and (len(path) == 1 or bool(_FACTORY.match(path[-2])))


def nullish(thing: Thing) -> bool | None:
    """Whether `thing` is null or undefined; None where that cannot be told."""
    match thing:
        case Absent() | Known(None):
            return True
        case Unknown():
            return None
        case External(_, path):
            return False if _always_there(path) else None
        case _:
            return False


def logical(operator: str, left: Value, right: Callable[[], Value], text: str) -> Value:
    """`left operator right` for `||`, `&&` and `??`; `text` is the source of `left`. `right` is asked only if needed."""
    cases: list[Case] = []
    for case in left.cases:
        goes_on = _goes_on(operator, case.thing)
        if goes_on is not True:
            cases.append(case)
        if goes_on is not False:
            condition = case.condition or (text if goes_on is None else "")
            set_by = needed(case) if operator == "&&" else case.set_by
            cases.extend(under(right(), set_by, condition).cases)
    return gather(cases)


def _goes_on(operator: str, thing: Thing) -> bool | None:
    """Whether the right side is the outcome."""
    if operator == "??":
        return nullish(thing)
    true = truth(thing)
    return true if operator == "&&" or true is None else not true


def binary(operator: str, left: Value, right: Value) -> Value:
    """Any operator that needs both sides, case by case."""
    return gather(
        Case(outcome.thing, one.trail or two.trail, merged(joined, outcome.set_by), one.condition or two.condition)
        for one in left.cases
        for two in right.cases
        for joined in (merged(one.set_by, two.set_by),)
        for outcome in _combine(operator, one.thing, two.thing)
    )


def _combine(operator: str, one: Thing, two: Thing) -> tuple[Case, ...]:
    if operator in EQUALITY:
        return _equality(operator, one, two)
    if operator == "+" and (joined := concatenated(one, two)) is not None:
        return (Case(joined),)
    for thing in (one, two):
        if isinstance(thing, Setting):
            return (Case(thing),)
    if isinstance(one, Known) and isinstance(two, Known):
        return (Case(_arithmetic(operator, one.value, two.value)),)
    return (Case(_unknown_of(one, two)),)


def _unknown_of(*things: Thing) -> Unknown:
    return next((thing for thing in things if isinstance(thing, Unknown)), Unknown(UnknownReason.DYNAMIC))


def _equality(operator: str, one: Thing, two: Thing) -> tuple[Case, ...]:
    if isinstance(one, Setting) or isinstance(two, Setting):
        settings = tuple(thing for thing in (one, two) if isinstance(thing, Setting))
        return (Case(Known(True), (), settings), Case(Known(False), (), settings))
    same = equal(one, two, strict=len(operator) == len("==="))
    if same is None:
        return (Case(_unknown_of(one, two)),)
    return (Case(Known(same is not operator.startswith("!"))),)


def equal(one: Thing, two: Thing, *, strict: bool) -> bool | None:
    """`one === two` or `one == two`; None where it cannot be told."""
    if isinstance(one, (Unknown, External, Setting)) or isinstance(two, (Unknown, External, Setting)):
        return False if nullish(one) is not None and nullish(two) is not None and nullish(one) != nullish(two) else None
    if nullish(one) or nullish(two):
        return one == two if strict else nullish(one) == nullish(two)
    if isinstance(one, Known) and isinstance(two, Known):
        if strict and isinstance(one.value, str) != isinstance(two.value, str):
            return False
        if strict and isinstance(one.value, bool) != isinstance(two.value, bool):
            return False
        return one.value == two.value or (not strict and number(one.value) == number(two.value))
    return False if strict and (isinstance(one, Known) or isinstance(two, Known)) else None


def concatenated(one: Thing, two: Thing) -> Thing | None:
    """`one + two` where one of them is text, else None.

    What is not known after a colon (a port) or inside a path is written as `0`: the host before it stays readable.
    """
    if isinstance(one, Absent) and isinstance(two, Known) and isinstance(two.value, str):
        return Known(f"undefined{two.value}")
    if not isinstance(one, Known) or not (_is_text(one) or _is_text(two)):
        return None
    start = text_of(one.value)
    match two:
        case Known(value):
            return Known(start + text_of(value))
        case Absent():
            return Known(start + "undefined")
        case _ if _PATH_OR_PORT.search(start):
            return Known(start + "0")
        case _:
            return None


def _is_text(thing: Thing) -> bool:
    return isinstance(thing, Known) and isinstance(thing.value, str)


def text_of(value: Primitive) -> str:
    """`String(value)` of JavaScript."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return "NaN" if value != value else repr(value)  # noqa: PLR0124 - NaN


def number(value: Primitive) -> int | float:
    """`Number(value)` of JavaScript; NaN for what is no number."""
    if value is None:
        return 0
    if not isinstance(value, str):
        return int(value) if isinstance(value, bool) else value
    text = value.strip()
    if not text:
        return 0
    try:
        return int(text, 0) if re.fullmatch(r"0[xXoObB][0-9a-fA-F]{1,16}|0|[1-9]\d{0,16}", text) else float(text)
    except ValueError:
        return math.nan


def _arithmetic(operator: str, one: Primitive, two: Primitive) -> Thing:
    if isinstance(one, str) and isinstance(two, str):
        return _ordered(operator, one, two)
    left, right = number(one), number(two)
    match operator:
        case "+":
            return Known(left + right)
        case "-":
            return Known(left - right)
        case "*":
            return Known(left * right)
        case _:
            return _ordered(operator, left, right)


def _ordered(operator: str, one: str | float, two: str | float) -> Thing:
    if isinstance(one, str) != isinstance(two, str):
        return Unknown(UnknownReason.DYNAMIC)
    match operator:
        case "<":
            return Known(_less(one, two))
        case ">":
            return Known(_less(two, one))
        case "<=":
            return Known(not _less(two, one))
        case ">=":
            return Known(not _less(one, two))
        case _:
            return Unknown(UnknownReason.DYNAMIC)


def _less(one: str | float, two: str | float) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return one < two
    return not isinstance(one, str) and not isinstance(two, str) and one < two


def unary(operator: str, value: Value) -> Value:
    """`!x`, `-x`, `+x`, `typeof x` and `void x`; `await x` is x."""
    match operator:
        case "await":
            return value
        case "void":
            return absent()
        case "!":
            return gather(_negated(case) for case in value.cases)
        case "typeof":
            return each(value, _type_name)
        case "+" | "-":
            sign = 1 if operator == "+" else -1
            return each(value, lambda thing: numeric(thing, sign))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _negated(case: Case) -> Case:
    true = truth(case.thing)
    if true is None:
        return derived(case, Unknown(UnknownReason.DYNAMIC))
    return Case(Known(not true), case.trail, needed(case), case.condition)


def numeric(thing: Thing, sign: int = 1) -> Value:
    """`Number(thing)`; a setting stays one."""
    match thing:
        case Known(value):
            return known(sign * number(value))
        case Absent():
            return known(math.nan)
        case Setting() | Unknown():
            return single(thing)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _type_name(thing: Thing) -> Value:
    match thing:
        case Known(str()):
            return known("string")
        case Known(bool()):
            return known("boolean")
        case Known(None):
            return known("object")
        case Known():
            return known("number")
        case Absent():
            return known("undefined")
        case Setting():
            return Value((Case(Known("string"), (), (thing,)),))
        case Unknown() | External():
            return unknown(UnknownReason.DYNAMIC)
        case _:
            return known(type_of_object(thing))


def type_of_object(thing: Thing) -> str:
    """`typeof` of something that is no primitive."""
    return "function" if type(thing).__name__ in {"FunctionCase", "ClassCase"} else "object"


def template(parts: tuple[str | Value, ...]) -> Value:
    """A template literal; see `concatenated` for what becomes of unknown parts."""
    result = known("")
    for part in parts:
        result = binary("+", result, known(part) if isinstance(part, str) else _as_text(part))
    return result


def _as_text(value: Value) -> Value:
    return each(value, lambda thing: known(text_of(thing.value)) if isinstance(thing, Known) else single(thing))


def joined_truth(value: Value) -> bool | None:
    """What a test decides when nobody sets anything; None where it is open."""
    outcomes = {truth(case.thing) for case in value.effective}
    return outcomes.pop() if len(outcomes) == 1 else None


def conditional(test: Value, then: Callable[[], Value], otherwise: Callable[[], Value], text: str) -> Value:
    """`test ? then : otherwise`: decided where it can be when nothing is set, else both under `text`."""
    outcomes = (branch(test, then, text, holds=True), branch(test, otherwise, text, holds=False))
    return join(outcome for outcome in outcomes if outcome is not None)


def branch(test: Value, result: Callable[[], Value], text: str, *, holds: bool) -> Value | None:
    """`result` under what it takes that `test` has the outcome `holds`; None where it cannot have it."""
    if (way := reached(test, text, holds=holds)) is None:
        return None
    return under(result(), *way)


def reached(test: Value, text: str, *, holds: bool) -> tuple[tuple[Setting, ...], str] | None:
    """What it takes that `test` comes out as `holds`: settings and an open condition; None if it never does."""
    effective = {truth(case.thing) for case in test.effective}
    if effective == {holds}:
        return (), ""
    if effective - {not holds}:
        return (), text
    for case in test.cases:
        if (settings := needed(case)) and truth(case.thing) in (holds, None):
            return settings, case.condition
    return None
