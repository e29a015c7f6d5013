"""What assigns, copies or deletes members of object literals, in any module that can."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, gather, unknown
from portbind_lint.evaluate.frames import Frame, Reader, frame_of
from portbind_lint.evaluate.names.patterns import assigned
from portbind_lint.evaluate.names.targets import is_member, receiver
from portbind_lint.evaluate.names.writes import MOST_WRITES, Write
from portbind_lint.evaluate.objects import merges
from portbind_lint.evaluate.objects.changes import Change, changes
from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.evaluate.program.aside import is_aside
from portbind_lint.evaluate.program.text_search import may_set
from portbind_lint.model.facts import Import, Module, ParameterName, Variable
from portbind_lint.model.syntax import (
    Assignment,
    Binary,
    Call,
    ClassMember,
    Expression,
    Function,
    Member,
    Name,
    Node,
    Property,
)  # fmt: skip
from portbind_lint.model.value import Case, Known, ObjectCase, Setting, Unknown, UnknownReason, Value  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.evaluate.evaluator import Evaluator

MOST_IMPORTERS = 40
"""Files that are searched for assignments to an exported object."""
_MOST_USES = 40


def writes_to(evaluator: Evaluator, case: ObjectCase, name: str, reader: Reader) -> tuple[Write, ...]:
    """The writes to the member `name` of an object literal that can matter to `reader`."""
    modules = dict.fromkeys((*_writing_modules(evaluator, case.module, name), reader.module or case.module))
    target = _Target(evaluator, case, name)
    handed = [module for module in _called_modules(evaluator, case, name, reader) if module not in modules]
    changed = tuple(change for change in changes(evaluator, case.module, case.node) if target.meets(change))
    found = [write for module in modules for write in _writes_in(target, module)]
    found += [write for module in handed for write in _writes_in(target, module, _is_parameter)]
    return (*found, *(target.write_of(change) for change in changed))


def _called_modules(evaluator: Evaluator, case: ObjectCase, name: str, reader: Reader) -> tuple[Module, ...]:
    """The modules to which the reader's file may have handed an object of another file: they set it by a parameter."""
    if reader.module is None or reader.module is case.module:
        return ()
    return tuple(evaluator.program.search.imported(reader.module, name))


def _is_parameter(module: Module, owner: Expression) -> bool:
    match owner:
        case Binary(operator="||" | "??", left=given):
            return _is_parameter(module, given)
        case Name():
            return isinstance(module.binding(owner), ParameterName)
        case _:
            return False


def _any_owner(_module: Module, _owner: Expression) -> bool:
    return True


def _writes_in(target: _Target, module: Module, fits: Callable[[Module, Expression], bool] = _any_owner) -> list[Write]:
    """What one module assigns, or copies, to the member of an owner that fits; in source order."""
    assigned_ = [
        target.write(module, assignment)
        for assignment in module.member_writes(target.name)[:MOST_WRITES]
        if (owner := receiver(assignment.target, target.name)) is not None
        and fits(module, owner)
        and target.is_of(module, owner)
    ]
    copied = [
        copy_write(target.evaluator, copy, target.name, partial(target.is_of, module, copy.target))
        for copy in merges.copies_in(target.evaluator, module)
        if copy.may_set(target.name)
        and fits(module, copy.target)
        and _may_hold(module, copy.target, target.case)
        and target.is_of(module, copy.target)
    ]
    return sorted((*assigned_, *copied), key=lambda write: write.node.start)


def is_construction(module: Module, node: Node) -> bool:
    """Whether `node` runs in a constructor: before any method."""
    function = module.enclosing_function(node)
    holder = None if function is None else module.parent(function)
    return isinstance(holder, ClassMember) and holder.kind == "constructor"


def _completes(case: ObjectCase, module: Module, assignment: Assignment, name: str) -> bool:
    """Whether `assignment` sets a member before anybody else gets the object: it follows the literal in the same body.

    Until then the variable that holds it is only asked for members.
    """
    owner = receiver(assignment.target, name)
    binding = module.binding(owner) if module is case.module and isinstance(owner, Name) else None
    if not isinstance(binding, Variable) or binding.value is not case.node:
        return False
    if module.enclosing_function(assignment) is not module.enclosing_function(case.node):
        return False
    before = [use for use in module.uses(binding)[:_MOST_USES] if use.start < assignment.start]
    return len(before) < _MOST_USES and all(_asks_member(module.parent(use), use) for use in before)


def _asks_member(parent: Node | None, use: Name) -> bool:
    return isinstance(parent, Member) and parent.object is use


def _may_hold(module: Module, target: Expression, case: ObjectCase) -> bool:
    """Whether `target` can be the literal by its name alone: asking for the value of every target costs too much."""
    match target:
        case Name():
            match module.binding(target):
                case Import() | ParameterName():
                    return True
                case Variable(value=value):
                    return value is case.node or isinstance(value, (Name, Call))
                case _:
                    return False
        case Binary(operator="||" | "??", left=(Name() | Member()) as given):
            return _may_hold(module, given, case)
        case Member(property=name):
            match case.module.parent(case.node):
                case Property(key=key):
                    return key == name
                case ClassMember(name=key):
                    return key == name
                case Assignment(target=Member(property=key)):
                    return key == name
                case _:
                    return False
        case _:
            return False


