"""Destructuring patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import ArrayPattern, Expression, ObjectPattern, Opaque, Pattern, PatternEntry
from portbind_lint.parse.entries import with_taken
from portbind_lint.parse.limits import MAX_ENTRIES
from portbind_lint.parse.plain.expressions import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

REST = frozenset({"RestElement", "SpreadElement"})
"""The parser leaves some spreads as they are where it finds out late that they stand in a pattern."""

_DEFAULTED = frozenset({"AssignmentPattern", "AssignmentExpression"})


def target_of(place: Place | None, within: Place, low: Lowering) -> tuple[Pattern, Expression | None]:
    """The target and the default of `target = default`, of a pattern's entry or of a parameter."""
    if place is not None and place.kind in _DEFAULTED:
        return low.pattern(place.one("left"), place), low.expression(place.one("right"), place)
    if place is not None and place.kind in REST:
        return low.pattern(place.one("argument"), place), None
    return low.pattern(place, within), None


def _object_pattern(place: Place, low: Lowering) -> Pattern:
    listed = place.many("properties")
    if len(listed) > MAX_ENTRIES:
        return Opaque(place.start, place.end, "too long")
    entries = [_entry(child, low) for child in listed if child is not None]
    return ObjectPattern(place.start, place.end, with_taken(entries))


def _entry(place: Place, low: Lowering) -> PatternEntry:
    if place.kind in REST:
        target, default = target_of(place, place, low)
        return PatternEntry(place.start, place.end, None, target, default, rest=True)
    target, default = target_of(place.one("value"), place, low)
    return PatternEntry(place.start, place.end, key_of(place, low), target, default, rest=False)


def _array_pattern(place: Place, low: Lowering) -> Pattern:
    listed = place.many("elements")
    if len(listed) > MAX_ENTRIES:
        return Opaque(place.start, place.end, "too long")
    entries: list[PatternEntry] = []
    for index, child in enumerate(listed):
        if child is not None:
            target, default = target_of(child, place, low)
            rest = child.kind in REST
            entries.append(PatternEntry(child.start, child.end, str(index), target, default, rest=rest))
    return ArrayPattern(place.start, place.end, tuple(entries))


RULES: Mapping[str, Callable[[Place, Lowering], Pattern]] = {
    "ObjectPattern": _object_pattern,
    "ArrayPattern": _array_pattern,
}
