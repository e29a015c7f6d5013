"""Functions, parameters and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Class, ClassMember, Expression, Function, Parameter
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.plain.expressions import key_of
from portbind_lint.parse.plain.kinds import CLASSES, FUNCTIONS
from portbind_lint.parse.plain.patterns import REST, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_ACCESSORS = frozenset({"get", "set"})


def parameters_of(place: Place) -> list[Place]:
    """The places of a function's parameters; their order gives the indices."""
    listed = place.many("params")
    return [] if len(listed) > MAX_ENTRIES else [child for child in listed if child is not None]


def members_of(place: Place) -> list[Place]:
    """The places of a class's members."""
    body = place.one("body")
    return [] if body is None else [child for child in body.many("body") if child is not None]


def method_of(place: Place) -> Place | None:
    """The method that `place` is the function of; its key stands outside of the function."""
    holder = place.parent
    if holder is None or place.role != "value":
        return None
    if holder.kind == "MethodDefinition":
        return holder
    is_method = holder.kind == "Property" and (holder.has("method") or holder.word("kind") in _ACCESSORS)
    return holder if is_method else None


def _function(place: Place, low: Lowering) -> Expression:
    own, method = place.one("id"), method_of(place)
    whole = place if method is None else method
    return Function(
        whole.start,
        whole.end,
        key_of(method, low) if method is not None else None if own is None else own.word("name"),
        tuple(_parameter(child, low) for child in parameters_of(place)),
        is_arrow=place.kind == "ArrowFunctionExpression",
    )


def _parameter(place: Place, low: Lowering) -> Parameter:
    target, default = target_of(place, place, low)
    rest = place.kind in REST
    return Parameter(place.start, place.end, target, default, rest, optional=False, type=None, is_property=False)


def _class(place: Place, low: Lowering) -> Expression:
    own, above = place.one("id"), place.one("superClass")
    for member in members_of(place):
        low.note_part(_member(member, low), member)
    name = None if own is None else own.word("name")
    superclass = None if above is None else low.expression(above, place)
    return Class(place.start, place.end, name, superclass, ())


def _member(place: Place, low: Lowering) -> ClassMember:
    function = place.one("value")
    value = None if function is None else low.value(function)
    return ClassMember(place.start, place.end, key_of(place, low), place.word("kind"), place.has("static"), value, None)


RULES: Mapping[str, Callable[[Place, Lowering], Expression]] = {
    **dict.fromkeys(FUNCTIONS, _function),
    **dict.fromkeys(CLASSES, _class),
}
