"""JavaScript's own functions on primitives, objects and promises, as far as addresses pass through them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portbind_lint.evaluate import arrays, regexes
from portbind_lint.evaluate.cases import absent, each, gather, known, single, unknown
from portbind_lint.evaluate.operators import numeric
from portbind_lint.evaluate.primitives import number, text_of, truth
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, Unknown, UnknownReason, Value  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable


_LEADING_INTEGER = re.compile(r"\s*([+-]?\d{1,17})")
_NUMBER_PARSERS = frozenset({"parseInt", "parseFloat"})

_PLAIN: dict[str, Callable[[str], str]] = {
    "trim": str.strip,
    "trimStart": str.lstrip,
    "trimEnd": str.rstrip,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "toLocaleLowerCase": str.lower,
    "toString": str,
    "valueOf": str,
    "normalize": str,
}
_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": lambda text, part: text.startswith(part),
    "endsWith": lambda text, part: text.endswith(part),
    "includes": lambda text, part: part in text,
}


def text_method(value: str | float | bool | None, name: str, arguments: tuple[Value, ...]) -> Value:
    """What a method of a primitive gives."""
    if not isinstance(value, str):
        return known(text_of(value)) if name == "toString" else unknown(UnknownReason.DYNAMIC)
    if name in _PLAIN:
        return known(_PLAIN[name](value))
    constants = _constants(arguments)
    if constants is None:
        return unknown(UnknownReason.DYNAMIC)
    if name in _TESTS and constants:
        return known(_TESTS[name](value, text_of(constants[0])))
    return _computed(value, name, constants)


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


def _constants(arguments: tuple[Value, ...]) -> list[str | int | float | bool | None] | None:
    found: list[str | int | float | bool | None] = []
    for argument in arguments:
        thing = argument.cases[0].thing
        if len(argument.cases) != 1 or not isinstance(thing, Known):
            return None
        found.append(thing.value)
    return found


def _computed(value: str, name: str, constants: list[str | int | float | bool | None]) -> Value:
    match name, constants:
        case "split", [str() as separator, *_] if separator:
            return single(arrays.record(tuple(known(part) for part in value.split(separator)[: arrays.MOST_ITEMS])))
        case "replace", [str() as old, str() as new]:
            return known(value.replace(old, new, 1))
        case "replaceAll", [str() as old, str() as new]:
            return known(value.replace(old, new))
        case "concat", _:
            return known(value + "".join(text_of(part) for part in constants))
        case (("slice" | "substring"), [int() as start]):
            return known(value[start:])
        case (("slice" | "substring"), [int() as start, int() as end]):
            return known(value[start:end])
        case "indexOf", [str() as part]:
            return known(value.find(part))
        case "lastIndexOf", [str() as part]:
            return known(value.rfind(part))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def global_call(name: str, arguments: tuple[Value, ...]) -> Value | None:
    """What `String(x)`, `Number(x)`, `Boolean(x)`, `parseInt(x)` give; None for other names."""
    if not arguments:
        return None
    first = arguments[0]
    if name in _NUMBER_PARSERS:
        return each(first, _parsed)
    match name:
        case "String":
            return each(first, _as_string)
        case "Number":
            return each(first, numeric)
        case "Boolean":
            return each(first, _as_boolean)
        case "isNaN":
            return each(first, _is_nan)
        case _:
            return None


def _as_string(thing: Thing) -> Value:
    match thing:
        case Known(value):
            return known(text_of(value))
        case Absent():
            return known("undefined")
        case Setting() | Unknown():
            return single(thing)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _as_boolean(thing: Thing) -> Value:
    if isinstance(thing, Setting):
        return Value((Case(Known(True), (), (thing,)),))
    true = truth(thing)
    return unknown(UnknownReason.DYNAMIC) if true is None else known(true)


def _is_nan(thing: Thing) -> Value:
    match thing:
        case Known(value):
            return known(math.isnan(number(value)))
        case Absent():
            return known(value=True)
        case Setting():
            return Value((Case(Known(value=False), (), (thing,)), Case(Known(value=True), (), (thing,))))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _parsed(thing: Thing) -> Value:
    if not isinstance(thing, Known) or not isinstance(thing.value, str):
        return numeric(thing)
    found = _LEADING_INTEGER.match(thing.value)
    return known(int(found.group(1)) if found else number("NaN"))


def url_part(text: str, name: str) -> Value:
    """A property of `new URL(text)`."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", "" if parts.port is None else str(parts.port)
    except ValueError:
        return unknown(UnknownReason.DYNAMIC)
    shown = f"[{host}]" if ":" in host else host
    table = {
        "hostname": shown,
        "port": port,
        "host": f"{shown}:{port}" if port else shown,
        "protocol": f"{parts.scheme}:",
        "pathname": parts.path or "/",
        "href": text,
    }
    return known(table[name]) if name in table else absent()
