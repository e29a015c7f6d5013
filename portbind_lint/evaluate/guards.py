"""What the tests around a place say about a value that is used there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import merged
from portbind_lint.evaluate.operators import EQUALITY, equal, nullish, reached, truth, type_of_object
from portbind_lint.model.facts import Condition, Module
from portbind_lint.model.syntax import Binary, Expression, Index, Literal, Member, Name, Node, Unary
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

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

Way = tuple[tuple[Setting, ...], str]
"""What it takes to come to a place: settings that must be set, and an open condition."""

_DEEPEST_TEST = 20


def way_to(evaluator: Evaluator, module: Module, conditions: Iterable[Condition], frame: Frame | None) -> Way | None:
    """What it takes that all `conditions` hold; None if they never do."""
    settings: tuple[Setting, ...] = ()
    text = ""
    for condition in conditions:
        test = evaluator.value(module, condition.test, frame)
        way = reached(test, shown(module, condition), holds=condition.holds)
        if way is None:
            return None
        settings, text = merged(settings, way[0]), text or way[1]
    return settings, text


def shown(module: Module, condition: Condition) -> str:
    """A condition as a reader would write it."""
    text = " ".join(module.text(condition.test).split())
    return text if condition.holds else f"!({text})"


def narrowed(module: Module, node: Expression, value: Value) -> Value:
    """The value where only the cases are left with which control comes to `node`.

    Where nothing is left that holds with nothing set, the program insists on a setting. Where nothing is left at all,
    the code is dead as far as is known, and judged as if it ran.
    """
    conditions = module.conditions(node)
    if not conditions:
        return value
    subject = module.text(node)
    left = tuple(case for case in value.cases if not excluded(module, conditions, subject, case.thing))
    if not left or len(left) == len(value.cases):
        return value
    if not Value(left).effective and value.effective:
        return Value((Case(Unknown(UnknownReason.REQUIRED_SETTING), value.effective[0].trail), *left))
    return Value(left)


def excluded(module: Module, conditions: Iterable[Condition], subject: str, thing: Thing) -> bool:
    """Whether one of `conditions` cannot hold if the expression written `subject` is `thing`."""
    return any(decided(module, c.test, subject, thing, 0) is (not c.holds) for c in conditions)


def decided(module: Module, test: Expression, subject: str, thing: Thing, depth: int) -> bool | None:
    """The outcome of `test` if the expression written `subject` is `thing`; None where that does not decide it."""
    if depth > _DEEPEST_TEST:
        return None
    match test:
        case Name() | Member() | Index():
            return truth(thing) if _is(module, test, subject) else None
        case Unary(operator="!") if (inner := decided(module, test.operand, subject, thing, depth + 1)) is not None:
            return not inner
        case Binary() if test.operator in EQUALITY:
            return _compared(module, test.operator, (test.left, test.right), subject, thing)
        case Binary(operator="&&" | "||"):
            stops = test.operator == "||"
            sides = {decided(module, side, subject, thing, depth + 1) for side in (test.left, test.right)}
            return stops if stops in sides else None if None in sides else not stops
        case _:
            return None


def _is(module: Module, node: Node, subject: str) -> bool:
    return node.end - node.start <= len(subject) * 4 and module.text(node) == subject


def _compared(
    module: Module, operator: str, sides: tuple[Expression, Expression], subject: str, thing: Thing
) -> bool | None:
    for one, two in (sides, sides[::-1]):
        other = _constant(two)
        if other is None:
            continue
        if isinstance(one, Unary) and one.operator == "typeof" and _is(module, one.operand, subject):
            same = _type_is(thing, other)
        elif _is(module, one, subject):
            same = equal(thing, other, strict=len(operator) == len("==="))
        else:
            continue
        return same if same is None or not operator.startswith("!") else not same
    return None


def _constant(node: Expression) -> Known | Absent | None:
    match node:
        case Literal():
            return Known(node.value)
        case Name(name="undefined"):
            return Absent()
        case _:
            return None


def _type_is(thing: Thing, name: Known | Absent) -> bool | None:
    match thing:
        case Unknown() | External():
            return None
        case Absent():
            actual = "undefined"
        case Setting() | Known(str()):
            actual = "string"
        case Known(bool()):
            actual = "boolean"
        case Known(None):
            actual = "object"
        case Known():
            actual = "number"
        case _:
            actual = type_of_object(thing)
    return isinstance(name, Known) and actual == name.value


def is_missing(thing: Thing) -> bool:
    """Whether `thing` is null or undefined for certain."""
    return nullish(thing) is True
