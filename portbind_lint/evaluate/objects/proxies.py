"""Objects whose members are made when somebody asks: `new Proxy(target, { get(target, name) { ... } })`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import each, join, known, unknown
from portbind_lint.evaluate.functions.arguments import Arguments
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call
from portbind_lint.model.value import External, FunctionCase, Known, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """What the handler's `get` returns for `name`, else the target's own member; None where `thing` is no proxy."""
    if (thing.module, thing.path) != ("globalThis", (".Proxy", "new")) or not thing.calls:
        return None
    given = evaluator.arguments(*thing.calls[-1])
    if given is None or len(given) < 2:  # noqa: PLR2004 - target and handler
        return None
    target, handler = given[:2]
    getter = evaluator.property(handler, "get")
    functions = [case.thing for case in getter.cases if isinstance(case.thing, FunctionCase)]
    if not functions:
        return evaluator.property(target, name)
    return join(evaluator.returned(function, Arguments((target, known(name)))) for function in functions)


def reflected(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value | None:
    """`Reflect.get(target, name)`: the member of that name."""
    given = evaluator.arguments(module, call, frame)
    if given is None or len(given) < 2:  # noqa: PLR2004 - target and name
        return None
    return each(
        given[1],
        lambda name: (
            evaluator.property(given[0], name.value)
            if isinstance(name, Known) and isinstance(name.value, str)
            else unknown(UnknownReason.DYNAMIC)
        ),
    )
