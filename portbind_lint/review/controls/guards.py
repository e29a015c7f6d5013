"""Middleware of the repository's own that is named for authentication, checks callers and turns some away.

What it reads may lie anywhere (a context, a cookie jar, a session store); that it stands before the routes tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.syntax import Array, Call, Function, Member, Name
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.refusals import Refusals, verifies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module

_REGISTERS = (
    "use", "get", "post", "put", "patch", "delete", "all", "route", "register", "addHook", "onBeforeHandle", "guard",
)  # fmt: skip
_NAMED = re.compile(
    r"^(require|ensure|check|verify|is|validate|with|use)?_?(auth|authenticated?|authentication|login|logged_?in|api_?key"
    r"|token|jwt|session|user)_?(middleware|guard|token|jwt|user|request|required|check|handler|hook|plugin)?$|^protect(ed)?$",
    re.IGNORECASE,
)
_MOST_CALLS = 300


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
    if not _NAMED.match(name.name):
        return
    for case in evaluator.value(module, name).cases:
        match case.thing:
            case FunctionCase(owner, function) if refusals.refuses(owner, function) and verifies(owner, function):
                yield Found(ControlKind.AUTH, module, name, (name,), function)
            case _:
                continue
