"""The context in which an expression is read: which call led into its function, or which object `this` is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Class, Expression, Function, Node
from portbind_lint.model.value import FunctionCase, Thing, Value

DEEPEST_RECURSION = 4
DEEPEST_CALL = 6
"""Calls into calls that are followed with their own arguments."""


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """An argument that is read when somebody asks: the expression with its place and context."""

    module: Module
    expression: Expression
    frame: Frame | None


Passed = Union[Argument, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Where a value is asked for, in the context `frame`; `node` None stands for some place that runs later."""

    module: Module | None
    node: Node | None
    frame: Frame | None = None


NOWHERE = Reader(None, None)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One call of the function `scope` (or one object of the class `scope`).

    `arguments` are None where only `this` is known: then parameters are looked up in all callers. `open_end` says that
    more arguments may follow than are listed. `outer` is the frame in which the function was made, `caller` the one
    that calls it, `depth` the number of calls that are nested. `place` is where it is called, or where a getter is
    read, if that is known.
    """

    module: Module
    scope: Function | Class
    arguments: tuple[Passed, ...] | None
    open_end: bool
    this: Thing | None
    outer: Frame | None
    caller: Frame | None
    depth: int
    place: Reader | None = None


def bound_to(function: FunctionCase) -> tuple[Passed, ...]:
    """What `bind` has passed to `function`."""
    return tuple(argument for argument in function.bound if isinstance(argument, (Argument, Value)))


def visible(frame: object, module: Module, node: Node) -> Frame | None:
    """The innermost frame around `frame` whose scope holds `node`: what lies outside cannot change its value."""
    place = frame if isinstance(frame, Frame) else None
    while place is not None and not (place.module is module and place.scope.start <= node.start < place.scope.end):
        place = place.outer
    return place


def frame_of(frame: Frame | None, function: Function) -> Frame | None:
    """The frame that holds the arguments of `function`, None where no call of it is being followed."""
    place = frame
    while place is not None and place.scope is not function:
        place = place.outer
    return place if place is not None and place.arguments is not None else None


def calling(frame: Frame | None, function: Function) -> bool:
    """Whether `function` is already being followed as often as recursion is followed."""
    place, times = frame, 0
    while place is not None:
        times += place.scope is function
        place = place.caller
    return times >= DEEPEST_RECURSION
