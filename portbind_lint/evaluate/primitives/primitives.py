"""Truth, equality, text and number of single things, as JavaScript sees them."""

from __future__ import annotations

import math
from decimal import Decimal

from portbind_lint.model.regex import regex
from portbind_lint.model.value import (
    Absent,
    ClassCase,
    External,
    FunctionCase,
    Known,
    Setting,
    Thing,
    Unknown,
)  # fmt: skip

Primitive = str | int | float | bool | None
_FACTORY = regex(r"^\.(create|make|build|new)")

WHITE_SPACE = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
"""What JavaScript trims: not what Python does."""

_INTEGER = regex(r"0[xX][0-9a-fA-F]{1,16}|0[oO][0-7]{1,20}|0[bB][01]{1,60}|0|[1-9][0-9]{0,15}")
_DECIMAL = regex(
    r"[+-]?(?:Infinity|[0-9]{1,400}\.?[0-9]{0,400}(?:[eE][+-]?[0-9]{1,9})?|\.[0-9]{1,400}(?:[eE][+-]?[0-9]{1,9})?)"
)

# From here on numbers are written with an exponent.
_LONGEST_INTEGER = 1e21
_SMALLEST_PLAIN = 1e-6


def truth(thing: Thing) -> bool | None:
    """Whether JavaScript takes `thing` for true; None where that cannot be told. What is set counts as true."""
    match thing:
        case Known(value):
            return bool(value) and value == value  # noqa: PLR0124 - NaN is false
        case Absent():
            return False
        case Unknown():
            return None
        case External(_, path):
            return _always_there(path) or None
        case _:
            return True


def _always_there(path: tuple[str, ...]) -> bool:
    """Modules, instances and what factories make are objects; other results and properties may be missing."""
    if not path or path[-1] == "new" or path[-1].startswith("<"):
        return True
    return path[-1] == "()" and (len(path) == 1 or bool(_FACTORY.match(path[-2])))


def nullish(thing: Thing) -> bool | None:
    """Whether `thing` is null or undefined; None where that cannot be told."""
    match thing:
        case Absent() | Known(None):
            return True
        case Unknown():
            return None
        case External(_, path):
            return False if _always_there(path) else None
        case _:
            return False


def equal(one: Thing, two: Thing, *, strict: bool) -> bool | None:
    """`one === two` or `one == two`; None where it cannot be told."""
    if isinstance(one, (Unknown, External, Setting)) or isinstance(two, (Unknown, External, Setting)):
        return False if nullish(one) is not None and nullish(two) is not None and nullish(one) != nullish(two) else None
    if nullish(one) or nullish(two):
        return one == two if strict else nullish(one) == nullish(two)
    if isinstance(one, Known) and isinstance(two, Known):
        return _is_same(one.value, two.value) if strict else _is_alike(one.value, two.value)
    return False if strict and (isinstance(one, Known) or isinstance(two, Known)) else None


def _is_same(one: Primitive, two: Primitive) -> bool:
    same_type = isinstance(one, str) == isinstance(two, str) and isinstance(one, bool) == isinstance(two, bool)
    return same_type and one == two


def _is_alike(one: Primitive, two: Primitive) -> bool:
    """`one == two` (ECMA-262, "IsLooselyEqual"): texts as such, everything else as numbers."""
    return one == two if isinstance(one, str) and isinstance(two, str) else number(one) == number(two)


def text_of(value: Primitive) -> str:
    """`String(value)` of JavaScript."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) and abs(value) < _LONGEST_INTEGER else _digits(float(value))


def _digits(value: float) -> str:
    """A number as JavaScript writes it (ECMA-262, "Number::toString")."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    if _SMALLEST_PLAIN <= abs(value) < _LONGEST_INTEGER:
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    digits, _, exponent = repr(value).partition("e")
    return f"{digits.removesuffix('.0')}e{int(exponent):+d}"


def trimmed(text: str) -> str:
    """`text.trim()`."""
    return text.strip(WHITE_SPACE)


def number(value: Primitive) -> int | float:
    """`Number(value)` of JavaScript; NaN for what is no number."""
    if value is None:
        return 0
    if not isinstance(value, str):
        return int(value) if isinstance(value, bool) else value
    text = trimmed(value)
    if not text:
        return 0
    if _INTEGER.fullmatch(text):
        return int(text, 0)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return math.nan


def type_name(thing: Thing) -> str | None:
    """`typeof thing`; None where that cannot be told. What is set from outside is text."""
    match thing:
        case Unknown() | External():
            return None
        case Absent():
            return "undefined"
        case Setting() | Known(str()):
            return "string"
        case Known(bool()):
            return "boolean"
        case Known(None):
            return "object"
        case Known():
            return "number"
        case FunctionCase() | ClassCase():
            return "function"
        case _:
            return "object"
