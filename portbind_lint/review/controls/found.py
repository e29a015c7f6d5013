"""A control that was recognised in a module, before it is known when it is on."""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.model.evidence import ControlKind
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Function, Node


@dataclass(frozen=True, slots=True)
class Found:
    """`node` is the decisive place; `nodes` are all places that must run for the control to have an effect.

    `reader` is the function that does the check, where it is a function of the repository.
    """

    kind: ControlKind
    module: Module
    node: Node
    nodes: tuple[Node, ...]
    reader: Function | None = None
