"""Who calls a function, and what each call passes; those of tests count only where nobody else calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.evaluate.functions.arguments import Arguments
from portbind_lint.evaluate.functions.caller_search import CallerSearch
from portbind_lint.evaluate.memory import Table
from portbind_lint.evaluate.program.aside import is_aside
from portbind_lint.evaluate.program.text_search import Wanted, every
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Assignment, ClassMember, Function, Property

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

MOST_CALLERS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """What each call of a function passes. `aside` says that only tests and examples call what is not one of them."""

    passings: tuple[Arguments, ...]
    aside: bool = False


class Callers:
    """The calls of each function that somebody asked about."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._found: Table[Calls | None] = Table(evaluator.activity, None, Calls(()))

    def of(self, module: Module, function: Function) -> Calls | None:
        """The calls of `function`, those of tests left out if others call too; None while this is being found out."""
        return self._found.remember(
            ("callers", function),
            lambda: self._weighed(module, function),
        )

    def _weighed(self, module: Module, function: Function) -> Calls:
        """Tests and examples are searched only where nobody else calls."""
        if is_aside(module.path):
            return Calls(tuple(self._first(module, function, every)))
        for wanted in self._circles(module, function):
            product = tuple(self._first(module, function, wanted))
            if product:
                return Calls(product)
        tests = tuple(self._first(module, function, is_aside))
        return Calls(tests, aside=bool(tests))

    def _circles(self, module: Module, function: Function) -> Iterator[Wanted]:
        """The files to be searched, and those to be searched where nobody in them calls.

        Who calls a method of something handed to it is found by evaluating each receiver of that name: that price is
        paid only where nobody calls who imports the module, directly or through others.
        """
        if _is_method(module, function):
            knows = self._evaluator.program.search.knowing(module.path)
            yield lambda path: not is_aside(path) and knows(path)
        yield lambda path: not is_aside(path)

    def _first(self, module: Module, function: Function, wanted: Wanted) -> Iterator[Arguments]:
        """What the first `MOST_CALLERS` of the wanted callers pass."""
        found = CallerSearch(self._evaluator, module, function, wanted).passings()
        return islice(found, MOST_CALLERS)


def _is_method(module: Module, function: Function) -> bool:
    holder = module.parent(function)
    return isinstance(holder, (ClassMember, Property, Assignment)) and not (
        isinstance(holder, ClassMember) and holder.kind == "constructor"
    )
