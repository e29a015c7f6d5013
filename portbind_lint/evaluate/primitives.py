"""Truth, equality, text and number of single things, as JavaScript sees them."""

from __future__ import annotations

import math
import re

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
_FACTORY = re.compile(r"^\.(create|make|build|new)")


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
        if strict and isinstance(one.value, str) != isinstance(two.value, str):
            return False
        if strict and isinstance(one.value, bool) != isinstance(two.value, bool):
            return False
        return one.value == two.value or (not strict and number(one.value) == number(two.value))
    return False if strict and (isinstance(one, Known) or isinstance(two, Known)) else None


def text_of(value: Primitive) -> str:
    """`String(value)` of JavaScript."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return "NaN" if value != value else repr(value)  # noqa: PLR0124 - NaN


def number(value: Primitive) -> int | float:
    """`Number(value)` of JavaScript; NaN for what is no number."""
    if value is None:
        return 0
    if not isinstance(value, str):
        return int(value) if isinstance(value, bool) else value
    text = value.strip()
    if not text:
        return 0
    try:
        return int(text, 0) if re.fullmatch(r"0[xXoObB][0-9a-fA-F]{1,16}|0|[1-9]\d{0,16}", text) else float(text)
    except ValueError:
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
