"""Whether what is called is a certain function: itself, or a class whose constructor it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Class, Function, Member
from portbind_lint.model.value import ClassCase, FunctionCase, Namespace, Thing

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

APPLYING = frozenset({"call", "apply"})
_MOST_SUPERCLASSES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """The function that calls are looked for of; `cls` is the class that it constructs, if it is a constructor."""

    evaluator: Evaluator
    function: Function
    cls: Class | None

    def is_called_by(self, module: Module, call: Call) -> bool:
        """Whether `call` calls it, `call` and `apply` included, or constructs what it constructs."""
        if call.is_new is (self.cls is None) and not self._is_plain_constructor(call):
            return False
        through = isinstance(call.callee, Member) and call.callee.property in APPLYING
        callee = call.callee.object if isinstance(call.callee, Member) and through else call.callee
        value = self.evaluator.activity.aside(lambda: self.evaluator.value(module, callee))
        return any(self.is_it(case.thing) for case in value.cases)

    def is_super_call(self, module: Module, call: Call) -> bool:
        """Whether `call`, which is `super(...)`, calls it."""
        below = module.enclosing_class(call)
        if self.cls is None or below is None or below.superclass is None or below is self.cls:
            return False
        above = self.evaluator.value(module, below.superclass)
        return any(isinstance(c.thing, ClassCase) and self._builds(c.thing) for c in above.cases)

    def is_it(self, thing: Thing) -> bool:
        """Whether calling, or constructing, `thing` runs it."""
        match thing:
            case FunctionCase():
                return thing.node is self.function
            case ClassCase():
                return self.cls is not None and self._builds(thing)
            case Namespace(path):
                called = self.evaluator.program.called(self.evaluator, path)
                return any(self.is_it(c.thing) for c in called.cases if not isinstance(c.thing, Namespace))
            case _:
                return False

    def _is_plain_constructor(self, call: Call) -> bool:
        return call.is_new and not self.function.is_arrow

    def _builds(self, cls: ClassCase) -> bool:
        """Whether constructing `cls` runs our constructor: it is the class, or inherits without its own constructor."""
        for _ in range(_MOST_SUPERCLASSES):
            if cls.node is self.cls:
                return True
            own = any(member.kind == "constructor" for member in cls.module.members(cls.node))
            if own or cls.node.superclass is None:
                return False
            above = self.evaluator.value(cls.module, cls.node.superclass, cls.frame).cases[0].thing
            if not isinstance(above, ClassCase):
                return False
            cls = above
        return False
