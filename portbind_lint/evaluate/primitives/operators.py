"""What JavaScript's operators do to abstract things."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import ge, gt, le, lt

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
from portbind_lint.evaluate.primitives.primitives import Primitive, equal, nullish, number, text_of, truth, type_name
from portbind_lint.model.regex import regex
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, Unknown, UnknownReason, Value  # fmt: skip

_ORDERS: dict[str, Callable[[str | float, str | float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}
LOGICAL = frozenset({"||", "&&", "??"})
EQUALITY = frozenset({"===", "!==", "==", "!="})
_MAX_SAFE = 2**53
_NOT_A_NUMBER = Known(math.nan)
_PATH_OR_PORT = regex(r"^(?:[\w+.-]+://[^/]+)?/|^\\\\|:$")


def logical(operator: str, left: Value, right: Callable[[], Value], text: str) -> Value:
    """`left operator right` for `||`, `&&` and `??`; `text` is the source of `left`; `right` is asked if needed."""
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
    left, right = _operand(one), _operand(two)
    if left is not None and right is not None:
        return (Case(_arithmetic(operator, left.value, right.value)),)
    return (Case(_unknown_of(one, two)),)


def _operand(thing: Thing) -> Known | None:
    """What an operator of numbers makes of `thing`; None where that cannot be told."""
    if isinstance(thing, Absent):
        return _NOT_A_NUMBER
    return thing if isinstance(thing, Known) else None


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


def _arithmetic(operator: str, one: Primitive, two: Primitive) -> Thing:
    order = _ORDERS.get(operator)
    if order is not None and isinstance(one, str) and isinstance(two, str):
        return Known(order(one, two))
    left, right = number(one), number(two)
    if order is not None:
        # Of what is no number nothing is true, in Python too.
        return Known(order(left, right))
    match operator:
        case "+":
            return _number(left + right)
        case "-":
            return _number(left - right)
        case "*":
            return _number(left * right)
        case "/" | "%" | "**":
            return _divided(operator, left, right)
        case "&" | "|" | "^" | "<<" | ">>" | ">>>":
            return Known(_bitwise(operator, _integer(left), _integer(right)))
        case _:
            return Unknown(UnknownReason.DYNAMIC)


def _divided(operator: str, left: float, right: float) -> Thing:
    """`/`, `%` and `**`, which Python refuses where JavaScript answers with NaN or an infinite number."""
    try:
        found = _power(left, right) if operator == "**" else _quotient(operator, left, right)
    except (OverflowError, ValueError):
        return Unknown(UnknownReason.DYNAMIC)
    whole = math.isfinite(found) and found.is_integer() and abs(found) <= _MAX_SAFE
    return Known(int(found) if whole else found)


def _power(left: float, right: float) -> float:
    """Where C has 1 for what is no number, JavaScript has none."""
    return math.nan if math.isnan(right) or (abs(left) == 1 and math.isinf(right)) else math.pow(left, right)


def _quotient(operator: str, left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right) or (right == 0 and (operator == "%" or left == 0)):
        return math.nan
    if right == 0:
        return math.copysign(math.inf, left) * math.copysign(1, right)
    if math.isinf(left):
        return math.nan if operator == "%" or math.isinf(right) else left * math.copysign(1, right)
    return left / right if operator == "/" else math.fmod(left, right)


def _integer(value: float) -> int:
    """The 32 bits that JavaScript's bitwise operators take."""
    return int(value) % 2**32 if math.isfinite(value) else 0


def _bitwise(operator: str, left: int, right: int) -> int:
    shift = right % 32
    signed = left - 2**32 if left >= 2**31 else left
    found = {
        "&": left & right, "|": left | right, "^": left ^ right, "<<": left << shift, ">>": signed >> shift,
        ">>>": left >> shift,
    }[operator] % 2**32  # fmt: skip
    return found - 2**32 if found >= 2**31 and operator != ">>>" else found


def _number(value: float) -> Known:
    """The number as JavaScript keeps it: beyond what it can count exactly, with as many digits as it has."""
    return Known(value if abs(value) <= _MAX_SAFE else float(value))


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
        case "~":
            return binary("^", value, known(-1))
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
    name = type_name(thing)
    if name is None:
        return unknown(UnknownReason.DYNAMIC)
    return Value((Case(Known(name), (), (thing,)),)) if isinstance(thing, Setting) else known(name)


def template(parts: tuple[str | Value, ...]) -> Value:
    """A template literal; see `concatenated` for what becomes of unknown parts."""
    result = known("")
    for part in parts:
        result = binary("+", result, known(part) if isinstance(part, str) else _as_text(part))
    return result


def _as_text(value: Value) -> Value:
    return each(value, lambda thing: known(text_of(thing.value)) if isinstance(thing, Known) else single(thing))


def conditional(test: Value, then: Callable[[], Value], otherwise: Callable[[], Value], text: str) -> Value:
    """`test ? then : otherwise`: decided where it can be when nothing is set, else both under `text`."""
    outcomes = (branch(test, then, text, holds=True), branch(test, otherwise, f"!({text})", holds=False))
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
