"""Functions that copy members from objects to another one: which they are, and what a member is after them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, gather, single, unknown
from portbind_lint.evaluate.objects import objects
from portbind_lint.evaluate.program.specifiers import external_name
from portbind_lint.evaluate.program.text_search import COPYING
from portbind_lint.model.facts import Import, Module, Variable
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
    **dict.fromkeys((("extend", ()), ("node.extend", ()), ("object-assign", ()), ("lodash.assign", ())), _ASSIGNS),
    ("lodash.defaults", ()): _DEFAULTS,
    **dict.fromkeys((("deepmerge", ()), ("merge-deep", ()), ("ts-deepmerge", (".merge",))), _JOINS),
    **dict.fromkeys((("vite", (".mergeConfig",)), ("webpack-merge", (".merge",)), ("merge-options", ())), _JOINS),
    ("xtend", ()): Merge(),
    **dict.fromkeys((("defu", ()), ("defu", (".defu",))), Merge(later_wins=False, deep=True)),
    **{("ramda", (f".{name}",)): Merge() for name in ("mergeRight", "merge")},
    ("ramda", (".mergeDeepRight",)): _JOINS,
}  # fmt: skip
"""By module and path; `lodash/merge` and `lodash-es` are `lodash`."""

_MOST_CALLS = 40


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
        keys, more = evaluator.keys(layer)
        names.update(dict.fromkeys(keys))
        rest = rest or more
    found = tuple((name, _member(evaluator, layers, name, deep=True, depth=depth)) for name in names)
    return single(Record(found, rest))


def _member(evaluator: Evaluator, layers: Iterable[Value], name: str, *, deep: bool, depth: int = 0) -> Value:
    """The member `name` of the first layer that has it; objects of several layers are one."""
    found: list[Case] = []
    nested: list[Value] = []
    for layer in layers:
        cases, way = objects.spread_of(evaluator, layer, name)
        there = [case for case in cases if not isinstance(case.thing, Absent)]
        plain = [case for case in there if deep and is_plain(case.thing)]
        found.extend(case for case in there if case not in plain)
        if plain:
            nested.append(Value(tuple(plain)))
        if way is None and len(there) == len(cases) and not plain:
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
    """A call in `module` that copies members of `sources` to `target`."""

    module: Module
    call: Call
    target: Expression
    sources: tuple[Expression, ...]
    later_wins: bool
    deep: bool

    def may_set(self, name: str) -> bool:
        """Whether some source can have a member `name`, by what its literal lists."""
        return any(_may_list(source, name) for source in self.sources)

    def after(self, evaluator: Evaluator, name: str, before: Value, frame: Frame | None = None) -> Value:
        """The member `name` of the target once the call has run under `frame`, from what it was before."""
        sources = tuple(_layer(evaluator, self.module, source, frame) for source in self.sources)
        if self.later_wins and not self.deep:
            return _assigned(evaluator, sources[::-1], before, name)
        held = single(Record(((name, before),), rest=False))
        return _member(evaluator, (*sources[::-1], held) if self.later_wins else (held, *sources), name, deep=self.deep)


def _may_list(source: Expression, name: str) -> bool:
    if not isinstance(source, Object):
        return True
    return any(isinstance(entry, Spread) or entry.key in {None, name} for entry in source.entries)


def copies_in(evaluator: Evaluator, module: Module) -> tuple[Copy, ...]:
    """The calls of such functions in a module, told by their names and imports alone; in source order."""
    known = evaluator.copies
    if module.path not in known:
        found = (call for word in COPYING for call in module.calls(word)[:_MOST_CALLS])
        copies = (_copy(module, call) for call in sorted(found, key=lambda call: call.start))
        known[module.path] = tuple(copy for copy in copies if copy is not None)
    return known[module.path]


def _copy(module: Module, call: Call) -> Copy | None:
    callee = _origin(module, call.callee)
    merge = None if callee is None else merge_of(callee)
    if merge is None or not merge.changes:
        return None
    deep, arguments = _arguments(merge, call)
    if len(arguments) < 2 or isinstance(arguments[0], Object):  # noqa: PLR2004 - a target and a source
        return None
    return Copy(module, call, arguments[0], arguments[1:], merge.later_wins, deep)


def _origin(module: Module, callee: Expression, depth: int = 0) -> External | None:
    """What a callee is by its import, its `require` or as a global; None for anything else."""
    match callee:
        case Member(object=owner, property=name):
            return _below(_origin(module, owner, depth), (name,))
        case Call(callee=Name(name="require"), arguments=(Literal(value=str() as source),)):
            return External(external_name(source), ())
        case Name(name=name):
            match module.binding(callee):
                case None:
                    return External("globalThis", (f".{name}",))
                case Import(source=source, imported=imported):
                    return External(external_name(source), () if imported in {"*", "default"} else (f".{imported}",))
                case Variable(value=(Name() | Member() | Call()) as value, path=path) if depth < _DEEPEST:
                    return _below(_origin(module, value, depth + 1), tuple(entry.key for entry in path))
                case _:
                    return None
        case _:
            return None


def _below(owner: External | None, keys: tuple[str | None, ...]) -> External | None:
    if owner is None or None in keys:
        return None
    return External(owner.module, (*owner.path, *(f".{key}" for key in keys)))


def _assigned(evaluator: Evaluator, sources: tuple[Value, ...], before: Value, name: str) -> Value:
    """The member after `Object.assign`, the last source first: what a source lists counts even if it is undefined."""
    found: list[Case] = []
    for source in sources:
        cases, way = objects.spread_of(evaluator, source, name)
        found.extend(cases)
        if way is None:
            return gather(found)
    return gather((*found, *before.cases))
