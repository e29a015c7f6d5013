"""Classes made of a library's listening class: to make a `class Hub extends WebSocketServer` makes the listener."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.present import present
from portbind_lint.model.syntax import Call, Class, Expression, Function, Name, Node, Super
from portbind_lint.model.value import ClassCase

_EXTENDS = frozenset({"extends"})
# A file that makes one class of the same base many times keeps somebody busy.
_MOST_CLASSES = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that could listen, of what is last named `word`; with `base` it constructs that by way of a subclass."""

    word: str
    call: Call
    base: Expression | None = None


def subclass_calls(module: Module, words: Iterable[str], evaluator: Evaluator) -> Iterator[Candidate]:
    """The calls that construct one of `words` for a class made of it: `super(...)`, or `new` where it hands all on."""
    if not present(_EXTENDS, module.text(Node(0, sys.maxsize))):
        return
    for word in words:
        for cls in _classes(module, word):
            for call in _constructing(module, cls, evaluator):
                yield Candidate(word, call, cls.superclass)


def _classes(module: Module, word: str) -> Iterator[Class]:
    for reference in module.references(word)[:_MOST_CLASSES]:
        cls = module.parent(reference.node)
        if isinstance(cls, Class) and cls.superclass is reference.node:
            yield cls


def _constructing(module: Module, cls: Class, evaluator: Evaluator) -> Iterator[Call]:
    constructor = next((member.value for member in module.members(cls) if member.kind == "constructor"), None)
    if isinstance(constructor, Function):
        yield from (call for call in module.body_calls(constructor) if isinstance(call.callee, Super))
        return
    variable = module.variable(cls)
    name = cls.name or (variable.name if variable is not None else "")
    for call in module.calls(name) if name else ():
        if call.is_new and isinstance(call.callee, Name) and _is(evaluator, module, call.callee, cls):
            yield call


def _is(evaluator: Evaluator, module: Module, name: Name, cls: Class) -> bool:
    things = (case.thing for case in evaluator.value(module, name).cases)
    return any(isinstance(thing, ClassCase) and thing.node is cls for thing in things)