def copy_write(
    evaluator: Evaluator, copy: merges.Copy, name: str, applies: Callable[[Frame], bool], frame: Frame | None = None
) -> Write:
    """A call that copies members as a write of one of them."""
    return Write(
        module=copy.module,
        node=copy.call,
        frame=frame,
        value=lambda _: absent(),
        early=is_construction(copy.module, copy.call),
        subject=f"{copy.module.text(copy.target)}.{name}",
        after=partial(copy.after, evaluator, name),
        applies=applies,
    )


def _writing_modules(evaluator: Evaluator, home: Module, name: str) -> tuple[Module, ...]:
    if not home.exports:
        return (home,)
    others = evaluator.program.search.importers(home.path, (name,), MOST_IMPORTERS, shows=may_set)
    # What a test sets on the product's objects is so in that test only.
    product = (module for module in others if is_aside(home.path) or not is_aside(module.path))
    return (home, *(module for module in product if module is not home))


def _is_same(one: ObjectCase, two: ObjectCase) -> bool:
    """Whether two objects of the same literal can be one: what a function returns is made anew by every call of it."""
    if one.node is not two.node:
        return False
    function = one.module.enclosing_function(one.node)
    if function is None or not any(returned is one.node for returned in one.module.returns(function)):
        return True
    calls = [_call_of(case.frame, function) for case in (one, two)]
    return None in calls or calls[0] is calls[1]


def _call_of(frame: object, function: Function) -> Node | None:
    """The call of `function` that `frame` stands for."""
    place = frame_of(frame, function) if isinstance(frame, Frame) else None
    return None if place is None or place.place is None else place.place.node


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """The member `name` of an object literal as what assignments set."""

    evaluator: Evaluator
    case: ObjectCase
    name: str

    def is_set_by(self, module: Module, assignment: Assignment, frame: Frame | None = None) -> bool:
        """Whether `assignment` in `module`, read under `frame`, sets it."""
        owner = receiver(assignment.target, self.name)
        return owner is not None and self.is_of(module, owner, frame)

    def is_of(self, module: Module, owner: Expression, frame: Frame | None = None) -> bool:
        """Whether `owner` in `module` is the object."""
        found = self.evaluator.activity.aside(lambda: self.evaluator.value(module, owner, frame or self._home(module)))
        return any(isinstance(c.thing, ObjectCase) and _is_same(c.thing, self.case) for c in found.cases)

    def write(self, module: Module, assignment: Assignment) -> Write:
        """The assignment as a write."""

        def value(frame: Frame | None) -> Value:
            place = frame or self._home(module)
            return assigned(self.evaluator, module, assignment, lambda t: is_member(t, self.name), place)

        completes = _completes(self.case, module, assignment, self.name)
        early = completes or is_construction(module, assignment)
        # Whether it is come to is told by the call that made the object: others make objects of their own.
        made = self._home(module) if completes else None
        return Write(
            module, assignment, made, value, early, applies=lambda frame: self.is_set_by(module, assignment, frame)
        )

    def meets(self, change: Change) -> bool:
        """Whether a change that is no plain assignment is, or may be, one of this member."""
        if change.kind not in {"set", "delete", "define"}:
            return False
        keys = self._keys(change)
        return self.name in keys or (None in keys and change.kind != "delete")

    def write_of(self, change: Change) -> Write:
        """The change as a write."""
        module, node = self.case.module, change.node

        def value(frame: Frame | None) -> Value:
            match change.kind, node:
                case "set", Assignment(value=assigned_):
                    return self.evaluator.value(module, assigned_, frame or self._home(module))
                case "set", Call() if change.given:
                    return self.evaluator.value(module, change.given[0], frame or self._home(module))
                case "define", _:
                    return unknown(UnknownReason.DYNAMIC, module.location(node))
                case _:
                    return absent(module.location(node))

        def perhaps(before: Value, frame: Frame | None) -> Value:
            """What is set cannot be told from other members: what is not seen may be set by somebody else."""
            seen = [case for case in value(frame).cases if not isinstance(case.thing, Unknown)]
            if change.kind == "define" or not seen:
                seen.append(Case(Setting("option", self.name)))
            return gather((*before.cases, *seen))

        certain = self._keys(change) == (self.name,)
        after = None if certain else perhaps
        return Write(module, node, self._home(module), value, subject=f"{self.name} of it", after=after)

    def _keys(self, change: Change) -> tuple[str | None, ...]:
        """The keys that it can be; None for one that is not known."""
        if isinstance(change.key, str):
            return (change.key,)
        found = self.evaluator.value(self.case.module, change.key, self._home(self.case.module)).effective
        return tuple(text_of(c.thing.value) if isinstance(c.thing, Known) else None for c in found) or (None,)

    def _home(self, module: Module) -> Frame | None:
        return self.case.frame if module is self.case.module and isinstance(self.case.frame, Frame) else None
