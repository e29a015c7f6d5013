"""What happens to an array through its variable or member: elements that are added, set and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, join, under
from portbind_lint.evaluate.frames import visible
from portbind_lint.evaluate.names.guards import Way, is_caught, way_to
from portbind_lint.evaluate.objects.changes import Change, changes
from portbind_lint.model.facts import Binding, Module
from portbind_lint.model.syntax import Assignment, Call, ClassMember, Expression, Member, Node, Property, Spread
from portbind_lint.model.value import ArrayCase, Known, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator

_Items = tuple[Value, ...]

_UNFOLLOWED = frozenset({"sort", "splice", "fill", "copyWithin", "length", "delete"})
"""Changes after which nothing is said of the elements."""

_ADDING = ("push", "unshift")
"""Changes that add any number of elements where they happen again and again."""

_TAKING = frozenset({"pop", "shift", "reverse", "sort", "splice"})
"""Changes that give something: who uses that reads the array before the change, as everybody else is taken to do."""

_REFILLING = {*_ADDING, "fill", "copyWithin"}
_BEFORE_BYTES = 40
_MOST_ADDITIONS = 60


@dataclass(frozen=True, slots=True)
class Elements:
    """What an array holds: elements by position, and whether others may follow that are not known."""

    items: _Items
    more: bool = False


def after_changes(evaluator: Evaluator, array: ArrayCase, items: _Items) -> Elements | None:
    """The elements after the changes in the function where the array is made; None where one is not followed.

    What a loop, another function or a member adds comes after what is known.
    """
    held = Elements(items)
    taken = 0
    for change, way in _happening(evaluator, array):
        if way is None:
            after = None if change.kind == "unshift" else Elements(held.items, more=True)
        elif change.kind in _TAKING and not _is_statement(array.module, change.node):
            taken += 1
            after = None if taken > 1 else held  # the second one takes another element than the first
        else:
            after = _after(evaluator, array, change, held)
            if after is not None and way != ((), ""):
                may_be = tuple(under(item, *way) for item in after.items)
                after = Elements(_either(held.items, may_be, way[1]), after.more)
        if after is None:
            return None
        held = after
    return held


def _happening(evaluator: Evaluator, array: ArrayCase) -> Iterator[tuple[Change, Way | None]]:
    """The changes that are not ruled out, each with what it takes; None for one that can happen again and again."""
    module = array.module
    home = module.enclosing_function(array.node)
    around = {(condition.test, condition.holds) for condition in module.conditions(array.node)}
    for change in (*changes(evaluator, module, array.node), *_through_member(evaluator, array)):
        elsewhere = module.enclosing_function(change.node) is not home
        if change.kind in _ADDING and (elsewhere or module.repeats(change.node, array.node)):
            yield change, None
        elif not elsewhere:
            conditions = module.conditions(change.node)
            own = tuple(condition for condition in conditions if (condition.test, condition.holds) not in around)
            frame = visible(array.frame, module, change.node)
            way = None if is_caught(own) else way_to(evaluator, module, own, frame)
            if way is not None:
                yield change, way


def _through_member(evaluator: Evaluator, array: ArrayCase) -> Iterator[Change]:
    """What is added by `x.hosts.push(y)`, where the array is the member `hosts`."""
    module = array.module
    name = _member_name(module, array.node)
    for kind in _ADDING if name else ():
        for call in module.calls(kind)[:_MOST_ADDITIONS]:
            owner = call.callee.object if isinstance(call.callee, Member) else None
            if isinstance(owner, Member) and owner.property == name and _is_it(evaluator, array, owner):
                yield Change(kind, call, "", call.arguments)


def _member_name(module: Module, node: Node) -> str | None:
    match module.parent(node):
        case Property(key=str() as key, value=value) | ClassMember(name=str() as key, value=value) if value is node:
            return key
        case Assignment(target=Member() as target, value=value) if value is node:
            return target.property
        case _:
            return None


def _is_it(evaluator: Evaluator, array: ArrayCase, owner: Member) -> bool:
    """Whether `owner` may be the array: for certain not, where it is known to be another one."""
    found = evaluator.value(array.module, owner, array.frame)
    return any(not isinstance(c.thing, ArrayCase) or c.thing.node is array.node for c in found.cases)


def is_changed(module: Module, binding: Binding) -> bool:
    """Whether something adds to an array through the variable `binding`, or takes from it, or rearranges it.

    Who uses what was taken, asks for it in a loop: that reads the array as it was.
    """
    for use in module.uses(binding)[:_MOST_ADDITIONS]:
        member = module.parent(use)
        call = None if member is None else module.parent(member)
        if not isinstance(member, Member) or not isinstance(call, Call) or call.callee is not member:
            continue
        if member.property in _REFILLING or (member.property in _TAKING and _is_statement(module, call)):
            return True
    return False


def _is_statement(module: Module, call: Node) -> bool:
    """Whether nothing uses what a call gives: it stands at the start of a statement."""
    before = module.text(Node(max(0, call.start - _BEFORE_BYTES), call.start)).rstrip()
    return not before or before[-1] in ";{}"


def _either(before: _Items, after: _Items, condition: str) -> _Items:
    """The elements where it cannot be said whether a change happens."""
    otherwise = f"!({condition})" if condition else ""
    width = max(len(before), len(after))
    kept = (*(under(item, (), otherwise) for item in before), *[under(absent(), (), otherwise)] * width)
    changed = (*after, *[under(absent(), (), condition)] * width)
    return tuple(join((kept[at], changed[at])) for at in range(width))


def _after(evaluator: Evaluator, array: ArrayCase, change: Change, held: Elements) -> Elements | None:
    items, more = held.items, held.more
    match change:
        case Change("push" | "pop" | "reverse" as kind) if more:
            return held if kind == "push" else None
        case Change("push" | "unshift" as kind, given=given):
            added = _added(evaluator, array, given)
            if added is None:
                return None
            return Elements((*items, *added) if kind == "push" else (*added, *items), more)
        case Change("pop"):
            return Elements(items[:-1])
        case Change("shift"):
            return Elements(items[1:], more)
        case Change("reverse"):
            return Elements(items[::-1])
        case Change("set", Assignment(operator="=", value=value), key):
            at = _place(evaluator, array, key)
            if at is None or at > len(items):
                return None
            return Elements((*items[:at], evaluator.value(array.module, value, array.frame), *items[at + 1 :]), more)
        case _:
            return None if change.kind in _UNFOLLOWED or change.kind == "set" else held


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
