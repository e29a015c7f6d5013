"""Functions that copy members from objects to another one: which they are, and what a member is after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate import arrays, objects
from portbind_lint.evaluate.cases import absent, gather, single, unknown
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Expression, Literal, Member, Name, Object, Spread
from portbind_lint.model.value import Absent, Case, External, ObjectCase, Record, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Merge:
    """One such function.

    `later_wins` says that a later argument counts more, `deep` that objects in objects are merged too, `changes` that
    the first argument itself is changed.
    """

    later_wins: bool = True
    deep: bool = False
    changes: bool = False


_ASSIGNS = Merge(changes=True)
_DEFAULTS = Merge(later_wins=False, changes=True)
_MERGES = Merge(deep=True, changes=True)
_JOINS = Merge(deep=True)

MERGES: dict[tuple[str, tuple[str, ...]], Merge] = {
    ("globalThis", (".Object", ".assign")): _ASSIGNS,
    **{("lodash", (f".{name}",)): _ASSIGNS for name in ("assign", "extend", "assignIn")},
    ("lodash", (".merge",)): _MERGES,
    ("lodash", (".defaults",)): _DEFAULTS,
    ("lodash", (".defaultsDeep",)): Merge(later_wins=False, deep=True, changes=True),
    ("underscore", (".extend",)): _ASSIGNS,
    ("underscore", (".defaults",)): _DEFAULTS,
    **{("globalThis", (f".{name}", ".extend")): _ASSIGNS for name in ("$", "jQuery")},
    ("jquery", (".extend",)): _ASSIGNS,
    ("util", (".extend",)): _ASSIGNS,
    ("util", ("._extend",)): _ASSIGNS,
    **dict.fromkeys((("lodash.merge", ()), ("deep-extend", ())), _MERGES),
    **dict.fromkeys((("extend", ()), ("object-assign", ()), ("lodash.assign", ())), _ASSIGNS),
    ("lodash.defaults", ()): _DEFAULTS,
    **dict.fromkeys((("deepmerge", ()), ("merge-deep", ()), ("ts-deepmerge", (".merge",))), _JOINS),
    **dict.fromkeys((("vite", (".mergeConfig",)), ("webpack-merge", (".merge",)), ("merge-options", ())), _JOINS),
    ("xtend", ()): Merge(),
    **dict.fromkeys((("defu", ()), ("defu", (".defu",))), Merge(later_wins=False, deep=True)),
    **{("ramda", (f".{name}",)): Merge() for name in ("mergeRight", "merge")},
    ("ramda", (".mergeDeepRight",)): _JOINS,
}  # fmt: skip
"""By module and path; `lodash/merge` and `lodash-es` are `lodash`."""

_CHANGING_WORDS = ("assign", "extend", "merge", "defaults", "defaultsDeep", "_extend", "deepExtend")


def merge_of(callee: Thing) -> Merge | None:
    """What `callee` does, if it is such a function."""
    if not isinstance(callee, External):
        return None
    module, _, name = callee.module.partition("/")
    if module in {"lodash", "lodash-es"}:
        return MERGES.get(("lodash", (f".{name}",) if name and not callee.path else callee.path))
    return MERGES.get((callee.module, callee.path))


def merged(evaluator: Evaluator, merge: Merge, module: Module, call: Call, frame: Frame | None) -> Value:
    """The object that such a function gives: one literal that spreads its arguments, unless they merge deeply."""
    deep, arguments = _arguments(merge, call)
    if deep:
        values = tuple(_layer(evaluator, module, argument, frame) for argument in arguments)
        layers = values[::-1] if merge.later_wins else values
        if _nests(evaluator, layers):
            return together(evaluator, layers)
    spreads = tuple(a if isinstance(a, Spread) else Spread(a.start, a.end, a) for a in arguments)
    literal = Object(call.start, call.end, spreads if merge.later_wins else spreads[::-1])
    return single(ObjectCase(module, literal, frame))


def _arguments(merge: Merge, call: Call) -> tuple[bool, tuple[Expression, ...]]:
    """Whether it goes deep, and the objects: `extend(true, a, b)` says so first."""
    first = call.arguments[0] if call.arguments else None
    if isinstance(first, Literal) and isinstance(first.value, bool):
        return first.value, call.arguments[1:]
    return merge.deep, call.arguments


def _layer(evaluator: Evaluator, module: Module, argument: Expression, frame: object) -> Value:
    if isinstance(argument, Spread):
        return unknown(UnknownReason.DYNAMIC)
    return evaluator.value(module, argument, frame)


def is_plain(thing: Thing) -> bool:
    """Whether `thing` is an object that is put together from members, and no list."""
    return isinstance(thing, (ObjectCase, Record)) and not arrays.is_array(thing)


def _nests(evaluator: Evaluator, layers: tuple[Value, ...]) -> bool:
    """Whether some object stands under the same name in two layers."""
    seen: set[str] = set()
    for layer in layers:
        for name, value in evaluator.entries(layer)[0]:
            if any(is_plain(case.thing) for case in value.cases):
                if name in seen:
                    return True
                seen.add(name)
    return False


def together(evaluator: Evaluator, layers: tuple[Value, ...], depth: int = 0) -> Value:
    """All members of the layers, of which the first counts most."""
    names: dict[str, None] = {}
    rest = False
    for layer in layers:
        members, more = evaluator.entries(layer)
        names.update(dict.fromkeys(name for name, _ in members))
        rest = rest or more
    found = tuple((name, _member(evaluator, layers, name, deep=True, depth=depth)) for name in names)
    return single(Record(found, rest))


def _member(evaluator: Evaluator, layers: Iterable[Value], name: str, *, deep: bool, depth: int = 0) -> Value:
    """The member `name` of the first layer that has it; objects of several layers are one."""
    found: list[Case] = []
    nested: list[Value] = []
    for layer in layers:
        cases, goes_on = objects.spread_of(evaluator, layer, name)
        there = [case for case in cases if not isinstance(case.thing, Absent)]
        plain = [case for case in there if deep and is_plain(case.thing)]
        found.extend(case for case in there if case not in plain)
        if plain:
            nested.append(Value(tuple(plain)))
        if not goes_on and len(there) == len(cases) and not plain:
            break
    else:
        found.extend(() if nested else absent().cases)
    if len(nested) > 1 and depth < _DEEPEST:
        found.extend(together(evaluator, tuple(nested), depth + 1).cases)
    elif nested:
        found.extend(nested[0].cases)
    return gather(found)


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """A call in `module` that may set the member `name` of an object; `after` gives the member from what it was."""

    module: Module
    call: Call
    name: str
    target: Expression
    after: Callable[[Value], Value]


def copies_to(
    evaluator: Evaluator, module: Module, name: str, is_target: Callable[[Expression], bool]
) -> Iterator[Copy]:
    """The calls that copy members to what `is_target` recognises, in source order."""
    found = (call for word in _CHANGING_WORDS for call in module.calls(word))
    for call in sorted(found, key=lambda call: call.start):
        if not isinstance(call.callee, (Member, Name)):
            continue
        merge = next((m for c in evaluator.value(module, call.callee).cases if (m := merge_of(c.thing))), None)
        if merge is None or not merge.changes:
            continue
        deep, arguments = _arguments(merge, call)
        if len(arguments) > 1 and not isinstance(arguments[0], Object) and is_target(arguments[0]):
            yield _copy(evaluator, module, call, name, (merge.later_wins, deep, arguments))


def _copy(
    evaluator: Evaluator, module: Module, call: Call, name: str, how: tuple[bool, bool, tuple[Expression, ...]]
) -> Copy:
    later_wins, deep, arguments = how

    def after(before: Value) -> Value:
        sources = tuple(_layer(evaluator, module, argument, None) for argument in arguments[1:])
        held = single(Record(((name, before),), rest=False))
        return _member(evaluator, (*sources[::-1], held) if later_wins else (held, *sources), name, deep=deep)

    return Copy(module, call, name, arguments[0], after)
