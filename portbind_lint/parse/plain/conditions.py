"""What must be so for a place to be reached, within its function."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Condition
from portbind_lint.model.syntax import Binary, Opaque
from portbind_lint.parse.limits import MAX_CONDITIONS, MAX_EXITS, MAX_LABELS, MAX_NESTING
from portbind_lint.parse.plain.kinds import BLOCKS, FUNCTIONS
from portbind_lint.parse.scopes import any_of

if TYPE_CHECKING:
    from portbind_lint.model.syntax import Expression
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_THROWING = frozenset({"ThrowStatement"})
_LEAVING = _THROWING | {"ReturnStatement", "ContinueStatement", "BreakStatement"}
_BRANCHING = frozenset({"IfStatement", "ConditionalExpression"})
_CHOICES = frozenset({"ConditionalExpression", "LogicalExpression"})
_LOOPS = frozenset({"WhileStatement", "ForStatement"})
_SHORT_CIRCUITS = {"&&": True, "||": False}


class Conditions:
    """The tests around the places of one file."""

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._exits: dict[Place, list[tuple[int, Condition]]] = {}
        self._cases: dict[Place, dict[Place, Condition]] = {}
        self._made: dict[tuple[Place, bool, bool], Condition] = {}

    def of(self, place: Place) -> tuple[Condition, ...]:
        """The conditions of `place`, outermost first."""
        found: list[Condition] = []
        while place.parent is not None and place.kind not in FUNCTIONS and len(found) < MAX_CONDITIONS:
            found += self._step(place, place.parent)
            place = place.parent
        return tuple(reversed(found))

    def of_function(self, place: Place) -> tuple[Condition, ...]:
        """The conditions under which a function itself comes to be, outermost first."""
        if place.parent is None:
            return self.of(place)
        # An earlier exit of the same block is none of a declared function: that is there from the beginning.
        own = self._step(place, place.parent) if place.parent.kind in _CHOICES else []
        return (*self.of(place.parent), *own)

    def _step(self, place: Place, parent: Place) -> list[Condition]:
        """The conditions that `parent` puts on its child `place`, nearest first."""
        if parent.kind in _BRANCHING and place.role != "test":
            return self._test(parent.one("test"), holds=place.role == "consequent")
        if parent.kind in _LOOPS and place.role == "body":
            return self._test(parent.one("test"), holds=True)
        if parent.kind == "LogicalExpression" and place.role == "right":
            return self._test(parent.one("left"), holds=_SHORT_CIRCUITS[parent.word("operator")])
        if parent.kind == "CatchClause" and place.role == "body":
            return [self._caught(parent)]
        if parent.kind == "SwitchCase":
            return self._before(place, parent) + ([] if place.role == "test" else self._case(parent))
        if parent.kind in BLOCKS:
            return self._before(place, parent)
        return []

    def _test(self, test: Place | None, *, holds: bool, insists: bool = False) -> list[Condition]:
        return [] if test is None else [self._condition(test, holds=holds, insists=insists)]

    def _condition(self, test: Place, *, holds: bool, insists: bool) -> Condition:
        made = self._made.get((test, holds, insists))
        if made is None:
            made = self._made[test, holds, insists] = Condition(self._low.value(test), holds, insists)
        return made

    def _caught(self, clause: Place) -> Condition:
        made = self._made.get((clause, True, False))
        if made is None:
            made = Condition(Opaque(clause.start, clause.start + len("catch"), "catch"), holds=True)
            self._made[clause, True, False] = made
        return made

    def _before(self, place: Place, block: Place) -> list[Condition]:
        """The earlier exits of the block, nearest first."""
        exits = self._exits.get(block)
        if exits is None:
            # What is thrown in a `try` is caught: life goes on.
            last = frozenset[str]() if block.parent is not None and block.parent.kind == "TryStatement" else _THROWING
            ifs = [child for child in block.children if child.kind == "IfStatement"]
            exits = self._exits[block] = [(child.end, made) for child in ifs for made in self._exit(child, last)]
        before = bisect_right(exits, place.start, key=itemgetter(0))
        return [made for _, made in reversed(exits[max(0, before - MAX_EXITS) : before])]

    def _exit(self, statement: Place, last: frozenset[str]) -> list[Condition]:
        """What an `if` that leaves its block says of what comes after it; after leaving by `last` nothing comes."""
        test, consequent, alternate = (statement.one(name) for name in ("test", "consequent", "alternate"))
        if consequent is not None and self._leaves(consequent):
            return self._test(test, holds=False, insists=self._leaves(consequent, last))
        if alternate is not None and self._leaves(alternate):
            return self._test(test, holds=True, insists=self._leaves(alternate, last))
        return []

    def _leaves(self, place: Place, by: frozenset[str] = _LEAVING, nesting: int = 0) -> bool:
        """Whether a statement always leaves its block: it ends in one `by` which it does, or in `process.exit()`."""
        if place.kind in by:
            return True
        if nesting > MAX_NESTING:
            return False
        if place.kind == "BlockStatement":
            return bool(place.children) and self._leaves(place.children[-1], by, nesting + 1)
        if place.kind == "IfStatement":
            branches = [place.one("consequent"), place.one("alternate")]
            return all(branch is not None and self._leaves(branch, by, nesting + 1) for branch in branches)
        return place.kind == "ExpressionStatement" and self._ends_process(place)

    def _ends_process(self, statement: Place) -> bool:
        call = statement.one("expression")
        callee = None if call is None or call.kind != "CallExpression" else call.one("callee")
        return callee is not None and self._low.text(callee) in {"process.exit", "process.abort", "Deno.exit"}

    def _case(self, case: Place) -> list[Condition]:
        """The subject equals one of the labels that lead here, or none of all of them where only `default` does."""
        switch = case.parent
        if switch is None:
            return []
        cases = self._cases.get(switch)
        if cases is None:
            subject = switch.one("discriminant")
            cases = self._cases[switch] = {} if subject is None else self._tests(switch, self._low.value(subject))
        made = cases.get(case)
        return [] if made is None else [made]

    def _tests(self, switch: Place, subject: Expression) -> dict[Place, Condition]:
        """The condition of each case of a switch."""
        tests: dict[Place, Condition] = {}
        cases = [child for child in switch.children if child.kind == "SwitchCase"]
        leading: list[Expression] | None = []
        labels: list[Expression] = []
        alone: Place | None = None
        for case in cases:
            label = case.one("test")
            alone = case if label is None and leading == [] else alone
            if label is None or (leading is not None and len(leading) >= MAX_LABELS):
                leading = None
            if leading is not None and label is not None:
                equal = Binary(label.start, label.end, "===", subject, self._low.value(label))
                leading.append(equal)
                labels.append(equal)
                tests[case] = Condition(any_of(leading), holds=True)
            if not self._falls_through(case):
                leading = []
        if alone is not None and 0 < len(labels) == len(cases) - 1 <= MAX_LABELS:
            tests[alone] = Condition(any_of(labels), holds=False)
        return tests

    def _falls_through(self, case: Place) -> bool:
        statements = case.many("consequent")
        last = statements[-1] if statements else None
        return last is None or not self._leaves(last)
