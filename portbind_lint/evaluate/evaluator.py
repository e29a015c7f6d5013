"""What an expression can be when the program runs and nobody has configured anything.

Everything is asked for backwards, from the place that matters, and remembered for each expression and context. What is
being computed already gives `CYCLE`; too many steps, too deep a nesting or too many outcomes give `LIMIT`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, bounded, identity, known, single, through, unknown
from portbind_lint.evaluate.frames import NOWHERE, Frame, Reader, visible
from portbind_lint.evaluate.functions import calls
from portbind_lint.evaluate.functions.arguments import Arguments, arguments_of
from portbind_lint.evaluate.functions.callers import Callers
from portbind_lint.evaluate.memory import Activity, Key, Table
from portbind_lint.evaluate.names import names
from portbind_lint.evaluate.names.naming import last_name
from portbind_lint.evaluate.objects import members, membership, objects, this
from portbind_lint.evaluate.objects.changes import Change
from portbind_lint.evaluate.objects.merges import Copy
from portbind_lint.evaluate.primitives.operators import LOGICAL, binary, conditional, logical, template, unary
from portbind_lint.evaluate.program.program import Program
from portbind_lint.evaluate.settings.environment import Environment
from portbind_lint.model.facts import Binding, Condition, Module
from portbind_lint.model.syntax import (
    Array,
    Assignment,
    Binary,
    Call,
    Class,
    Conditional,
    Expression,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Object,
    Spread,
    Super,
    Template,
    This,
    Unary,
)  # fmt: skip
from portbind_lint.model.value import (
    ArrayCase,
    ClassCase,
    FunctionCase,
    Instance,
    ObjectCase,
    UnknownReason,
    Value,
)  # fmt: skip

_PYTHON_FRAMES = 8_000

PLACES_A_STEP = 6
"""How many places of a name are looked at in about the time of one step: minified files are full of the same few."""


class Evaluator:
    """Answers questions about values, one evaluator for each unit of the analysis, until it is closed.

    - `value(module, expression, frame=None)`: what the expression can be; `frame` comes from a case (`case.frame`).
    - `callee(module, call)`: what is called, `External("http", (".createServer", "()", ".listen"))` for a listener.
    - `arguments(module, call, frame=None)`: the arguments, spreads expanded; None where their positions are not known.
      Arguments of `f.call(x, a)` and `f.apply(x, [a])` are those of `f`.
    - `property(value, name)`: the member `name` of whatever `value` is; `element(value, index)` likewise for an array.
    - `entries(value)`: the keys of an object with their values, and whether there may be more; `keys(value)` without
      the values, which cost much more.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._frames: dict[tuple[object, ...], Frame] = {}
        self._instances: dict[tuple[object, ...], Instance] = {}
        self._changes: dict[tuple[Module, Object | Array], tuple[Change, ...]] = {}
        self._calls: dict[tuple[Module, Function | None], dict[str, list[Call]]] = {}
        self._names: set[tuple[Module, str]] = set()
        self.activity = Activity()
        program.charge_to(self.activity.spend)
        self._values = Table(self.activity, unknown(UnknownReason.CYCLE), unknown(UnknownReason.LIMIT))
        self.callers = Callers(self)
        self.environment = Environment(self)
        self.copies: dict[str, tuple[Copy, ...]] = {}
        self.subjects: dict[Condition, frozenset[str]] = {}
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _PYTHON_FRAMES))

    def close(self) -> None:
        """Let go of the program and of all answers, which refer to each other; nothing can be asked any more."""
        self.program.close()
        vars(self).clear()

    def value(self, module: Module, expression: Expression, frame: object = None) -> Value:
        """All that `expression` can be."""
        place = visible(frame, module, expression)
        return self.remember((expression, place), lambda: self._lower(module, expression, place))

    def callee(self, module: Module, call: Call, frame: object = None) -> Value:
        """What `call` calls or constructs."""
        return self.value(module, call.callee, frame)

    def property(self, value: Value, name: str, reader: Reader = NOWHERE) -> Value:
        """The member `name` of whatever `value` is, as it is found at `reader`."""
        return members.property_of(self, value, name, reader)

    def element(self, value: Value, index: int) -> Value:
        """The element `index` (from 0) of whatever `value` is."""
        return arrays.element_of(self, value, index)

    def arguments(self, module: Module, call: Call, frame: object = None) -> tuple[Value, ...] | None:
        """The values of the arguments in order, or None where a spread leaves their positions open."""
        passed = arguments_of(self, module, call, visible(frame, module, call))
        return None if passed.open_end else tuple(self.passed(argument) for argument in passed.arguments)

    def argument(self, module: Module, call: Call, index: int) -> Value | None:
        """The value of the argument `index` (from 0) alone, `undefined` beyond the last; None as in `arguments`."""
        passed = arguments_of(self, module, call, visible(None, module, call))
        if passed.open_end:
            return None
        return self.passed(passed.arguments[index]) if index < len(passed.arguments) else absent()

    def entries(self, value: Value) -> tuple[tuple[tuple[str, Value], ...], bool]:
        """The keys and values of the first object that `value` can be, and whether there may be more keys."""
        return objects.entries_of(self, value)

    def keys(self, value: Value) -> tuple[tuple[str, ...], bool]:
        """The keys of the first object that `value` can be, and whether there may be more."""
        return objects.keys_of(self, value)

    def passed(self, argument: object) -> Value:
        """The value of something passed to a function."""
        return arrays.read(self, argument)

    def returned(self, function: FunctionCase, given: Arguments | None = None, reader: Reader = NOWHERE) -> Value:
        """What `function` returns when it is called with `given` at `reader`."""
        return calls.returned(self, function, given or Arguments(()), reader)

    def calls_within(self, module: Module, function: Function | None) -> dict[str, list[Call]]:
        """The calls in a body (None: of the module) by the last name of what they call."""
        key = (module, function)
        found = self._calls.get(key)
        if found is None:
            found = self._calls[key] = {}
            for call in module.body_calls(function):
                found.setdefault(last_name(call.callee), []).append(call)
        return found

    def binding(self, module: Module, name: Name) -> Binding | None:
        """What `name` refers to; the first look at a name costs steps where it stands in many places of the file."""
        found = module.binding(name)
        if (module, name.name) not in self._names:
            self._names.add((module, name.name))
            self.activity.spend(module.occurrences(name.name) // PLACES_A_STEP)
        return found

    def called(self, function: FunctionCase, *given: Value) -> Value:
        """What `function` returns when a package or the runtime calls it with `given`."""
        return calls.returned(self, function, Arguments(given), NOWHERE)

    def instance(
        self, cls: ClassCase | FunctionCase, module: Module | None, call: Call | None, frame: object
    ) -> Instance:
        """The instance that `call` makes of `cls`; the same object whenever it is asked for."""
        place = None if module is None or call is None else visible(frame, module, call)
        key = (cls.node, cls.frame, call, place)
        return self._instances.setdefault(key, Instance(cls, module, call, place))

    def frame(self, frame: Frame) -> Frame:
        """The frame that stands for the same call as `frame`; the same object whenever it is asked for."""
        owner = None if frame.this is None else identity(frame.this)
        place = (None, None) if frame.place is None else (frame.place.node, frame.place.frame)
        passed = tuple(argument for argument in frame.arguments or () if isinstance(argument, Value))
        key = (frame.scope, *place, frame.caller, frame.outer, owner, *passed)
        return self._frames.setdefault(key, frame)

    def changes_of(
        self, module: Module, literal: Object | Array, find: Callable[[], tuple[Change, ...]]
    ) -> tuple[Change, ...]:
        """`find()`, once for each literal."""
        key = (module, literal)
        if key not in self._changes:
            self._changes[key] = find()
        return self._changes[key]

    def remember(self, key: Key, compute: Callable[[], Value]) -> Value:
        """`compute()`, once for each `key`."""
        return self._values.remember(key, compute)

    def _lower(self, module: Module, node: Expression, frame: Frame | None) -> Value:
        match node:
            case Name() | Member() | Index() | Call() | This() | Super():
                return bounded(through(self._followed(module, node, frame), module.location(node)))
            case Literal():
                return known(node.value, module.location(node))
            case Object() | Array() | Function() | Class():
                return _made(module, node, frame)
            case _:
                return self._operation(module, node, frame)

    def _followed(
        self, module: Module, node: Name | Member | Index | Call | This | Super, frame: Frame | None
    ) -> Value:
        match node:
            case Name():
                return names.name_value(self, module, node, frame)
            case Member():
                return members.member_value(self, module, node, frame)
            case Index():
                return members.index_value(self, module, node, frame)
            case Call():
                return calls.call_value(self, module, node, frame)
            case This():
                return this.this_value(self, module, node, frame)
            case Super():
                return this.super_value(self, module, node, frame)

    def _operation(self, module: Module, node: Expression, frame: Frame | None) -> Value:
        match node:
            case Binary(operator=operator) if operator in LOGICAL:
                left = self.value(module, node.left, frame)
                return logical(operator, left, lambda: self.value(module, node.right, frame), module.text(node.left))
            case Binary():
                return self._binary(module, node, frame)
            case Unary():
                return self._unary(module, node, frame)
            case Conditional():
                return self._conditional(module, node, frame)
            case Template():
                return template(tuple(p if isinstance(p, str) else self.value(module, p, frame) for p in node.parts))
            case Assignment():
                return self._assignment(module, node, frame)
            case Spread():
                return self.value(module, node.value, frame)
            case _:
                return unknown(UnknownReason.DYNAMIC, module.location(node))

    def _binary(self, module: Module, node: Binary, frame: Frame | None) -> Value:
        if node.operator == ",":
            return self.value(module, node.right, frame)
        left, right = (self.value(module, side, frame) for side in (node.left, node.right))
        return membership.is_in(self, left, right) if node.operator == "in" else binary(node.operator, left, right)

    def _unary(self, module: Module, node: Unary, frame: Frame | None) -> Value:
        operand = node.operand
        if node.operator == "typeof" and isinstance(operand, Name) and module.binding(operand) is None:
            return names.type_of_global(operand.name)
        return unary(node.operator, self.value(module, operand, frame))

    def _conditional(self, module: Module, node: Conditional, frame: Frame | None) -> Value:
        return conditional(
            self.value(module, node.test, frame),
            lambda: self.value(module, node.then, frame),
            lambda: self.value(module, node.otherwise, frame),
            " ".join(module.text(node.test).split()),
        )

    def _assignment(self, module: Module, node: Assignment, frame: Frame | None) -> Value:
        if node.counts:
            return unknown(UnknownReason.DYNAMIC, module.location(node))
        inner = node.operator.removesuffix("=")
        if not inner or not isinstance(node.target, (Name, Member, Index)):
            return self.value(module, node.value, frame)
        before = self.value(module, node.target, frame)
        if inner in LOGICAL:
            return logical(inner, before, lambda: self.value(module, node.value, frame), module.text(node.target))
        return binary(inner, before, self.value(module, node.value, frame))


def _made(module: Module, node: Object | Array | Function | Class, frame: Frame | None) -> Value:
    where = module.location(node)
    match node:
        case Object():
            return single(ObjectCase(module, node, frame), where)
        case Array():
            return single(ArrayCase(module, node, frame), where)
        case Function():
            return single(FunctionCase(module, node, frame, None), where)
        case Class():
            return single(ClassCase(module, node, frame), where)
