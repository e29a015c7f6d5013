"""Calls by the name of what is called, and by the function whose body they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Call
from portbind_lint.parse.plain.kinds import CALLS, FUNCTIONS
from portbind_lint.parse.plain.names import word_at

if TYPE_CHECKING:
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place


class Calls:
    """The calls of one file."""

    def __init__(self, root: Place, places: list[Place], low: Lowering) -> None:
        named: dict[str, list[Call]] = {}
        held: dict[Place | None, list[Call]] = {}
        bodies: dict[Place, Place | None] = {root: root}
        for place in places:
            body = bodies[place] = _body(place, bodies)
            made = low.node(place) if place.kind in CALLS else None
            if isinstance(made, Call):
                named.setdefault(_called(place), []).append(made)
                held.setdefault(body, []).append(made)
        self._named = {word: _sorted(calls) for word, calls in named.items()}
        self._held = {body: _sorted(calls) for body, calls in held.items()}

    def named(self, word: str) -> tuple[Call, ...]:
        """The calls and constructions of something whose last name is `word`, in source order."""
        return self._named.get(word, ()) if word else ()

    def within(self, body: Place) -> tuple[Call, ...]:
        """The calls in the body of a function or in the module, in the order of their names."""
        return self._held.get(body, ())


def _sorted(calls: list[Call]) -> tuple[Call, ...]:
    return tuple(sorted(calls, key=lambda call: call.name_start))


def _body(place: Place, bodies: dict[Place, Place | None]) -> Place | None:
    """The body that runs what stands at `place`; None for the parameters of a function."""
    parent = place.parent
    if parent is None:
        return place
    if parent.kind in FUNCTIONS:
        return place if place.role == "body" and place.kind not in FUNCTIONS else None
    return bodies[parent]


def _called(call: Place) -> str:
    """The last name of what is called, or ""."""
    callee = call.one("callee")
    while callee is not None and callee.kind == "SequenceExpression":
        callee = callee.many("expressions")[-1]
    if callee is None:
        return ""
    if callee.kind == "MemberExpression":
        name = callee.one("property")
        is_name = name is not None and callee.has("computed") == (name.kind == "Literal")
        return word_at(name) if name is not None and is_name else ""
    return "" if callee.kind == "Literal" else word_at(callee)
