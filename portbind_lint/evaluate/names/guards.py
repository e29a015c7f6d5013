"""What the tests around a place say about a value that is used there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import merged
from portbind_lint.evaluate.primitives.operators import EQUALITY, reached
from portbind_lint.evaluate.primitives.primitives import equal, nullish, truth, type_name
from portbind_lint.model.facts import Condition, Module
from portbind_lint.model.syntax import Binary, Expression, Index, Literal, Member, Name, Node, Opaque, Unary
from portbind_lint.model.value import (
    Absent,
    Case,
    Known,
    ObjectCase,
    Record,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

Way = tuple[tuple[Setting, ...], str]
"""What it takes to come to a place: settings that must be set, and an open condition."""

_DEEPEST_TEST = 20
_LONGEST_SUBJECT = 200
_MOST_BYTES = 4
"""Of one character of a text."""


def way_to(evaluator: Evaluator, module: Module, conditions: Iterable[Condition], frame: Frame | None) -> Way | None:
    """What it takes that all `conditions` hold; None if they never do."""
    settings: tuple[Setting, ...] = ()
    text = ""
    for condition in conditions:
        test = evaluator.value(module, condition.test, frame)
        way = reached(test, shown(module, condition), holds=condition.holds)
        if way is None:
            return None
        settings, text = merged(settings, way[0]), text or way[1]
    return settings, text


def is_caught(conditions: Iterable[Condition]) -> bool:
    """Whether one of `conditions` is that something went wrong."""
    return any(isinstance(condition.test, Opaque) and condition.test.kind == "catch" for condition in conditions)


def shown(module: Module, condition: Condition) -> str:
    """A condition as a reader would write it."""
    text = " ".join(module.text(condition.test).split())
    return text if condition.holds else f"!({text})"


def narrowed(evaluator: Evaluator, module: Module, node: Expression, value: Value) -> Value:
    """The value where only the cases are left with which control comes to `node`.

    Code that runs only with something set is read as if that were set. Where nothing but the setting itself is left,
    the program insists on it. Where nothing is left at all, the code is dead as far as is known: judged as if it ran.
    """
    subject = module.text(node)
    conditions = tuple(each for each in module.conditions(node) if _concerns(evaluator, module, each, subject))
    if not conditions:
        return value
    tests = Tests(evaluator, module, subject)
    left = tuple(case for case in value.cases if not tests.exclude(conditions, case.thing))
    if not left or len(left) == len(value.cases):
        return value
    if Value(left).effective or not value.effective:
        return Value(left)
    reached_ = tuple(Case(c.thing, c.trail, (), c.condition) for c in left if not isinstance(c.thing, Setting))
    if reached_:
        return Value((*reached_, *(case for case in left if isinstance(case.thing, Setting))))
    return Value((Case(Unknown(UnknownReason.REQUIRED_SETTING), value.effective[0].trail), *left))


@dataclass(frozen=True, slots=True)
class Tests:
    """What tests say of the expression that is written `subject` in `module`."""

    evaluator: Evaluator
    module: Module
    subject: str

    def exclude(self, conditions: Iterable[Condition], thing: Thing) -> bool:
        """Whether one of `conditions` cannot hold if the subject is `thing`."""
        return any(self.decide(condition.test, thing) is (not condition.holds) for condition in conditions)

    def decide(self, test: Expression, thing: Thing, depth: int = 0) -> bool | None:
        """The outcome of `test` if the subject is `thing`; None where that does not decide it."""
        if depth > _DEEPEST_TEST:
            return None
        match test:
            case Name() | Member() | Index():
                found = self._thing(test, thing)
                return None if found is None else truth(found)
            case Unary(operator="!") if (inner := self.decide(test.operand, thing, depth + 1)) is not None:
                return not inner
            case Binary() if test.operator in EQUALITY:
                return self._compared(test, thing)
            case Binary(operator="&&" | "||"):
                stops = test.operator == "||"
                sides = {self.decide(side, thing, depth + 1) for side in (test.left, test.right)}
                return stops if stops in sides else None if None in sides else not stops
            case _:
                return None

    def _thing(self, node: Expression, thing: Thing) -> Thing | None:
        """What `node` is if the subject is `thing`: the subject itself, or a member of it that is certain."""
        if self._is_subject(node):
            return thing
        if not isinstance(node, Member) or not isinstance(thing, (ObjectCase, Record)):
            return None
        if not self._is_subject(node.object):
            return None
        found = self.evaluator.property(Value((Case(thing),)), node.property).cases
        return found[0].thing if len(found) == 1 else None

    def _is_subject(self, node: Node) -> bool:
        return node.end - node.start <= len(self.subject) * 4 and self.module.text(node) == self.subject

    def _compared(self, test: Binary, thing: Thing) -> bool | None:
        for one, two in ((test.left, test.right), (test.right, test.left)):
            other = _constant(two)
            same = None if other is None else self._same(one, thing, other, strict=len(test.operator) == len("==="))
            if same is not None:
                return same is not test.operator.startswith("!")
        return None

    def _same(self, node: Expression, thing: Thing, other: Known | Absent, *, strict: bool) -> bool | None:
        if isinstance(node, Unary) and node.operator == "typeof":
            return _type_is(thing, other) if self._is_subject(node.operand) else None
        found = self._thing(node, thing)
        return None if found is None else equal(found, other, strict=strict)


def _concerns(evaluator: Evaluator, module: Module, condition: Condition, subject: str) -> bool:
    """Whether `condition` may tell something of what is written `subject`; most conditions around a place do not."""
    known = evaluator.subjects.get(condition)
    if known is None:
        known = evaluator.subjects[condition] = frozenset(_subjects(module, condition.test))
    return len(subject) > _LONGEST_SUBJECT or subject in known


def _subjects(module: Module, test: Expression) -> Iterator[str]:
    """The texts of what `Tests` may compare with a subject in `test`, long ones left out."""
    waiting = [(test, 0)]
    while waiting:
        node, depth = waiting.pop()
        if node.end - node.start <= _LONGEST_SUBJECT * _MOST_BYTES:
            yield module.text(node)
        if depth <= _DEEPEST_TEST + len(("typeof", "member")):
            waiting += ((part, depth + 1) for part in _compared_parts(node))


def _compared_parts(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Member():
            return (node.object,)
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case _:
            return ()


def _constant(node: Expression) -> Known | Absent | None:
    match node:
        case Literal():
            return Known(node.value)
        case Name(name="undefined"):
            return Absent()
        case _:
            return None


def _type_is(thing: Thing, name: Known | Absent) -> bool | None:
    actual = type_name(thing)
    return None if actual is None else isinstance(name, Known) and actual == name.value


def is_missing(thing: Thing) -> bool:
    """Whether `thing` is null or undefined for certain."""
    return nullish(thing) is True
