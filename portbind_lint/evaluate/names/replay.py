"""Which calls of a function have run before something is read: the assignments in it have happened then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.frames import DEEPEST_CALL, Argument, Frame, Reader, bound_to, frame_of
from portbind_lint.evaluate.functions.arguments import Arguments, arguments_of
from portbind_lint.evaluate.names.guards import is_caught, way_to
from portbind_lint.evaluate.names.naming import last_name, names_of
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, Call, ClassMember, Function, Member, Name, Node, Property
from portbind_lint.model.value import FunctionCase, Instance, ObjectCase

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_MOST_LEVELS = 8
_MOST_REPLAYS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A body of which everything before `node` has run when the reader reads; all of it where `node` is None.

    `inner` is the function in it that the reader stands in: what had to hold for that to be made did hold.
    """

    module: Module
    function: Function | None
    node: Node | None
    frame: Frame | None
    inner: Function | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """A call that has run: its place, which orders it among assignments, and the context of its body."""

    position: int
    frame: Frame


def levels(reader: Reader) -> Iterator[Level]:
    """The bodies around the reader, then those of the calls that led to it, then what ran when the module was loaded.

    Of a function around the reader all is taken to have run: what it holds is called later.
    """
    module, node, frame = reader.module, reader.node, reader.frame
    for _ in range(_MOST_LEVELS):
        if module is None:
            return
        function = None if node is None else module.enclosing_function(node)
        yield Level(module, function, node, frame)
        if function is None:
            return
        place = frame_of(frame, function)
        if place is not None and place.place is not None and place.place.node is not None:
            if place.place.module is not module:
                yield Level(module, None, None, None)
            module, node, frame = place.place.module, place.place.node, place.place.frame
            continue
        yield from _around(module, function, frame)
        return


def _around(module: Module, function: Function, frame: Frame | None) -> Iterator[Level]:
    outer = module.enclosing_function(function)
    while outer is not None:
        yield Level(module, outer, None, frame_of(frame, outer), function)
        function, outer = outer, module.enclosing_function(outer)
    yield Level(module, None, None, None, function)


def replays(evaluator: Evaluator, module: Module, function: Function, reader: Reader) -> tuple[Replay, ...] | None:
    """The calls of `function` (of `module`) that have certainly run when `reader` reads, in order.

    None where that cannot be said; empty where it is seen to be called only later.
    """
    call = module.parent(function)
    if isinstance(call, Call) and call.callee is function:
        return _at_once(evaluator, module, function, call, reader)
    words = tuple(names_of(module, function))
    if not words:
        return None
    found: list[Replay] = []
    later = 0
    setter = _is_setter(module, function)
    for level in levels(reader):
        for call in _assignments(level, words) if setter else _calls(evaluator, level, module, words):
            case = _set_by(evaluator, level, call, function) if setter else _called(evaluator, level, call, function)
            if case is None:
                continue
            has_run = _has_run(level, call)
            if has_run is None and _is_unusual(evaluator, level, call):
                has_run = False
            later += has_run is False
            if has_run and (frame := _frame(evaluator, level, call, case)) is not None:
                found.append(Replay(call.start if isinstance(call, Assignment) else call.name_start, frame))
    if found:
        return tuple(sorted(found[:_MOST_REPLAYS], key=lambda replay: replay.position))
    return () if _only(module, function, words, later) else None


def _at_once(
    evaluator: Evaluator, module: Module, function: Function, call: Call, reader: Reader
) -> tuple[Replay, ...] | None:
    """`(() => { host = '0.0.0.0'; })()`, where that stands in a body that the reader has come through."""
    where = module.enclosing_function(call)
    for level in levels(reader):
        if level.module is module and level.function is where:
            if level.node is not None and call.start >= level.node.end:
                return ()
            case = FunctionCase(module, function, level.frame, None)
            frame = _frame(evaluator, level, call, case) if _has_run(level, call) else None
            return None if frame is None else (Replay(call.start, frame),)
    return None


def _only(module: Module, function: Function, words: tuple[str, ...], later: int) -> bool:
    """Whether the calls that come later are all there are, and nobody else can call: a plain name, not exported."""
    if isinstance(module.parent(function), (ClassMember, Property, Assignment)) or module.path.endswith(".d.ts"):
        return False
    for export in module.exports:
        if export.value is function or (isinstance(export.value, Name) and export.value.name in words):
            return False
    uses = [reference for word in words for reference in module.references(word) if reference.role != "declare"]
    return 0 < later == len(uses)


