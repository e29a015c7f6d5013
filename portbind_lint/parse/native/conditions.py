"""What must be so for a place to be reached, within its function."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Condition
from portbind_lint.model.syntax import Binary, Expression, Opaque
from portbind_lint.parse.limits import MAX_CONDITIONS, MAX_EXITS, MAX_LABELS, MAX_NESTING
from portbind_lint.parse.native.kinds import BLOCKS, FUNCTIONS, operands, unwrapped
from portbind_lint.parse.scopes import any_of

if TYPE_CHECKING:
    import tree_sitter

    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.tree import Place

_THROWING = frozenset({"throw_statement"})
_LEAVING = _THROWING | {"return_statement", "continue_statement", "break_statement"}
_LOOPS = frozenset({"while_statement", "for_statement"})
_CHOICES = frozenset({"ternary_expression", "binary_expression"})
_CASES = frozenset({"switch_case", "switch_default"})
_SHORT_CIRCUITS = {"&&": True, "||": False, "??": False}


@dataclass(slots=True, eq=False)
class _Link:
    """The conditions that one place adds, nearest first, to those of a place around it; `all` once asked for."""

    added: list[Condition]
    outer: _Link | None
    all: tuple[Condition, ...] | None = None


class Conditions:
    """The tests around the places of one file.

    Neighbours share what is around both, so that a place costs no more for standing deep.
    """

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._links: dict[int, _Link | None] = {}
        self._exits: dict[int, list[tuple[int, Condition]]] = {}
        self._cases: dict[int, dict[int, Condition]] = {}
        self._made: dict[tuple[int, bool, bool], Condition] = {}

    def of(self, place: Place) -> tuple[Condition, ...]:
        """The conditions of `place`, outermost first."""
        link = self._link(place)
        if link is None:
            return ()
        if link.all is None:
            link.all = _nearest(link)
        return link.all

    def of_function(self, place: Place) -> tuple[Condition, ...]:
        """The conditions under which a function itself comes to be, outermost first."""
        if place.parent is None:
            return self.of(place)
        # An earlier exit of the same block is none of a declared function: that is there from the beginning.
        own = self._step(place, place.parent) if place.parent.kind in _CHOICES else []
        return (*self.of(place.parent), *own)

    def _link(self, place: Place) -> _Link | None:
        """The first link of `place`; None where nothing within its function puts a condition on it."""
        way: list[tuple[Place, Place]] = []
        while place.parent is not None and place.kind not in FUNCTIONS and place.id not in self._links:
            way.append((place, place.parent))
            place = place.parent
        link = self._links.get(place.id)
        for inner, outer in reversed(way):
            added = self._step(inner, outer)
            link = _Link(added, link) if added else link
            self._links[inner.id] = link
        return link

    def _step(self, place: Place, parent: Place) -> list[Condition]:
        """The conditions that `parent` puts on its child `place`, nearest first."""
        kind = parent.kind
        if kind in {"if_statement", "ternary_expression"}:
            if place.is_field("consequence") or place.is_field("alternative"):
                return self._test(parent, "condition", holds=place.is_field("consequence"))
        elif kind == "binary_expression":
            operator = parent.node.child_by_field_name("operator")
            holds = None if operator is None else _SHORT_CIRCUITS.get(operator.type)
            if holds is not None and place.is_field("right"):
                return self._test(parent, "left", holds=holds)
        elif kind in _LOOPS:
            if place.is_field("body"):
                return self._test(parent, "condition", holds=True)
        elif kind == "catch_clause":
            return [self._caught(parent)] if place.is_field("body") else []
        elif kind in _CASES:
            return self._before(place, parent) + ([] if place.is_field("value") else self._case(parent))
        elif kind in BLOCKS:
            return self._before(place, parent)
        return []

    def _test(self, holder: Place, field: str, *, holds: bool) -> list[Condition]:
        node = holder.node.child_by_field_name(field)
        if node is None or node.type in {";", "empty_statement"}:
            return []
        return [self._condition(node, holds=holds)]

    def _condition(self, node: tree_sitter.Node, *, holds: bool, insists: bool = False) -> Condition:
        key = (node.id, holds, insists)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = Condition(self._low.value(node), holds, insists)
        return made

    def _caught(self, clause: Place) -> Condition:
        key = (clause.id, True, False)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = Condition(Opaque(clause.start, clause.start + len("catch"), "catch"), holds=True)
        return made

    def _before(self, place: Place, block: Place) -> list[Condition]:
        """The earlier exits of the block, nearest first."""
        exits = self._exits.get(block.id)
        if exits is None:
            exits = self._exits[block.id] = []
            # What is thrown in a `try` is caught: life goes on.
            last = frozenset[str]() if block.parent is not None and block.parent.kind == "try_statement" else _THROWING
            for child in block.node.named_children:
                if child.type == "if_statement":
                    exits += [(child.end_byte, made) for made in self._exit(child, last)]
        before = bisect_right(exits, place.start, key=lambda entry: entry[0])
        return [made for _, made in reversed(exits[max(0, before - MAX_EXITS) : before])]

    def _exit(self, statement: tree_sitter.Node, last: frozenset[str]) -> list[Condition]:
        """What an `if` that leaves its block says of what comes after it; after leaving by `last` nothing comes."""
        test = statement.child_by_field_name("condition")
        consequence = statement.child_by_field_name("consequence")
        alternative = statement.child_by_field_name("alternative")
        if test is None:
            return []
        if consequence is not None and self._leaves(consequence):
            return [self._condition(test, holds=False, insists=self._leaves(consequence, last))]
        if alternative is not None and self._leaves(alternative):
            return [self._condition(test, holds=True, insists=self._leaves(alternative, last))]
        return []

    def _leaves(self, node: tree_sitter.Node, by: frozenset[str] = _LEAVING, nesting: int = 0) -> bool:
        """Whether a statement always leaves its block: it ends in one `by` which it does, or in `process.exit()`."""
        if node.type in by:
            return True
        if nesting > MAX_NESTING:
            return False
        if node.type in {"statement_block", "else_clause"}:
            inner = operands(node)
            return bool(inner) and self._leaves(inner[-1], by, nesting + 1)
        if node.type == "if_statement":
            branches = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
            return all(branch is not None and self._leaves(branch, by, nesting + 1) for branch in branches)
        return node.type == "expression_statement" and self._ends_process(node)

    def _ends_process(self, statement: tree_sitter.Node) -> bool:
        inner = operands(statement)
        call = unwrapped(inner[0]) if inner else None
        function = None if call is None or call.type != "call_expression" else call.child_by_field_name("function")
        return function is not None and self._low.text(function) in {"process.exit", "process.abort", "Deno.exit"}

    def _case(self, case: Place) -> list[Condition]:
        """The subject equals one of the labels that lead here, or none of all of them where only `default` does."""
        body = case.parent
        if body is None or body.parent is None:
            return []
        cases = self._cases.get(body.id)
        if cases is None:
            subject = body.parent.node.child_by_field_name("value")
            cases = self._cases[body.id] = {} if subject is None else self._tests(body.node, self._low.value(subject))
        made = cases.get(case.id)
        return [] if made is None else [made]

    def _tests(self, body: tree_sitter.Node, subject: Expression) -> dict[int, Condition]:
        """The condition of each case of a switch, by the id of its node."""
        tests: dict[int, Condition] = {}
        leading: list[Expression] | None = []
        labels: list[Expression] = []
        alone: int | None = None
        for case in operands(body):
            label = case.child_by_field_name("value")
            alone = case.id if label is None and leading == [] else alone
            if label is None or (leading is not None and len(leading) >= MAX_LABELS):
                leading = None
            if leading is not None and label is not None:
                equal = Binary(label.start_byte, label.end_byte, "===", subject, self._low.value(label))
                leading.append(equal)
                labels.append(equal)
                tests[case.id] = Condition(any_of(leading), holds=True)
            if not self._falls_through(case):
                leading = []
        if alone is not None and 0 < len(labels) == len(operands(body)) - 1 <= MAX_LABELS:
            tests[alone] = Condition(any_of(labels), holds=False)
        return tests

    def _falls_through(self, case: tree_sitter.Node) -> bool:
        body = case.children_by_field_name("body")
        statements = [child for child in body if child.is_named and child.type != "comment"]
        return not statements or not self._leaves(statements[-1])


def _nearest(link: _Link | None) -> tuple[Condition, ...]:
    """The nearest conditions of a chain of links, outermost first."""
    found: list[Condition] = []
    while link is not None and len(found) < MAX_CONDITIONS:
        found += link.added
        link = link.outer
    return tuple(reversed(found))
