"""`this`, `super`, and the members of classes, their instances, and functions used as classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate import declared
from portbind_lint.evaluate.arguments import arguments_of
from portbind_lint.evaluate.cases import join, single, unknown
from portbind_lint.evaluate.frames import DEEPEST_CALL, Frame, visible
from portbind_lint.evaluate.patterns import assigned, path_in
from portbind_lint.evaluate.writes import MOST_WRITES, Reader, Write, after_writes
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import (
    Assignment,
    Class,
    ClassMember,
    Expression,
    Function,
    Member,
    Name,
    Object,
    Pattern,
    Property,
    Super,
    This,
)  # fmt: skip
from portbind_lint.model.value import (
    Absent,
    ClassCase,
    External,
    FunctionCase,
    Instance,
    Namespace,
    ObjectCase,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_DEEPEST_CLASS = 8


def this_value(evaluator: Evaluator, module: Module, node: This, frame: Frame | None) -> Value:
    """What `this` is: what the followed call says, else any instance of the class or the object around it."""
    function = _own_function(module, node)
    place = frame
    while place is not None:
        if place.scope is function or (function is None and isinstance(place.scope, Class)):
            return unknown(UnknownReason.DYNAMIC) if place.this is None else single(place.this)
        place = place.outer
    return _any_this(evaluator, module, node, function)


def _own_function(module: Module, node: This) -> Function | None:
    """The nearest function around `node` that has a `this` of its own."""
    function = module.enclosing_function(node)
    while function is not None and function.is_arrow:
        function = module.enclosing_function(function)
    return function


def _any_this(evaluator: Evaluator, module: Module, node: This, function: Function | None) -> Value:
    cls = module.enclosing_class(node)
    if cls is not None and (function is None or function.start >= cls.start):
        case = ClassCase(module, cls, None)
        owner = _member_around(module, cls, function, node)
        if owner is not None and owner.is_static:
            return single(case)
        return single(any_instance(evaluator, case))
    if function is None:
        return unknown(UnknownReason.DYNAMIC)
    return _this_of_function(evaluator, module, function)


def _member_around(module: Module, cls: Class, function: Function | None, node: This) -> ClassMember | None:
    for member in module.members(cls):
        if member.value is function or member.start <= node.start < member.end:
            return member
    return None


def _this_of_function(evaluator: Evaluator, module: Module, function: Function) -> Value:
    holder = module.parent(function)
    if isinstance(holder, Property) and isinstance(literal := module.parent(holder), Object):
        return single(ObjectCase(module, literal, None))
    if isinstance(holder, Assignment) and isinstance(target := holder.target, Member):
        owner = target.object
        if isinstance(owner, Member) and owner.property == "prototype":
            return join(_instance_of(evaluator, c.thing) for c in evaluator.value(module, owner.object).cases)
        return evaluator.value(module, owner)
    return single(any_instance(evaluator, FunctionCase(module, function, None, None)))


def _instance_of(evaluator: Evaluator, thing: Thing) -> Value:
    if isinstance(thing, (ClassCase, FunctionCase)):
        return single(any_instance(evaluator, thing))
    return unknown(UnknownReason.DYNAMIC)


def any_instance(evaluator: Evaluator, cls: ClassCase | FunctionCase) -> Instance:
    """The instance of `cls` that stands for all of them."""
    return evaluator.instance(cls, None, None, None)


def super_value(evaluator: Evaluator, module: Module, node: Super, frame: Frame | None) -> Value:
    """What `super` is: the instance, seen as one of the superclass."""
    cls = module.enclosing_class(node)
    if cls is None or cls.superclass is None:
        return unknown(UnknownReason.DYNAMIC)
    above = evaluator.value(module, cls.superclass, frame)
    return join(_seen_as(evaluator, case.thing) for case in above.cases)


def _seen_as(evaluator: Evaluator, above: Thing) -> Value:
    if isinstance(above, External):
        return single(External(above.module, (*above.path, "new"), above.calls))
    return _instance_of(evaluator, above)


def instance_member(evaluator: Evaluator, instance: Instance, name: str, reader: Reader, depth: int = 0) -> Value:
    """The member `name` of an instance: its class's, what is assigned to it, its superclass's."""
    if isinstance(instance.cls, FunctionCase):
        return _constructed_member(evaluator, instance, instance.cls, name, reader)
    cls = instance.cls
    member = _named(cls, name, static=False)
    if member is not None and member.kind in {"method", "get"} and isinstance(member.value, Function):
        function = FunctionCase(cls.module, member.value, cls.frame, instance)
        if member.kind == "get":
            return evaluator.returned(function)
        return single(function, cls.module.location(member.value))
    first = _initial(evaluator, instance, cls, member, name)
    writes = tuple(_writes_through(evaluator, instance, cls.module, name))
    if first is None and not writes and member is None:
        return _inherited(evaluator, instance, cls, name, reader, depth)
    value = after_writes(evaluator, first, writes, reader)
    if member is None and depth < _DEEPEST_CLASS and not writes:
        return value
    return declared.typed(evaluator, cls.module, value, member.type if member else None)


def _named(cls: ClassCase, name: str, *, static: bool) -> ClassMember | None:
    found = [m for m in cls.module.members(cls.node) if m.name == name and m.is_static is static and m.kind != "set"]
    return found[-1] if found else None


def constructor_of(cls: ClassCase) -> Function | None:
    """The constructor that `cls` itself declares."""
    for member in cls.module.members(cls.node):
        if member.kind == "constructor" and isinstance(member.value, Function):
            return member.value
    return None


def _initial(
    evaluator: Evaluator, instance: Instance, cls: ClassCase, member: ClassMember | None, name: str
) -> Value | None:
    """What a field starts with: its initialiser, or the constructor's parameter property."""
    frame = _class_frame(evaluator, instance, cls)
    if member is not None and member.value is not None:
        return evaluator.value(cls.module, member.value, frame)
    constructor = constructor_of(cls)
    for parameter in constructor.parameters if constructor is not None else ():
        if parameter.is_property and isinstance(parameter.target, Name) and parameter.target.name == name:
            return evaluator.value(cls.module, parameter.target, _constructor_frame(evaluator, instance, cls))
    return None


