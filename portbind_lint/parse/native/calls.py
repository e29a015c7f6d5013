"""Calls by the name of what is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.mentions import may_be_called
from portbind_lint.model.syntax import Call
from portbind_lint.parse.native.kinds import WRAPPERS, operands
from portbind_lint.parse.native.names import use_of
from portbind_lint.parse.scopes import MEMBER

if TYPE_CHECKING:
    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.tree import Place, Tree

_CALLED = {"call_expression": "function", "new_expression": "constructor"}


class Calls:
    """The calls of one file."""

    def __init__(self, tree: Tree, low: Lowering) -> None:
        self._tree = tree
        self._low = low
        self._named: dict[str, tuple[Call, ...]] = {}

    def named(self, word: str) -> tuple[Call, ...]:
        """The calls and constructions of something whose last name is `word`, in source order."""
        found = self._named.get(word)
        if found is None:
            made = (self._call(place) for place in self._tree.leaves(word, may_be_called))
            found = self._named[word] = tuple(call for call in made if call is not None)
        return found

    def _call(self, leaf: Place) -> Call | None:
        callee: Place | None
        if leaf.kind == "import":
            callee = leaf.parent  # the keyword is the only child of a node of its own
        else:
            use = use_of(leaf)
            if use is None:
                return None
            callee = use.target if use.role == MEMBER else use.place
        while callee is not None and callee.parent is not None and _is_transparent(callee, callee.parent):
            callee = callee.parent
        if callee is None or callee.parent is None:
            return None
        field = _CALLED.get(callee.parent.kind)
        if field is None or not callee.is_field(field):
            return None
        call = self._low.value(callee.parent.node)
        return call if isinstance(call, Call) else None


def _is_transparent(place: Place, parent: Place) -> bool:
    """Whether `parent` is the value of `place`: parentheses, a type assertion, the end of `(0, f)`."""
    if parent.kind == "await_expression":
        return parent.is_field("function")  # `await f<T>()`, which the grammar reads as a call of `await f`
    if parent.kind not in WRAPPERS and parent.kind != "sequence_expression":
        return False
    parts = operands(parent.node)
    last = parent.kind in {"sequence_expression", "type_assertion"}
    return bool(parts) and parts[-1 if last else 0].id == place.id