def _is_setter(module: Module, function: Function) -> bool:
    holder = module.parent(function)
    return isinstance(holder, (ClassMember, Property)) and holder.kind == "set"


def _assignments(level: Level, words: tuple[str, ...]) -> Iterator[Assignment]:
    """The assignments to members of these names in the body of `level`, which call a setter."""
    for word in words:
        for assignment in level.module.member_writes(word)[:_MOST_REPLAYS]:
            if level.module.enclosing_function(assignment) is level.function:
                yield assignment


def _set_by(
    evaluator: Evaluator, level: Level, assignment: Call | Assignment, function: Function
) -> FunctionCase | None:
    """The setter `function` with the object that `assignment` sets a member of."""
    target = assignment.target if isinstance(assignment, Assignment) else None
    if not isinstance(target, Member):
        return None
    cls = level.module.enclosing_class(function)
    for case in evaluator.value(level.module, target.object, level.frame).cases:
        match case.thing:
            case Instance(cls=made) if made.node is cls:
                return FunctionCase(level.module, function, made.frame, case.thing)
            case ObjectCase(node=node) if node is level.module.parent(level.module.parent(function) or node):
                return FunctionCase(level.module, function, case.thing.frame, case.thing)
            case _:
                continue
    return None


def _chain(node: Node | None) -> Iterator[Call]:
    """The calls whose results `node` is a call or member of: `make().host('x')` of `make().host('x').build()`."""
    while isinstance(node, (Call, Member)):
        node = node.callee if isinstance(node, Call) else node.object
        if isinstance(node, Call):
            yield node


def _calls(evaluator: Evaluator, level: Level, home: Module, words: tuple[str, ...]) -> Iterator[Call]:
    wanted = words
    if level.module is not home:
        wanted += tuple(binding.local for binding in level.module.imports if binding.imported in {*words, "default"})
    listed = evaluator.calls_within(level.module, level.function)
    inside = [call for word in dict.fromkeys(wanted) for call in listed.get(word, ())]
    chained = [call for call in _chain(level.node) if last_name(call.callee) in wanted]
    yield from (call for call in dict.fromkeys((*inside, *chained)) if not call.is_new)


def _called(evaluator: Evaluator, level: Level, call: Call | Assignment, function: Function) -> FunctionCase | None:
    if isinstance(call, Assignment):
        return None
    for case in evaluator.value(level.module, call.callee, level.frame).cases:
        if isinstance(case.thing, FunctionCase) and case.thing.node is function:
            return case.thing
    return None


def _has_run(level: Level, call: Call | Assignment) -> bool | None:
    """Whether `call` has run when control comes to the node of `level`; None where a test decides that."""
    node = level.node
    if node is not None and (call.start >= node.end or (call.start <= node.start and node.end <= call.end)):
        return False
    known = node or level.inner
    held = () if known is None else level.module.conditions(known)
    shared = {(condition.test, condition.holds) for condition in held}
    return all((condition.test, condition.holds) in shared for condition in level.module.conditions(call)) or None


def _is_unusual(evaluator: Evaluator, level: Level, call: Call | Assignment) -> bool:
    """Whether `call` is come to only when somebody sets something or something goes wrong, or never."""
    conditions = level.module.conditions(call)
    way = None if is_caught(conditions) else way_to(evaluator, level.module, conditions, level.frame)
    return way is None or bool(way[0])


def _frame(evaluator: Evaluator, level: Level, call: Call | Assignment, case: FunctionCase) -> Frame | None:
    caller = level.frame
    depth = 1 if caller is None else caller.depth + 1
    if depth > DEEPEST_CALL:
        return None
    given = (
        Arguments((Argument(level.module, call.value, caller),))
        if isinstance(call, Assignment)
        else arguments_of(evaluator, level.module, call, caller)
    )
    made = Frame(
        module=case.module,
        scope=case.node,
        arguments=(*bound_to(case), *given.arguments),
        open_end=given.open_end,
        this=case.this,
        outer=case.frame if isinstance(case.frame, Frame) else None,
        caller=caller,
        depth=depth,
        place=Reader(level.module, call, caller),
    )
    return evaluator.frame(made)
