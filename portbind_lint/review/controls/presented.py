"""Checks of a credential that let through whoever brings none: `if (token) { ... } next()`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Literal, Member, Name
from portbind_lint.review.controls.compared import names_holding
from portbind_lint.review.controls.settings import atoms, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Expression, Function, Node
    from portbind_lint.review.controls.found import Found
    from portbind_lint.review.controls.refusals import Refusals

# How a check that is a function of its own says yes.
_YES = regex(r"^\{[^{}]{0,80}\b(ok|valid|success|allowed|authori[sz]ed|authenticated)\s*:\s*true\b")
_CALLS_ON = "next"
_MOST_ANSWERS = 20


def only_if_presented(found: Found, refusals: Refusals) -> bool:
    """Whether every refusal after a credential was read hangs on one being there, and all others are let through."""
    function = found.reader
    if found.kind is not ControlKind.AUTH or function is None:
        return False
    module = found.module
    asked = _Asked(module, found.node)
    answers = tuple(islice(refusals.answers(module, function), _MOST_ANSWERS))
    if not answers or not all(asked.presence_at(answer) for answer in answers):
        return False
    return any(not asked.presence_at(way) for way in _ways_on(module, function))


class _Asked:
    """What asks whether the credential that is read at `node` is there."""

    def __init__(self, module: Module, node: Node) -> None:
        self._module = module
        self._names = names_holding(module, node)
        self._read = module.text(node)

    def presence_at(self, node: Node) -> bool:
        """Whether `node` runs only where the credential is there."""
        conditions = self._module.conditions(node)
        return any(holds and self._is(test) for condition in conditions for test, holds in atoms(condition))

    def _is(self, test: Expression) -> bool:
        # Of a comparison it is not known how it comes out for whoever brings nothing.
        asked = root_of(test) if isinstance(test, (Member, Call)) else test
        return asked in self._names or (not isinstance(test, Name) and self._module.text(test) == self._read)


def _ways_on(module: Module, function: Function) -> Iterator[Node]:
    """The places in a check from which a request goes on."""
    for call in module.body_calls(function):
        if isinstance(call.callee, Name) and call.callee.name == _CALLS_ON and not call.arguments:
            yield call
    for value in module.returns(function):
        if (isinstance(value, Literal) and value.value is True) or _YES.search(module.text(value)):
            yield value
