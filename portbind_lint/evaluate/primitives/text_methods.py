"""Methods of texts and of other primitives, as ECMA-262 has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import gather, known, single, unknown
from portbind_lint.evaluate.primitives import regexes
from portbind_lint.evaluate.primitives.primitives import WHITE_SPACE, Primitive, text_of, trimmed
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: dict[str, Callable[[str], str]] = {
    "trim": trimmed,
    "trimStart": lambda text: text.lstrip(WHITE_SPACE),
    "trimEnd": lambda text: text.rstrip(WHITE_SPACE),
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "toLocaleLowerCase": str.lower,
    "toString": str,
    "valueOf": str,
    "normalize": str,
}
_SEARCHES = frozenset({"startsWith", "endsWith", "includes", "indexOf", "lastIndexOf"})
_LONGEST_REPEAT = 1_000


def text_method(value: Primitive, name: str, arguments: tuple[Value, ...]) -> Value:
    """What a method of a primitive gives."""
    if not isinstance(value, str):
        plain = name == "toString" and not arguments
        return known(text_of(value)) if plain else unknown(UnknownReason.DYNAMIC)
    if name in _PLAIN:
        return known(_PLAIN[name](value))
    constants = _constants(arguments)
    if constants is None:
        return unknown(UnknownReason.DYNAMIC)
    if name in {"slice", "substring", "charAt"}:
        return _part(value, name, constants)
    return _computed(value, name, constants)


def _part(value: str, name: str, constants: list[Primitive]) -> Value:
    """`slice`, `substring` and `charAt`."""
    match name, constants:
        case "slice", [int() as start]:
            return known(value[start:])
        case "slice", [int() as start, int() as end]:
            return known(value[start:end])
        case "substring", [int() as start]:
            return known(value[max(start, 0) :])
        case "substring", [int() as start, int() as end]:
            one, two = sorted((max(start, 0), max(end, 0)))
            return known(value[one:two])
        case "charAt", [int() as at]:
            return known(value[at : at + 1] if at >= 0 else "")
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _searched(value: str, name: str, part: str) -> Value:
    """What a method tells of where `part` stands."""
    match name:
        case "startsWith":
            return known(value.startswith(part))
        case "endsWith":
            return known(value.endswith(part))
        case "includes":
            return known(part in value)
        case "indexOf":
            return known(value.find(part))
        case _:
            return known(value.rfind(part))


def _computed(value: str, name: str, constants: list[Primitive]) -> Value:
    match name, constants:
        case _, [str() as part] if name in _SEARCHES:
            return _searched(value, name, part)
        case "split", [str() as separator]:
            return _split(value, separator)
        case "split", [str() as separator, int() as most] if most >= 0:
            return _split(value, separator, most)
        case "replace" | "replaceAll", [str() as old, str() as new] if "$" not in new:
            return known(value.replace(old, new, 1 if name == "replace" else -1))
        case "concat", _:
            return known(value + "".join(text_of(part) for part in constants))
        case "repeat", [int() as times] if 0 <= times <= _LONGEST_REPEAT:
            return known(value * times)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _split(value: str, separator: str, most: int = arrays.MOST_ITEMS) -> Value:
    parts = value.split(separator) if separator else list(value)
    if len(parts) > arrays.MOST_ITEMS:
        return unknown(UnknownReason.DYNAMIC)
    return single(arrays.record(tuple(known(part) for part in parts[:most])))


def regex_replaced(text: str, regex: str, arguments: tuple[Value, ...]) -> Value:
    """`text.replace(regex, arguments[1])`."""
    new = arguments[1].cases[0].thing if len(arguments) > 1 else None
    found = regexes.replaced(text, regex, new.value) if isinstance(new, Known) and isinstance(new.value, str) else None
    return unknown(UnknownReason.DYNAMIC) if found is None else known(found)


def regex_tested(regex: str, thing: Thing) -> Value:
    """`regex.test(thing)`."""
    match thing:
        case Known(value):
            found = regexes.tested(regex, text_of(value))
            return unknown(UnknownReason.DYNAMIC) if found is None else known(found)
        case Absent():
            return regex_tested(regex, Known("undefined"))
        case Setting():
            return gather((Case(Known(True), (), (thing,)), Case(Known(False), (), (thing,))))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _constants(arguments: tuple[Value, ...]) -> list[Primitive] | None:
    found: list[Primitive] = []
    for argument in arguments:
        thing = argument.cases[0].thing
        if len(argument.cases) != 1 or not isinstance(thing, Known):
            return None
        found.append(thing.value)
    return found
