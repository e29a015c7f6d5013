"""Where a credential is compared, and whether whoever has set no key lets everybody through there.

`!key || given === key` holds for everybody while there is no key, and so does `key ? given === key : true`.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from portbind_lint.evaluate.functions.choices import uses
from portbind_lint.evaluate.names.naming import last_name
from portbind_lint.model.facts import Condition
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Binary, Call, Conditional, Function, Index, Literal, Member, Name, Node, Unary

if TYPE_CHECKING:
    from portbind_lint.model.facts import Module

_EQUAL = frozenset({"==", "==="})
_UNEQUAL = frozenset({"!=", "!=="})
# What only looks whether something is there, or how it is spelled.
_LOOKS = frozenset({"Boolean", "startsWith", "endsWith", "test", "match", "isArray"})
# What hands on a part of what it gets.
_PASSES_ON = regex(
    r"(get|read|extract|parse|take|pick|normali[sz]e|strip|first|single|bearer|split|slice|substr|trim|replace|String|from"
    r"|toString|to(Lower|Upper)Case|decode|at|pop|shift)\w*",
    re.IGNORECASE,
)
_MOST_PLACES = 12
_MOST_LEVELS = 10


class _Step(Enum):
    """What an expression does with a value in it."""

    HANDS_ON = 1
    LOOKS = 2
    DECIDES = 3


def openings(module: Module, node: Node) -> tuple[Condition, ...]:
    """Upon what each comparison of what is read at `node` hangs; empty where one hangs on nothing, or cannot be told.

    The condition of each must hold for the comparison to be made at all; where it does not, everybody passes.
    """
    found: list[Condition] = []
    waiting: list[Node] = [node]
    for _ in range(_MOST_PLACES):
        if not waiting:
            return tuple(found)
        last, step = _followed(module, waiting.pop())
        if step is _Step.DECIDES:
            condition = _opening(module, last)
            if condition is None:
                return ()
            found.append(condition)
        elif step is _Step.HANDS_ON:
            function = module.enclosing_function(last)
            if function is not None and last in module.returns(function):
                return ()
            waiting.extend(uses(module, last))
    return ()


def names_holding(module: Module, node: Node) -> frozenset[Name]:
    """The names that stand for what is read at `node`, or for a part of it."""
    found: set[Name] = set()
    waiting: list[Node] = [node]
    for _ in range(_MOST_PLACES):
        if not waiting:
            break
        last, step = _followed(module, waiting.pop())
        if step is _Step.HANDS_ON:
            names = set(uses(module, last))
            waiting.extend(names - found)
            found |= names
    return frozenset(found)


def _followed(module: Module, start: Node) -> tuple[Node, _Step]:
    """Where `start` is decided upon or only looked at, or else the whole expression around it."""
    current = start
    for _ in range(_MOST_LEVELS):
        above = module.parent(current)
        if above is None or isinstance(above, Function):
            return current, _Step.HANDS_ON
        step = _step(current, above)
        current = above
        if step is not _Step.HANDS_ON:
            return current, step
    return current, _Step.DECIDES


def _step(current: Node, above: Node) -> _Step:
    match above:
        case Unary(operator=operator):
            return _Step.HANDS_ON if operator == "await" else _Step.LOOKS
        case Conditional(test=test):
            return _Step.LOOKS if test is current else _Step.HANDS_ON
        case Binary(operator=operator) if operator in _EQUAL | _UNEQUAL:
            other = above.right if above.left is current else above.left
            nothing = isinstance(other, Literal) or (isinstance(other, Name) and other.name == "undefined")
            return _Step.LOOKS if nothing else _Step.DECIDES
        case Call():
            return _call_step(last_name(above.callee))
        case Binary() | Member() | Index():
            return _Step.HANDS_ON
        case _:
            return _Step.DECIDES


def _call_step(name: str) -> _Step:
    if name in _LOOKS:
        return _Step.LOOKS
    return _Step.HANDS_ON if _PASSES_ON.fullmatch(name) else _Step.DECIDES


def _opening(module: Module, comparison: Node) -> Condition | None:
    """What must hold for `comparison` to be made, where everybody passes otherwise."""
    same = not (isinstance(comparison, Binary) and comparison.operator in _UNEQUAL)
    current = comparison
    for _ in range(_MOST_LEVELS):
        match module.parent(current):
            case Unary(operator="!") as above:
                same, current = not same, above
            case Binary(operator="||", left=left, right=right) if same and right is current:
                return Condition(left, holds=False)
            case Binary(operator="&&", left=left, right=right) if not same and right is current:
                return Condition(left, holds=True)
            case Conditional(test=test, then=then, otherwise=otherwise) if then is current:
                return Condition(test, holds=True) if _passes(otherwise, passing=same) else None
            case Conditional(test=test, then=then, otherwise=otherwise) if otherwise is current:
                return Condition(test, holds=False) if _passes(then, passing=same) else None
            case _:
                return None
    return None


def _passes(other: Node, *, passing: bool) -> bool:
    """Whether the other branch lets through whoever brings anything, or nothing at all."""
    if isinstance(other, Literal):
        return other.value is passing
    looks = isinstance(other, Call) and last_name(other.callee) in _LOOKS
    twice = isinstance(other, Unary) and isinstance(other.operand, Unary)
    return passing and (looks or twice)
