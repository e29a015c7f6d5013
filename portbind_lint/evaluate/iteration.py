"""Methods of arrays that call a function for each element: `map`, `filter`, `find`, `some`, `every`, `reduce`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from portbind_lint.evaluate.arguments import Arguments
from portbind_lint.evaluate.arrays import record
from portbind_lint.evaluate.cases import absent, each, gather, known, needed, single, unknown
from portbind_lint.evaluate.primitives import truth
from portbind_lint.model.value import Case, External, FunctionCase, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Reader

_MOST_ITEMS = 24
METHODS = frozenset({"map", "filter", "find", "some", "every", "reduce"})


class _Called(Protocol):
    """The callback."""

    def __call__(self, *given: Value) -> Value: ...


def method(
    evaluator: Evaluator, items: tuple[Value, ...], name: str, arguments: tuple[Value, ...], reader: Reader
) -> Value | None:
    """What method `name` gives for `items`; None where that is not followed."""
    if not arguments or len(items) > _MOST_ITEMS:
        return None

    def called(*given: Value) -> Value:
        return each(arguments[0], lambda thing: _result(evaluator, thing, given, reader))

    match name:
        case "map":
            return single(record(tuple(called(item, known(at)) for at, item in enumerate(items))))
        case "reduce":
            return _reduced(items, arguments[1:], called)
        case _:
            return _chosen(items, name, called)


def _result(evaluator: Evaluator, callback: Thing, given: tuple[Value, ...], reader: Reader) -> Value:
    match callback:
        case FunctionCase():
            return evaluator.returned(callback, Arguments(given), reader)
        case External("globalThis", (".Boolean",)):
            return given[0]
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _reduced(items: tuple[Value, ...], initial: tuple[Value, ...], called: _Called) -> Value | None:
    rest = (*initial[:1], *items)
    if not rest:
        return None
    result = rest[0]
    for item in rest[1:]:
        result = called(result, item)
    return result


def _chosen(items: tuple[Value, ...], name: str, called: _Called) -> Value | None:
    kept: list[Value] = []
    when_set: list[Case] = []
    for at, item in enumerate(items):
        holds = _decided(called(item, known(at)))
        if holds is None:
            return None
        if holds and name in {"find", "some"}:
            return gather((*item.cases, *when_set)) if name == "find" else known(value=True)
        when_set += [case for case in item.cases if needed(case)]
        if not holds and name == "every":
            return known(value=False)
        kept += [item] if holds else []
    match name:
        case "filter":
            return single(record(tuple(kept)))
        case "find":
            return gather((*absent().cases, *when_set))
        case _:
            return known(value=name == "every")


def _decided(result: Value) -> bool | None:
    """Whether all that a test can give when nobody sets anything is true, or false; None where it can be both."""
    found = {truth(case.thing) for case in result.effective}
    return found.pop() if len(found) == 1 else None
