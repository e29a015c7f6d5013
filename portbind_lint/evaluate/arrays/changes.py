"""What happens to an array literal through its variable: elements that are added, set and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, join, under
from portbind_lint.evaluate.frames import visible
from portbind_lint.evaluate.names.guards import is_caught, way_to
from portbind_lint.evaluate.objects.changes import Change, changes
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, Expression, Node, Spread
from portbind_lint.model.value import ArrayCase, Known, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_Items = tuple[Value, ...]

_UNFOLLOWED = frozenset({"sort", "splice", "fill", "copyWithin", "length", "delete"})
"""Changes after which nothing is said of the elements."""

_TAKING = frozenset({"pop", "shift", "reverse", "sort", "splice"})
"""Changes that give something: who uses that reads the array before the change, as everybody else is taken to do."""

_BEFORE_BYTES = 40


def after_changes(evaluator: Evaluator, array: ArrayCase, items: _Items) -> _Items | None:
    """The elements after the changes in the function where the array is made; None where one is not followed."""
    module = array.module
    home = module.enclosing_function(array.node)
    around = {(condition.test, condition.holds) for condition in module.conditions(array.node)}
    taken = 0
    for change in changes(evaluator, module, array.node):
        if module.enclosing_function(change.node) is not home:
            continue
        conditions = module.conditions(change.node)
        own = tuple(condition for condition in conditions if (condition.test, condition.holds) not in around)
        way = None if is_caught(own) else way_to(evaluator, module, own, visible(array.frame, module, change.node))
        if way is None:
            continue
        if change.kind in _TAKING and not _is_statement(module, change):
            taken += 1
            continue
        after = _after(evaluator, array, change, items)
        if after is None:
            return None
        items = after if way == ((), "") else _either(items, tuple(under(item, *way) for item in after), way[1])
    return items if taken < 2 else None  # noqa: PLR2004 - the second one takes another element than the first


def _is_statement(module: Module, change: Change) -> bool:
    """Whether nothing uses what a call gives: it stands at the start of a statement."""
    before = module.text(Node(max(0, change.node.start - _BEFORE_BYTES), change.node.start)).rstrip()
    return not before or before[-1] in ";{}"


def _either(before: _Items, after: _Items, condition: str) -> _Items:
    """The elements where it cannot be said whether a change happens."""
    otherwise = f"!({condition})" if condition else ""
    width = max(len(before), len(after))
    kept = (*(under(item, (), otherwise) for item in before), *[under(absent(), (), otherwise)] * width)
    changed = (*after, *[under(absent(), (), condition)] * width)
    return tuple(join((kept[at], changed[at])) for at in range(width))


def _after(evaluator: Evaluator, array: ArrayCase, change: Change, items: _Items) -> _Items | None:
    match change:
        case Change("push" | "unshift" as kind, given=given):
            added = _added(evaluator, array, given)
            if added is None:
                return None
            return (*items, *added) if kind == "push" else (*added, *items)
        case Change("pop"):
            return items[:-1]
        case Change("shift"):
            return items[1:]
        case Change("reverse"):
            return items[::-1]
        case Change("set", Assignment(operator="=", value=value), key):
            at = _place(evaluator, array, key)
            if at is None or at > len(items):
                return None
            return (*items[:at], evaluator.value(array.module, value, array.frame), *items[at + 1 :])
        case _:
            return None if change.kind in _UNFOLLOWED or change.kind == "set" else items


def _added(evaluator: Evaluator, array: ArrayCase, given: tuple[Expression, ...]) -> _Items | None:
    found: list[Value] = []
    for part in given:
        value = evaluator.value(array.module, part, array.frame)
        inner = arrays.items_of(evaluator, value) if isinstance(part, Spread) else (value,)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)


def _place(evaluator: Evaluator, array: ArrayCase, key: Expression | str) -> int | None:
    """The index that is set; None where it is not known."""
    if isinstance(key, str):
        return int(key) if key.isdecimal() else None
    cases = evaluator.value(array.module, key, array.frame).cases
    match [case.thing for case in cases]:
        case [Known(int() as at)] if at >= 0:
            return at
        case _:
            return None
