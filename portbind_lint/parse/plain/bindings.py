"""Lexical scope: what a name refers to, who uses it and who writes to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Binding, Reference, Variable
from portbind_lint.model.syntax import Assignment, Index, Member, Name, Node
from portbind_lint.parse.plain.names import Use, pattern_top
from portbind_lint.parse.scopes import DECLARE, KEY, MEMBER, READ, WRITE, declare, word_of

if TYPE_CHECKING:
    from portbind_lint.parse.plain.declarations import Declarations
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place


_ASSIGNMENTS = {"AssignmentExpression": "left", "UpdateExpression": "argument"}
"""The role of the target of each."""


class Bindings:
    """References, bindings and writes of one file; tables of a word are made when it is first asked for."""

    def __init__(self, low: Lowering, uses: dict[str, tuple[Use, ...]], declarations: Declarations) -> None:
        self._low = low
        self._uses = uses
        self._declarations = declarations
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._scopes: dict[str, dict[Place, Binding]] = {}
        self._bound: dict[str, dict[Binding, list[Use]]] = {}
        self._again: dict[Binding, list[Assignment]] = {}
        self._names: dict[Binding, tuple[Name, ...]] = {}
        self._writes: dict[Binding, tuple[Assignment, ...]] = {}
        self._member_writes: dict[str, tuple[Assignment, ...]] = {}

    def references(self, word: str) -> tuple[Reference, ...]:
        """Every place where `word` is used as a name, in source order."""
        found = self._references.get(word)
        if found is None:
            found = self._references[word] = tuple(self._reference(use) for use in self._uses.get(word, ()))
        return found

    def at(self, place: Place, word: str) -> Binding | None:
        """What `word` means at `place`; None for a global."""
        scopes = self._scopes_of(word)
        found = scopes.get(place)
        inner = place
        for outer in place.ancestors() if scopes else ():
            if found is not None:
                break
            # What a switch looks at stands outside of the block that its cases share.
            found = None if inner.role == "discriminant" else scopes.get(outer)
            inner = outer
        return found

    def uses(self, binding: Binding) -> tuple[Name, ...]:
        """The reads and writes of `binding`."""
        found = self._names.get(binding)
        if found is None:
            lowered = (self._low.node(use.place) for use in self._bound_to(binding))
            found = self._names[binding] = tuple(node for node in lowered if isinstance(node, Name))
        return found

    def writes(self, binding: Binding) -> tuple[Assignment, ...]:
        """The assignments to `binding`, initialisers of repeated declarations included, in source order."""
        found = self._writes.get(binding)
        if found is None:
            written = [use.target for use in self._bound_to(binding) if use.role == WRITE]
            made = [made for target in written if (made := self._assignment(target)) is not None]
            made += self._again.get(binding, ())
            found = self._writes[binding] = tuple(sorted(made, key=lambda assignment: assignment.start))
        return found

    def member_writes(self, word: str) -> tuple[Assignment, ...]:
        """The assignments to `x.word` or `x['word']`."""
        found = self._member_writes.get(word)
        if found is None:
            tops = [pattern_top(use.target) for use in self._uses.get(word, ()) if use.role == MEMBER]
            made = (None if top is None else self._assignment(top) for top in tops)
            found = self._member_writes[word] = tuple(one for one in made if one is not None and not one.counts)
        return found

    def _assignment(self, target: Place) -> Assignment | None:
        parent = target.parent
        if parent is None or target.role != _ASSIGNMENTS.get(parent.kind):
            return None
        made = self._low.node(parent)
        return made if isinstance(made, Assignment) else None

    def _bound_to(self, binding: Binding) -> list[Use]:
        word = word_of(binding)
        bound = self._bound.get(word)
        if bound is None:
            bound = self._bound[word] = {}
            for use in self._uses.get(word, ()):
                found = self.at(use.place, word) if use.role in (READ, WRITE) else None
                if found is not None:
                    bound.setdefault(found, []).append(use)
        return bound.get(binding, [])

    def _reference(self, use: Use) -> Reference:
        if use.role in (READ, WRITE, MEMBER):
            lowered = self._low.node(use.target if use.role == MEMBER else use.place)
            if isinstance(lowered, (Name, Member, Index)):
                return Reference(use.role, lowered)
        return Reference(KEY if use.role == MEMBER else use.role, Node(use.place.start, use.place.end))

    def _scopes_of(self, word: str) -> dict[Place, Binding]:
        scopes = self._scopes.get(word)
        if scopes is None:
            scopes = self._scopes[word] = {}
            for use in self._uses.get(word, ()):
                if use.role == DECLARE:
                    self._declare(use, scopes)
        return scopes

    def _declare(self, use: Use, scopes: dict[Place, Binding]) -> None:
        declared = self._declarations.declared(use)
        if declared is not None:
            scope, binding = declared
            declare(scopes, scope, binding, self._again, partial(self._initialiser, use))

    def _initialiser(self, use: Use, binding: Binding) -> list[Assignment]:
        """The initialiser of a repeated `var` acts as an assignment to the first."""
        target, declarator = self._low.node(use.target), use.target.parent
        if not isinstance(binding, Variable) or binding.value is None or declarator is None:
            return []
        if not isinstance(target, Name):
            return []
        return [Assignment(declarator.start, declarator.end, target, "=", binding.value)]
