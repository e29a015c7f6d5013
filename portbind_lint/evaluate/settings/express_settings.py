"""Express: `app.get('host')` reads what `app.set('host', ...)` set, where the application is made or is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import join
from portbind_lint.evaluate.primitives.texts import text_of_argument
from portbind_lint.model.syntax import Member
from portbind_lint.model.value import External, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Call

_READ = ("()", ".get", "()")
_MOST_SETS = 60


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """What is set under the name that a call reads; None where it is no such call, or nobody is seen to set it."""
    # With more than a name it is a route.
    if thing.module != "express" or thing.path != _READ or len(node.arguments) != 1:
        return None
    name = text_of_argument(evaluator, module, node, 0, frame)
    maker, made = thing.calls[0]
    places = (maker,) if maker is module else (maker, module)
    values = [value for place in places for value in _set(evaluator, place, made, name)] if name else []
    return join(values) if values else None


def _set(evaluator: Evaluator, module: Module, made: Call, name: str) -> Iterator[Value]:
    """What a file sets under a name on the application that a call makes."""
    for node in module.calls("set")[:_MOST_SETS]:
        named = len(node.arguments) > 1 and text_of_argument(evaluator, module, node, 0, None) == name
        if named and _is_on(evaluator, module, node, made):
            yield evaluator.value(module, node.arguments[1])


def _is_on(evaluator: Evaluator, module: Module, node: Call, made: Call) -> bool:
    cases = evaluator.value(module, node.callee.object).cases if isinstance(node.callee, Member) else ()
    return any(isinstance(case.thing, External) and [one for _, one in case.thing.calls] == [made] for case in cases)