def _class_frame(evaluator: Evaluator, instance: Instance, cls: ClassCase) -> Frame | None:
    outer = visible(cls.frame, cls.module, cls.node)
    return evaluator.frame(Frame(cls.module, cls.node, None, False, instance, outer, None, 0))


def _constructor_frame(evaluator: Evaluator, instance: Instance, cls: ClassCase) -> Frame | None:
    """The context of the constructor's body: the arguments of the construction where one is known."""
    constructor = constructor_of(cls)
    outer = _class_frame(evaluator, instance, cls)
    if constructor is None or instance.module is None or instance.call is None:
        return outer
    if instance.cls.node is not cls.node:
        return outer
    where = visible(instance.frame, instance.module, instance.call)
    if where is not None and where.depth >= DEEPEST_CALL:
        return outer
    passed = arguments_of(evaluator, instance.module, instance.call, where)
    depth = 1 if where is None else where.depth + 1
    return evaluator.frame(
        Frame(cls.module, constructor, passed.arguments, passed.open_end, instance, outer, where, depth), instance.call
    )


def _writes_through(evaluator: Evaluator, instance: Instance, module: Module, name: str) -> Iterator[Write]:
    """The assignments to `this.name` in the class (`self.name` included), constructor first."""
    cls = instance.cls
    constructor = constructor_of(cls) if isinstance(cls, ClassCase) else cls.node
    found = [a for a in module.member_writes(name)[:MOST_WRITES] if _is_to(evaluator, module, a, name, cls)]
    for assignment in sorted(found, key=lambda a: not _within(a, constructor)):
        early = _within(assignment, constructor)
        yield _write(evaluator, instance, module, assignment, name, early=early)


def _within(node: Assignment, function: Function | None) -> bool:
    return function is not None and function.start <= node.start < function.end


