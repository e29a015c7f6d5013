"""The context in which an expression is read: which call led into its function, or which object `this` is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Class, Expression, Function, Node
from portbind_lint.model.value import Thing, Value

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
class Frame:
    """One call of the function `scope` (or one object of the class `scope`).

    `arguments` are None where only `this` is known: then parameters are looked up in all callers. `open_end` says that
    more arguments may follow than are listed. `outer` is the frame in which the function was made, `caller` the one
    that calls it, `depth` the number of calls that are nested.
    """

    module: Module
    scope: Function | Class
    arguments: tuple[Passed, ...] | None
    open_end: bool
    this: Thing | None
    outer: Frame | None
    caller: Frame | None
    depth: int


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
    """Whether `function` is already being followed: recursion adds nothing."""
    place = frame
    while place is not None:
        if place.scope is function:
            return True
        place = place.caller
    return False
