"""Remembers answers, notices cycles, and keeps what rests on an open cycle only for as long as that is open."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
A = TypeVar("A")
Key = tuple[Hashable, ...]

DEEPEST = 150
"""Questions that may wait for each other."""

STEPS_A_QUESTION = 2_500
STEPS_FREE = 300
"""What every question may take, more than most need; only what it takes beyond that is drawn from the reserve."""

STEPS_IN_RESERVE = 12_000
"""For the few questions of a unit that need more. Where it is used up, the rest of them goes without."""

STEPS_ASIDE = 400
"""What it may take to find out whether something matters at all to the question that is open."""

COST_OF_NO_ANSWER = 2
"""How many times its steps a question costs that ran out of them: others of the same program will run out too."""

_OUT_OF_STEPS = -1


@dataclass(slots=True)
class Activity:
    """The questions that are open now, over all tables, and how many steps the outermost one was given and has left.

    `heads` are the open questions (by their depth) that the answer being computed has run into: such an answer holds
    only until the deepest of them is closed. `expiring` lists, for each open question, what to forget then, `spoiled`
    how to forget each answer that was given for want of steps.
    """

    open: dict[Key, int] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    expiring: list[list[Callable[[], object]]] = field(default_factory=list)
    spoiled: list[Callable[[], object]] = field(default_factory=list)
    given: int = 0
    left: int = 0
    reserve: int = STEPS_IN_RESERVE

    def may_go_on(self) -> bool:
        """Whether one more question may be opened; running out of steps spoils all that waits."""
        if not self.open:
            taken = max(0, self.given - self.left - STEPS_FREE)
            self.reserve -= taken * COST_OF_NO_ANSWER if self.left < 0 else taken
            self.given = self.left = min(STEPS_A_QUESTION, STEPS_FREE + max(0, self.reserve))
            self.spoiled.clear()
        self.left -= 1
        if self.left < 0:
            self.heads.add(_OUT_OF_STEPS)
        return self.left >= 0 and len(self.open) < DEEPEST

    def spend(self, steps: int) -> bool:
        """Count work that is no question, such as parsing a file, as so many steps; whether there are any left."""
        if self.open:
            self.left -= steps
        return not self.is_spent

    def aside(self, ask: Callable[[], A]) -> A:
        """What `ask` tells with `STEPS_ASIDE` at most; where they do not do, the open question goes on with its own."""
        if not self.open or self.left <= STEPS_ASIDE:
            return ask()
        kept, self.left = self.left - STEPS_ASIDE, STEPS_ASIDE
        before = len(self.spoiled)
        try:
            return ask()
        finally:
            if self.left < 0:
                self.heads.discard(_OUT_OF_STEPS)
                for forget in self.spoiled[before:]:
                    forget()
            self.left += kept

    @property
    def is_spent(self) -> bool:
        """Whether the open question has used its steps: searching on finds nothing that could still be weighed."""
        return bool(self.open) and self.left < 0


class Table(Generic[T]):
    """Answers of one type; tables that share an `Activity` see each other's open questions."""

    def __init__(self, activity: Activity, cycle: T, limit: T) -> None:
        """`cycle` answers a question that is open already, `limit` one that may not be opened any more."""
        self._activity = activity
        self._cycle = cycle
        self._limit = limit
        self._known: dict[Key, T] = {}
        self._passing: dict[Key, tuple[T, frozenset[int]]] = {}

    def remember(self, key: Key, compute: Callable[[], T]) -> T:
        """`compute()`, once for each `key`."""
        if key in self._known:
            return self._known[key]
        activity = self._activity
        if (passing := self._passing.get(key)) is not None:
            activity.heads |= passing[1]
            return passing[0]
        if (at := activity.open.get(key)) is not None:
            activity.heads.add(at)
            return self._cycle
        if not activity.may_go_on():
            return self._limit
        return self._computed(key, compute)

    def _computed(self, key: Key, compute: Callable[[], T]) -> T:
        activity = self._activity
        depth = len(activity.open)
        activity.open[key] = depth
        activity.expiring.append([])
        outer, activity.heads = activity.heads, set()
        try:
            result = compute()
        finally:
            del activity.open[key]
            for forget in activity.expiring.pop():
                forget()
            heads = frozenset(head for head in activity.heads if head < depth)
            activity.heads = outer | heads
        self._keep(key, result, heads, depth)
        return result

    def _keep(self, key: Key, result: T, heads: frozenset[int], depth: int) -> None:
        if not heads or depth == 0:
            self._known[key] = result
            return
        self._passing[key] = (result, heads)

        def forget() -> None:
            self._passing.pop(key, None)

        self._activity.expiring[max(0, *heads)].append(forget)
        if _OUT_OF_STEPS in heads:
            self._activity.spoiled.append(forget)