def _write(
    evaluator: Evaluator, instance: Instance, module: Module, assignment: Assignment, name: str, *, early: bool
) -> Write:
    frame = _body_frame(evaluator, instance) if early else None

    def value() -> Value:
        return assigned(evaluator, module, assignment, lambda target: _is_member(target, name), frame)

    return Write(module, assignment, frame, value, early)


def _body_frame(evaluator: Evaluator, instance: Instance) -> Frame | None:
    cls = instance.cls
    if isinstance(cls, ClassCase):
        return _constructor_frame(evaluator, instance, cls)
    if instance.module is None or instance.call is None:
        return None
    where = visible(instance.frame, instance.module, instance.call)
    if where is not None and where.depth >= DEEPEST_CALL:
        return None
    passed = arguments_of(evaluator, instance.module, instance.call, where)
    outer = visible(cls.frame, cls.module, cls.node)
    depth = 1 if where is None else where.depth + 1
    return evaluator.frame(
        Frame(cls.module, cls.node, passed.arguments, passed.open_end, instance, outer, where, depth), instance.call
    )


def _is_member(target: Pattern | Expression, name: str) -> bool:
    return isinstance(target, Member) and target.property == name


def _is_to(
    evaluator: Evaluator, module: Module, assignment: Assignment, name: str, cls: ClassCase | FunctionCase
) -> bool:
    receiver = _receiver(assignment.target, name)
    if receiver is None:
        return False
    if isinstance(receiver, This) and isinstance(cls, ClassCase):
        return module.enclosing_class(receiver) is cls.node
    return any(_is_instance(c.thing, cls) for c in evaluator.value(module, receiver).cases)


def _receiver(target: Pattern, name: str) -> Expression | None:
    if isinstance(target, Member):
        return target.object
    found: list[Expression] = []

    def wanted(inner: Pattern) -> bool:
        if isinstance(inner, Member) and inner.property == name:
            found.append(inner.object)
        return bool(found)

    path_in(target, wanted)
    return found[0] if found else None


def _is_instance(thing: Thing, cls: ClassCase | FunctionCase) -> bool:
    return isinstance(thing, Instance) and thing.cls.node is cls.node


def _inherited(
    evaluator: Evaluator, instance: Instance, cls: ClassCase, name: str, reader: Reader, depth: int
) -> Value:
    if cls.node.superclass is None:
        return unknown(UnknownReason.DYNAMIC)
    if depth > _DEEPEST_CLASS:
        return unknown(UnknownReason.LIMIT)
    above = evaluator.value(cls.module, cls.node.superclass, cls.frame)
    return join(_from_above(evaluator, instance, case.thing, name, reader, depth) for case in above.cases)


def _from_above(evaluator: Evaluator, instance: Instance, above: Thing, name: str, reader: Reader, depth: int) -> Value:
    match above:
        case External(module, path, calls):
            return evaluator.property(single(External(module, (*path, "new"), calls)), name)
        case ClassCase():
            return instance_member(evaluator, _as_above(evaluator, instance, above), name, reader, depth + 1)
        case Unknown():
            return single(above)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _as_above(evaluator: Evaluator, instance: Instance, above: ClassCase) -> Instance:
    """The same instance as its superclass sees it: built by the `super(...)` call, or by the same `new`."""
    cls = instance.cls
    constructor = constructor_of(cls) if isinstance(cls, ClassCase) else None
    if not isinstance(cls, ClassCase) or constructor is None:
        return evaluator.instance(above, instance.module, instance.call, instance.frame)
    for call in cls.module.body_calls(constructor):
        if isinstance(call.callee, Super):
            frame = _constructor_frame(evaluator, instance, cls)
            return evaluator.instance(above, cls.module, call, frame)
    return any_instance(evaluator, above)


def _constructed_member(
    evaluator: Evaluator, instance: Instance, cls: FunctionCase, name: str, reader: Reader
) -> Value:
    """A member of what `new` makes of a plain function: assigned to `this`, or to the prototype."""
    writes = tuple(_writes_through(evaluator, instance, cls.module, name))
    if writes:
        return after_writes(evaluator, None, writes, reader)
    for assignment in cls.module.member_writes(name)[:MOST_WRITES]:
        if _is_prototype(evaluator, cls, assignment):
            value = evaluator.value(cls.module, assignment.value, cls.frame)
            return join(_bound_to(case.thing, instance) for case in value.cases)
    return _inherited_by_function(evaluator, cls, name)


