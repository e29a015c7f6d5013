"""Members, calls, operators, assignments, objects and arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import (
    Array,
    Assignment,
    Binary,
    Call,
    Conditional,
    Expression,
    Index,
    Literal,
    Member,
    Object,
    Opaque,
    Property,
    Spread,
    Unary,
)  # fmt: skip
from portbind_lint.parse.limits import MAX_ENTRIES, MAX_SEQUENCE
from portbind_lint.parse.literals import number
from portbind_lint.parse.plain.atoms import string_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_ACCESSORS = frozenset({"get", "set"})


def key_of(place: Place, low: Lowering) -> str | None:
    """The name of a property, member or pattern entry (what holds the key); None where it is computed."""
    key = place.one("key")
    if key is None:
        return None
    text = string_of(key, low)
    if text is not None or place.has("computed"):
        return text
    if key.kind == "Literal":
        return str(number(low.text(key)))
    return key.word("name")


def last_name(callee: Expression) -> int:
    """The offset of the name that a reader takes for the called function's."""
    while True:
        if isinstance(callee, Member):
            return callee.property_start
        if isinstance(callee, Index):
            callee = callee.index
        elif isinstance(callee, Binary) and callee.operator == ",":
            callee = callee.right
        else:
            return callee.start


def _member(place: Place, low: Lowering) -> Expression:
    target, key = low.expression(place.one("object"), place), place.one("property")
    if place.has("computed"):
        return Index(place.start, place.end, target, low.expression(key, place))
    if key is None:
        return Opaque(place.start, place.end, "missing")
    return Member(place.start, place.end, target, key.word("name"), key.start)


def _call(place: Place, low: Lowering) -> Expression:
    callee = low.expression(place.one("callee"), place)
    is_new = place.kind == "NewExpression"
    start = place.start if is_new else last_name(callee)
    return Call(place.start, place.end, callee, _arguments(place, low), is_new=is_new, name_start=start)


def _arguments(place: Place, low: Lowering) -> tuple[Expression, ...]:
    given = place.many("arguments")
    if len(given) > MAX_ENTRIES:
        first = given[0]
        return (Opaque(place.start if first is None else first.start, place.end, "too long"),)
    return tuple(low.expression(argument, place) for argument in given)


def _object(place: Place, low: Lowering) -> Expression:
    listed = place.many("properties")
    if len(listed) > MAX_ENTRIES:
        return Opaque(place.start, place.end, "too long")
    entries = (_entry(child, low) for child in listed if child is not None)
    return Object(place.start, place.end, tuple(entries))


def _entry(place: Place, low: Lowering) -> Union[Property, Spread]:
    if place.kind != "Property":
        return Spread(place.start, place.end, low.expression(place.one("argument"), place))
    name = key_of(place, low)
    computed = low.expression(place.one("key"), place) if name is None else None
    kind = place.word("kind") if place.word("kind") in _ACCESSORS else "method" if place.has("method") else "value"
    made = Property(place.start, place.end, name, computed, low.expression(place.one("value"), place), kind)
    low.note_part(made, place)
    return made


def _spread(place: Place, low: Lowering) -> Expression:
    return Spread(place.start, place.end, low.expression(place.one("argument"), place))


def _array(place: Place, low: Lowering) -> Expression:
    listed = place.many("elements")
    if len(listed) > MAX_ENTRIES:
        return Opaque(place.start, place.end, "too long")
    items = (None if child is None else low.expression(child, place) for child in listed)
    return Array(place.start, place.end, tuple(items))


def _binary(place: Place, low: Lowering) -> Expression:
    left, right = low.expression(place.one("left"), place), low.expression(place.one("right"), place)
    return Binary(place.start, place.end, place.word("operator"), left, right)


def _unary(place: Place, low: Lowering) -> Expression:
    operator = place.word("operator") or "await"
    return Unary(place.start, place.end, operator, low.expression(place.one("argument"), place))


def _update(place: Place, low: Lowering) -> Expression:
    target = low.pattern(place.one("argument"), place)
    one = Literal(place.end, place.end, 1)
    return Assignment(place.start, place.end, target, place.word("operator"), one)


def _conditional(place: Place, low: Lowering) -> Expression:
    test, then, otherwise = (low.expression(place.one(name), place) for name in ("test", "consequent", "alternate"))
    return Conditional(place.start, place.end, test, then, otherwise)


def _sequence(place: Place, low: Lowering) -> Expression:
    parts = place.many("expressions")
    if len(parts) > MAX_SEQUENCE:
        left: Expression = Opaque(place.start, place.end, "too long")
    else:
        left = low.expression(parts[0], place)
        for part in parts[1:-1]:
            left = Binary(place.start, place.end if part is None else part.end, ",", left, low.expression(part, place))
    return Binary(place.start, place.end, ",", left, low.expression(parts[-1], place))


def _assignment(place: Place, low: Lowering) -> Expression:
    target = low.pattern(place.one("left"), place)
    value = low.expression(place.one("right"), place)
    return Assignment(place.start, place.end, target, place.word("operator") or "=", value)


RULES: Mapping[str, Callable[[Place, Lowering], Expression]] = {
    "MemberExpression": _member,
    "JSXMemberExpression": _member,
    "CallExpression": _call,
    "NewExpression": _call,
    "ObjectExpression": _object,
    "SpreadElement": _spread,
    "ArrayExpression": _array,
    "BinaryExpression": _binary,
    "LogicalExpression": _binary,
    "UnaryExpression": _unary,
    "UpdateExpression": _update,
    "AwaitExpression": _unary,
    "ConditionalExpression": _conditional,
    "SequenceExpression": _sequence,
    "AssignmentExpression": _assignment,
}
