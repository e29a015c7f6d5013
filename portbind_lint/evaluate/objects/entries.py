"""Objects as lists of entries and back: `Object.entries`, `Object.fromEntries`, `Map`, lodash's `pick` and `get`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, each, join, known, single, unknown
from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.model.syntax import Member
from portbind_lint.model.value import Absent, External, Known, ObjectCase, Record, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Call

_MAP = ("globalThis", (".Map", "new"))
_LODASH = frozenset({"lodash", "lodash-es"})
_MOST_SETS = 60
_MOST_DIGITS = 16


def call(evaluator: Evaluator, callee: External, given: tuple[Value, ...]) -> Value | None:
    """What calling `callee` with `given` makes; None where it is no such function, or what it gets is not seen."""
    module, _, name = callee.module.partition("/")
    if module in _LODASH and given:
        word = name or (callee.path[0].removeprefix(".") if len(callee.path) == 1 else "")
        return _LODASH_WORDS[word](evaluator, given) if word in _LODASH_WORDS else None
    if callee.module != "globalThis" or not given:
        return None
    match callee.path:
        case (".Object", ".keys" | ".values" | ".entries" as word):
            listed = [_listed(evaluator, case.thing, word) for case in given[0].cases]
            found = [value for value in listed if value is not None]
            return join(found) if len(found) == len(listed) else None
        case (".Object", ".fromEntries"):
            return _from_entries(evaluator, given[0])
        case (".Map", "new", ".get") if callee.calls:
            return _of_map(evaluator, callee, given[0])
        case _:
            return None


def _keys(evaluator: Evaluator, thing: Thing) -> list[str] | None:
    """All keys of an object in their order; None where there may be others."""
    if not isinstance(thing, (ObjectCase, Record)) or arrays.is_array(thing):
        return None
    names, more = evaluator.keys(single(thing))
    return None if more else sorted(names, key=_place)


def _members(evaluator: Evaluator, thing: Thing) -> tuple[tuple[str, Value], ...] | None:
    """All members of an object as they are now; None where there may be others."""
    names = _keys(evaluator, thing)
    return None if names is None else tuple((name, evaluator.property(single(thing), name)) for name in names)


def _place(name: str) -> tuple[bool, int]:
    """Keys that are whole numbers come first, by their size (ECMA-262, "OrdinaryOwnPropertyKeys")."""
    index = name == "0" or (name.isascii() and name.isdecimal() and name[0] != "0")
    return (not index, int(name[:_MOST_DIGITS]) if index else 0)


def _listed(evaluator: Evaluator, thing: Thing, word: str) -> Value | None:
    if word == ".keys":
        names = _keys(evaluator, thing)
        return None if names is None else single(arrays.record(tuple(known(name) for name in names)))
    members = _members(evaluator, thing)
    if members is None:
        return None
    match word:
        case ".values":
            return single(arrays.record(tuple(value for _, value in members)))
        case _:
            return single(arrays.record(tuple(single(arrays.record((known(name), value))) for name, value in members)))


def _from_entries(evaluator: Evaluator, entries: Value) -> Value | None:
    found = _entries(evaluator, entries)
    return None if found is None else single(Record(tuple(found.items()), rest=False))


def _entries(evaluator: Evaluator, entries: Value) -> dict[str, Value] | None:
    """Pairs by their keys; None where one of the keys is not known."""
    first = entries.cases[0].thing
    if isinstance(first, External) and (first.module, first.path) == _MAP:
        module, made = first.calls[-1]
        given = evaluator.arguments(module, made) or ()
        return _entries(evaluator, given[0]) if given else {}
    items = arrays.items_of(evaluator, entries)
    found: dict[str, Value] = {}
    for item in items or ():
        key = evaluator.element(item, 0).cases[0].thing
        if not isinstance(key, Known):
            return None
        found[text_of(key.value)] = evaluator.element(item, 1)
    return None if items is None else found


def _of_map(evaluator: Evaluator, getter: External, key: Value) -> Value | None:
    """`map.get(key)`: what the map was made with, or what is set in the file that makes it."""
    wanted = key.cases[0].thing
    module, made = getter.calls[-1]
    found = _entries(evaluator, single(External(*_MAP, getter.calls)))
    if found is None or not isinstance(wanted, Known):
        return None
    name = text_of(wanted.value)
    values = [found[name]] if name in found else []
    for node in module.calls("set")[:_MOST_SETS]:
        if len(node.arguments) > 1 and _is_on(evaluator, module, node, made):
            thing = evaluator.value(module, node.arguments[0]).cases[0].thing
            if not isinstance(thing, Known):
                return unknown(UnknownReason.DYNAMIC)
            values += [evaluator.value(module, node.arguments[1])] if text_of(thing.value) == name else []
    return join(values) if values else absent()


def _is_on(evaluator: Evaluator, module: Module, node: Call, made: Call) -> bool:
    receiver = evaluator.value(module, node.callee.object) if isinstance(node.callee, Member) else absent()
    things = [case.thing for case in receiver.cases]
    return any(isinstance(thing, External) and thing.calls and thing.calls[-1][1] is made for thing in things)


def _names(evaluator: Evaluator, given: tuple[Value, ...]) -> set[str] | None:
    """The names that the further arguments list; None where one is not known."""
    found: set[str] = set()
    for value in given:
        items = arrays.items_of(evaluator, value) if arrays.is_array(value.cases[0].thing) else (value,)
        things = [item.cases[0].thing for item in items or ()]
        if items is None or not all(isinstance(thing, Known) for thing in things):
            return None
        found.update(text_of(thing.value) for thing in things if isinstance(thing, Known))
    return found


def _chosen(evaluator: Evaluator, given: tuple[Value, ...], *, kept: bool) -> Value | None:
    names = _names(evaluator, given[1:])
    if names is None:
        return None

    def choose(thing: Thing) -> Value:
        members = _members(evaluator, thing)
        if members is None:
            return unknown(UnknownReason.DYNAMIC)
        return single(Record(tuple(pair for pair in members if (pair[0] in names) is kept), rest=False))

    return each(given[0], choose)


def _got(evaluator: Evaluator, given: tuple[Value, ...]) -> Value | None:
    """`get(object, 'server.host', otherwise)`."""
    path = given[1].cases[0].thing if len(given) > 1 else None
    if not isinstance(path, Known) or not isinstance(path.value, str):
        return None
    value = given[0]
    for name in path.value.split("."):
        value = evaluator.property(value, name)
    otherwise = given[2] if len(given) > 2 else absent()  # noqa: PLR2004 - object, path, default
    return each(value, lambda thing: otherwise if isinstance(thing, Absent) else single(thing))


_LODASH_WORDS: dict[str, Callable[[Evaluator, tuple[Value, ...]], Value | None]] = {
    "pick": lambda evaluator, given: _chosen(evaluator, given, kept=True),
    "omit": lambda evaluator, given: _chosen(evaluator, given, kept=False),
    "get": _got,
}
