"""Methods of arrays that call a function for each element: `map`, `filter`, `find`, `some`, `reduce`, `sort`."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import accumulate
from typing import TYPE_CHECKING, Protocol

from portbind_lint.evaluate.arrays.arrays import MOST_ITEMS, record
from portbind_lint.evaluate.arrays.methods import flat, is_missing, without_own_names
from portbind_lint.evaluate.cases import absent, each, gather, join, known, needed, single, unknown
from portbind_lint.evaluate.functions.arguments import Arguments
from portbind_lint.evaluate.primitives import builtins
from portbind_lint.evaluate.primitives.primitives import truth
from portbind_lint.model.value import Case, External, FunctionCase, Known, Record, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Reader

_Items = tuple[Value, ...]

_SEARCHES = frozenset({"find", "findLast", "findIndex", "findLastIndex", "some"})
METHODS = _SEARCHES | {"map", "flatMap", "filter", "every", "reduce", "sort", "toSorted", "forEach"}


class _Called(Protocol):
    """The callback."""

    def __call__(self, *given: Value) -> Value: ...


class _UndecidedError(Exception):
    """Which of two elements comes first cannot be told."""


def method(evaluator: Evaluator, items: _Items, name: str, arguments: _Items, reader: Reader) -> Value | None:
    """What method `name`, which is given a function, gives for `items`; None where that is not followed."""
    if len(items) > MOST_ITEMS:
        return None

    def called(*given: Value) -> Value:
        return each(arguments[0], lambda thing: _result(evaluator, thing, given, reader))

    items = without_own_names(items) if name in _SEARCHES else items
    match name:
        case "map":
            return single(record(_mapped(items, called)))
        case "flatMap":
            return flat(evaluator, _mapped(items, called))
        case "reduce":
            return _reduced(items, arguments[1:], called)
        case "sort" | "toSorted":
            return single(record(_sorted(items, called)))
        case "forEach":
            return absent()
        case _:
            return _chosen(items, name, called)


def _result(evaluator: Evaluator, callback: Thing, given: _Items, reader: Reader) -> Value:
    match callback:
        case FunctionCase():
            return evaluator.returned(callback, Arguments(given), reader)
        case External("globalThis", (".Boolean" | ".String" | ".Number" as name,)):
            return builtins.global_call(name.removeprefix("."), given[:1]) or unknown(UnknownReason.DYNAMIC)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _mapped(items: _Items, called: _Called) -> _Items:
    return tuple(called(item, known(at)) for at, item in enumerate(items))


def _reduced(items: _Items, initial: _Items, called: _Called) -> Value | None:
    rest = (*initial[:1], *items)
    if not rest:
        return None
    result = rest[0]
    for item in rest[1:]:
        result = called(result, item)
    return result


def _sorted(items: _Items, called: _Called) -> _Items:
    """In the order that the callback tells; where it does not, each can stand everywhere."""

    def compared(one: Value, two: Value) -> int:
        match called(one, two).effective:
            case (Case(Known(int() | float() as order)),):
                return (order > 0) - (order < 0)
            case _:
                raise _UndecidedError

    given = [item for item in items if not is_missing(item)]
    try:
        return (*sorted(given, key=cmp_to_key(compared)), *filter(is_missing, items))
    except _UndecidedError:
        return (join(items),) * len(items)


def _chosen(items: _Items, name: str, called: _Called) -> Value | None:
    """What a method gives that asks of each element whether something holds."""
    decided = [_decided(called(item, known(at))) for at, item in enumerate(items)]
    match name:
        case "filter":
            return _filtered([(item, holds) for item, holds in zip(items, decided, strict=True) if holds is not False])
        case "find":
            return _found(items, decided)
        case "findLast":
            return _found(items[::-1], decided[::-1])
        case "findIndex":
            return _place(decided, decided.index)
        case "findLastIndex":
            return _place(decided[::-1], lambda holds: len(decided) - 1 - decided[::-1].index(holds))
        case _:
            # `some` ends at the first that holds, `every` at the first that does not.
            ends = name == "some"
            if ends in decided:
                return known(value=ends)
            return None if None in decided else known(value=not ends)


def _filtered(kept: list[tuple[Value, bool | None]]) -> Value:
    """The elements that are kept, or may be: each of the latter can move those after it to the front."""
    items = tuple(item for item, _ in kept)
    if all(holds for _, holds in kept):
        return single(record(items))
    # How many stand before each for certain: it can stand there, or anywhere up to where it stood.
    least = tuple(accumulate((bool(holds) for _, holds in kept), initial=0))
    members: list[tuple[str, Value]] = []
    for at in range(len(items)):
        there = [item for place, item in enumerate(items) if least[place] <= at <= place]
        members.append((str(at), join(there if at < least[-1] else (*there, absent()))))
    return single(Record((*members, ("length", unknown(UnknownReason.DYNAMIC))), rest=False))


def _found(items: _Items, decided: list[bool | None]) -> Value:
    """The first element that holds, those before it of which that cannot be told, and what settings make hold."""
    perhaps: list[Case] = []
    when_set: list[Case] = []
    for item, holds in zip(items, decided, strict=True):
        if holds:
            return gather((*perhaps, *item.cases, *when_set))
        if holds is None:
            perhaps += item.cases
        else:
            when_set += [case for case in item.cases if needed(case)]
    return gather((*perhaps, *absent().cases, *when_set))


def _place(decided: list[bool | None], find: Callable[[bool], int]) -> Value | None:
    """The place of the first one that holds, from its side; None where that cannot be told."""
    first = next((holds for holds in decided if holds is not False), False)
    if first is None:
        return None
    return known(find(True) if first else -1)


def _decided(result: Value) -> bool | None:
    """Whether all that a test can give when nobody sets anything is true, or false; None where it can be both."""
    found = {truth(case.thing) for case in result.effective}
    return found.pop() if len(found) == 1 else None
