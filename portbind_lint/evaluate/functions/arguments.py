"""The arguments of a call by position, with spreads expanded where their lengths are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.frames import Argument, Frame, Passed
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Expression, Member, Spread

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator


@dataclass(frozen=True, slots=True, eq=False)
class Arguments:
    """Arguments in order; `open_end` says that others may follow, or stand between, which are not known."""

    arguments: tuple[Passed, ...]
    open_end: bool = False


def arguments_of(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Arguments:
    """What the called function gets: for `f.call(x, a)` and `f.apply(x, [a])` that is what `f` gets."""
    match call.callee:
        case Member(property="call") if call.arguments and not call.is_new:
            return passed_by(evaluator, module, call.arguments[1:], frame)
        case Member(property="apply") if len(call.arguments) > 1 and not call.is_new:
            applied = call.arguments[1]
            return passed_by(evaluator, module, (Spread(applied.start, applied.end, applied),), frame)
        case _:
            return passed_by(evaluator, module, call.arguments, frame)


def passed_by(
    evaluator: Evaluator, module: Module, expressions: tuple[Expression, ...], frame: Frame | None
) -> Arguments:
    """The arguments written as `expressions`."""
    passed: list[Passed] = []
    for expression in expressions:
        if not isinstance(expression, Spread):
            passed.append(Argument(module, expression, frame))
            continue
        items = arrays.items_of(evaluator, evaluator.value(module, expression.value, frame))
        if items is None:
            return Arguments(tuple(passed), open_end=True)
        passed.extend(items)
    return Arguments(tuple(passed))
