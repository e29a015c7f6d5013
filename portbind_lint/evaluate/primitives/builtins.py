"""JavaScript's own functions on primitives, and the parts of a URL."""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

from portbind_lint.evaluate.cases import absent, each, known, single, unknown
from portbind_lint.evaluate.primitives.operators import numeric
from portbind_lint.evaluate.primitives.primitives import number, text_of, trimmed, truth
from portbind_lint.model.regex import regex
from portbind_lint.model.value import Absent, Case, Known, Setting, Thing, Unknown, UnknownReason, Value  # fmt: skip

_LEADING_INTEGER = regex(r"[+-]?[0-9]{1,17}")
_LEADING_HEXADECIMAL = regex(r"0[xX][0-9a-fA-F]{1,16}")
_LEADING_DECIMAL = regex(r"[+-]?(?:Infinity|(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,9})?)")
_NUMBER_PARSERS = frozenset({"parseInt", "parseFloat"})


def global_call(name: str, arguments: tuple[Value, ...]) -> Value | None:
    """What `String(x)`, `Number(x)`, `Boolean(x)`, `parseInt(x)` give; None for other names."""
    if not arguments:
        return None
    first = arguments[0]
    if name in _NUMBER_PARSERS:
        return each(first, lambda thing: _parsed(thing, name, arguments[1:]))
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


def is_the_nan(thing: Thing) -> Value:
    """`Number.isNaN(thing)`: of numbers alone, and what is set is text."""
    match thing:
        case Known(value):
            return known(isinstance(value, float) and math.isnan(value))
        case Absent() | Setting():
            return known(value=False)
        case _:
            return unknown(UnknownReason.DYNAMIC)


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


def _parsed(thing: Thing, name: str, radix: tuple[Value, ...]) -> Value:
    """`parseInt` and `parseFloat`: what a text begins with."""
    match thing:
        case Setting() | Unknown():
            return single(thing)
        case Absent():
            return known(math.nan)
        case Known(value) if name == "parseFloat":
            return known(number(_begins(_LEADING_DECIMAL, text_of(value)) or "NaN"))
        case Known(value):
            return _integer(text_of(value), radix[0].cases[0].thing if radix else Absent())
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _integer(text: str, radix: Thing) -> Value:
    match radix:
        case Absent() | Known(0 | 10):
            decimal = _begins(_LEADING_INTEGER, text)
            prefixed = _begins(_LEADING_HEXADECIMAL, text) if radix != Known(10) else ""
            return known(number(prefixed or decimal or "NaN"))
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _begins(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(trimmed(text))
    return found.group() if found else ""


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
