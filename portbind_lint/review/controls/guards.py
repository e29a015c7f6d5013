"""Middleware of the repository's own that is named for authentication, checks callers and turns some away.

What it reads may lie anywhere (a context, a cookie jar, a session store); that it stands before the routes tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.facts import Declared, Import, Module, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Array, Call, Function, Member, Name
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.refusals import Refusals, verifies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator

_REGISTERS = (
    "use", "get", "post", "put", "patch", "delete", "all", "route", "register", "addHook", "onBeforeHandle", "guard",
)  # fmt: skip
_NAMED = regex(
    r"^(require|ensure|check|verify|is|validate|with|use)?_?(auth|authenticated?|authentication|login|logged_?in|api_?key"
    r"|token|jwt|session|user)_?(middleware|guard|token|jwt|user|request|required|check|handler|hook|plugin)?$|^protect(ed)?$",
    re.IGNORECASE,
)
_CONCERNS_CALLERS = regex(r"auth|login|logged|api_?key|token|jwt|session|user|protect", re.IGNORECASE)
_MOST_CALLS = 300
_MOST_WRAPPED = 20


def find_guards(module: Module, refusals: Refusals, evaluator: Evaluator) -> Iterator[Found]:
    """The guards that `module` puts before its routes, or calls with a request."""
    for word in _REGISTERS:
        for call in module.calls(word)[:_MOST_CALLS]:
            if isinstance(call.callee, Member):
                for name in _handed_over(module, call):
                    yield from _guard(module, name, refusals, evaluator)


def _handed_over(module: Module, call: Call) -> Iterator[Name]:
    """The names among the arguments of a registration, in arrays too, and what a function written there calls."""
    for argument in call.arguments:
        for item in argument.items if isinstance(argument, Array) else (argument,):
            if isinstance(item, Name):
                yield item
            elif isinstance(item, Function):
                calls = module.body_calls(item)[:_MOST_CALLS]
                yield from (inner.callee for inner in calls if isinstance(inner.callee, Name))


def _guard(module: Module, name: Name, refusals: Refusals, evaluator: Evaluator) -> Iterator[Found]:
    if not _CONCERNS_CALLERS.search(name.name) or not _is_function(module, name):
        return
    for case in evaluator.value(module, name).cases:
        if not isinstance(case.thing, FunctionCase):
            continue
        made = (case.thing.module, case.thing.node)
        checks = (*((made,) if _NAMED.match(name.name) else ()), *_wrapped(*made, evaluator))
        check = next((function for owner, function in checks if _turns_away(owner, function, refusals)), None)
        if check is not None:
            yield Found(ControlKind.AUTH, module, name, (name,), check)


def _is_function(module: Module, name: Name) -> bool:
    """Whether a name can stand for a function that is written somewhere: data and parameters are not followed."""
    match module.binding(name):
        case Import() | Declared():
            return True
        case Variable(value=Function()):
            return True
        case Variable(value=Call(callee=Name(name="require"))):
            return True
        case _:
            return False


def _turns_away(module: Module, function: Function, refusals: Refusals) -> bool:
    return refusals.refuses(module, function) and verifies(module, function)


def _wrapped(module: Module, function: Function, evaluator: Evaluator) -> Iterator[tuple[Module, Function]]:
    """The functions named for authentication that a wrapper calls."""
    for call in module.body_calls(function)[:_MOST_WRAPPED]:
        if isinstance(call.callee, Name) and _NAMED.match(call.callee.name) and _is_function(module, call.callee):
            things = (case.thing for case in evaluator.value(module, call.callee).cases)
            yield from ((thing.module, thing.node) for thing in things if isinstance(thing, FunctionCase))