def _is_prototype(evaluator: Evaluator, cls: FunctionCase, assignment: Assignment) -> bool:
    target = assignment.target
    if not isinstance(target, Member) or not isinstance(target.object, Member) or target.object.property != "prototype":
        return False
    owner = evaluator.value(cls.module, target.object.object)
    return any(isinstance(c.thing, FunctionCase) and c.thing.node is cls.node for c in owner.cases)


def _bound_to(thing: Thing, this: Instance) -> Value:
    if isinstance(thing, FunctionCase):
        return single(FunctionCase(thing.module, thing.node, thing.frame, this), thing.module.location(thing.node))
    return single(thing)


def _inherited_by_function(evaluator: Evaluator, cls: FunctionCase, name: str) -> Value:
    """`util.inherits(Server, http.Server)` makes the members of the second those of the first."""
    for call in cls.module.calls("inherits"):
        sides = [evaluator.value(cls.module, side) for side in call.arguments[:2]]
        if len(sides) == 2 and any(
            isinstance(c.thing, FunctionCase) and c.thing.node is cls.node for c in sides[0].cases
        ):
            return evaluator.property(join(_seen_as(evaluator, c.thing) for c in sides[1].cases), name)
    return unknown(UnknownReason.DYNAMIC)


def static_member(evaluator: Evaluator, cls: ClassCase, name: str, reader: Reader, depth: int = 0) -> Value:
    """A static member of a class."""
    member = _named(cls, name, static=True)
    if member is None:
        return _static_above(evaluator, cls, name, reader, depth)
    if member.kind in {"method", "get"} and isinstance(member.value, Function):
        function = FunctionCase(cls.module, member.value, cls.frame, cls)
        return evaluator.returned(function) if member.kind == "get" else single(function)
    first = None if member.value is None else evaluator.value(cls.module, member.value, cls.frame)
    value = after_writes(evaluator, first, tuple(_writes_to_static(evaluator, cls, name)), reader)
    return declared.typed(evaluator, cls.module, value, member.type)


def _writes_to_static(evaluator: Evaluator, cls: ClassCase | FunctionCase, name: str) -> Iterator[Write]:
    module = cls.module
    for assignment in module.member_writes(name)[:MOST_WRITES]:
        receiver = _receiver(assignment.target, name)
        if receiver is None:
            continue
        things = (case.thing for case in evaluator.value(module, receiver).cases)
        if any(isinstance(thing, type(cls)) and getattr(thing, "node", None) is cls.node for thing in things):
            yield _static_write(evaluator, module, assignment)


def _static_write(evaluator: Evaluator, module: Module, assignment: Assignment) -> Write:
    return Write(module, assignment, None, lambda: evaluator.value(module, assignment.value))


def _static_above(evaluator: Evaluator, cls: ClassCase, name: str, reader: Reader, depth: int) -> Value:
    if cls.node.superclass is None or depth > _DEEPEST_CLASS:
        return function_member(evaluator, cls, name, reader)
    above = evaluator.value(cls.module, cls.node.superclass, cls.frame)
    return join(
        static_member(evaluator, case.thing, name, reader, depth + 1)
        if isinstance(case.thing, ClassCase)
        else evaluator.property(single(case.thing), name)
        for case in above.cases
    )


def function_member(evaluator: Evaluator, owner: FunctionCase | ClassCase, name: str, reader: Reader) -> Value:
    """A property assigned to a function or class; `default` is the function itself (module interoperation)."""
    writes = tuple(_writes_to_static(evaluator, owner, name))
    if writes:
        return after_writes(evaluator, None, writes, reader)
    return single(owner) if name == "default" else unknown(UnknownReason.DYNAMIC)


def is_external_or_absent(thing: Thing) -> bool:
    """Whether nothing of the repository stands behind `thing`."""
    return isinstance(thing, (External, Absent, Namespace))
