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
from portbind_lint.evaluate.primitives import Primitive, equal, nullish, number, text_of, truth, type_name
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, Unknown, UnknownReason, Value  # fmt: skip

LOGICAL = frozenset({"||", "&&", "??"})
EQUALITY = frozenset({"===", "!==", "==", "!="})
_MAX_SAFE = 2**53
_PATH_OR_PORT = re.compile(r"^(?:[\w+.-]+://[^/]+)?/|^\\\\|:$")


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
    if isinstance(one, str) and isinstance(two, str):
        return _ordered(operator, one, two)
    left, right = number(one), number(two)
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
            return _ordered(operator, left, right)


def _divided(operator: str, left: float, right: float) -> Thing:
    if operator == "**" or not math.isfinite(left) or not math.isfinite(right) or right == 0:
        return Unknown(UnknownReason.DYNAMIC)
    found = left / right if operator == "/" else math.fmod(left, right)
    return Known(int(found) if found.is_integer() else found)


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
