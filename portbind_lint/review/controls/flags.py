"""Connections that are closed, or told so, while a flag does not say that their client has proved itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.names.naming import last_name
from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.facts import Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Literal, Member, Name
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.settings import atoms
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Node
    from portbind_lint.review.controls.refusals import Refusals

_FLAGS = (
    "authenticated", "isAuthenticated", "authed", "isAuthed", "authorized", "isAuthorized", "authorised",
    "isAuthorised", "loggedIn", "isLoggedIn",
)  # fmt: skip
_CLOSINGS = ("close", "terminate", "destroy", "disconnect", "end")
# What is called for each client that connects. A client of somebody else's server has such flags as well.
_SUBSCRIBE = frozenset({"on", "once", "addListener"})
_CONNECTION = frozenset({"connection", "connect", "secureConnection"})
_MAKES_A_SERVER = frozenset({"createServer", "Server"})
_SERVES = regex(r"^_?(handle|on|serve|accept)_?(new_?)?(connection|client|socket)", re.IGNORECASE)
_MOST_LEVELS = 5
_MOST_CALLS = 60


def find_flags(module: Module, refusals: Refusals) -> Iterator[Found]:
    """The tests in `module` that refuse a client until a flag of its connection is set."""
    for word in _FLAGS:
        for reference in module.references(word):
            node = reference.node
            if reference.role not in ("read", "member") or not isinstance(node, (Name, Member)):
                continue
            function = module.enclosing_function(node)
            if function is not None and _is_proved(module, node, word) and _serves_a_client(module, function):
                refused = next(_refused(module, function, node, refusals), None)
                if refused is not None:
                    yield Found(ControlKind.AUTH, module, node, (node, refused), function)


def _is_proved(module: Module, node: Name | Member, word: str) -> bool:
    """Whether the flag is off at first, and set under a condition only."""
    if isinstance(node, Member):
        writes = module.member_writes(word)
    else:
        binding = module.binding(node)
        if not isinstance(binding, Variable) or not _is_off(binding):
            return False
        writes = module.writes(binding)
    sets = [write for write in writes if not (isinstance(write.value, Literal) and not write.value.value)]
    return bool(sets) and all(
        isinstance(write.value, Literal) and write.value.value is True and module.conditions(write) for write in sets
    )


def _is_off(flag: Variable) -> bool:
    return not flag.path and (flag.value is None or (isinstance(flag.value, Literal) and not flag.value.value))


def _refused(module: Module, function: Function, flag: Node, refusals: Refusals) -> Iterator[Call]:
    """The calls that end a connection, or refuse what comes from it, where the flag is off."""
    closing = (call for word in _CLOSINGS for call in module.calls(word)[:_MOST_CALLS])
    for call in (*closing, *refusals.answers(module, function)):
        inside = function.start <= call.start and call.end <= function.end
        if inside and any(test is flag and not holds for c in module.conditions(call) for test, holds in atoms(c)):
            yield call


def _serves_a_client(module: Module, function: Function) -> bool:
    """Whether a function, or one around it, is called for each client of a server."""
    current: Function | None = function
    for _ in range(_MOST_LEVELS):
        if current is None:
            return False
        above = module.parent(current)
        if _SERVES.search(name_of(module, current)) or (isinstance(above, Call) and _connects(above)):
            return True
        current = module.enclosing_function(current)
    return False


def _connects(call: Call) -> bool:
    called = last_name(call.callee)
    if called in _SUBSCRIBE and call.arguments:
        event = call.arguments[0]
        return isinstance(event, Literal) and event.value in _CONNECTION
    return called in _MAKES_A_SERVER
