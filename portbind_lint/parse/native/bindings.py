"""Lexical scope, word by word: what a name refers to is found among the declarations of that word.

No scope is ever built as a whole. For one word its declarations are few; each belongs to the node that is its scope,
and a reference means the one whose scope is met first on the way up.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Binding, Reference, Variable
from portbind_lint.model.syntax import Assignment, Index, Member, Name, Node
from portbind_lint.parse.native.declarations import Declarations
from portbind_lint.parse.native.names import Use, pattern_top, use_of
from portbind_lint.parse.native.nests import Nest
from portbind_lint.parse.scopes import DECLARE, KEY, MEMBER, READ, WRITE, declare, word_of

if TYPE_CHECKING:
    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.tree import Place, Tree

_ASSIGNMENTS = {
    "assignment_expression": "left", "augmented_assignment_expression": "left", "update_expression": "argument"
}  # fmt: skip
"""The field of the target of each."""


class Bindings:
    """References, bindings and writes of one file."""

    def __init__(self, tree: Tree, low: Lowering, declarations: Declarations) -> None:
        self._tree = tree
        self._low = low
        self._declarations = declarations
        self._uses: dict[str, tuple[Use, ...]] = {}
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._scopes: dict[str, dict[int, Binding]] = {}
        self._nests: dict[str, Nest] = {}
        self._bound: dict[str, dict[Binding, list[Use]]] = {}
        self._names: dict[Binding, tuple[Name, ...]] = {}
        self._writes: dict[Binding, tuple[Assignment, ...]] = {}
        self._member_writes: dict[str, tuple[Assignment, ...]] = {}
        self._again: dict[Binding, list[Assignment]] = {}

    def references(self, word: str) -> tuple[Reference, ...]:
        """Every place where `word` is used as a name, in source order."""
        found = self._references.get(word)
        if found is None:
            found = self._references[word] = tuple(self._reference(use) for use in self._uses_of(word))
        return found

    def occurrences(self, word: str) -> int:
        """How often `word` is used as a name."""
        return len(self._uses_of(word))

    def at(self, place: Place, word: str) -> Binding | None:
        """What `word` means at `place`; None for a global."""
        scopes = self._scopes_of(word)
        if not scopes:
            return None
        found = self._nests[word].around(place)
        return None if found is None else scopes[found.id]

    def uses(self, binding: Binding) -> tuple[Name, ...]:
        """The reads and writes of `binding`."""
        found = self._names.get(binding)
        if found is None:
            lowered = (self._low.lower(use.place.node) for use in self._uses_of_binding(binding))
            found = self._names[binding] = tuple(node for node in lowered if isinstance(node, Name))
        return found

    def writes(self, binding: Binding) -> tuple[Assignment, ...]:
        """The assignments to `binding`, initialisers of repeated declarations included, in source order."""
        found = self._writes.get(binding)
        if found is None:
            uses = [use for use in self._uses_of_binding(binding) if use.role == WRITE]
            made = [made for use in uses if (made := self._assignment(use.target)) is not None]
            made += self._again.get(binding, ())
            found = self._writes[binding] = tuple(sorted(made, key=lambda assignment: assignment.start))
        return found

    def member_writes(self, word: str) -> tuple[Assignment, ...]:
        """The assignments to `x.word` or `x['word']`."""
        found = self._member_writes.get(word)
        if found is None:
            tops = [pattern_top(use.target) for use in self._uses_of(word) if use.role == MEMBER]
            made = [None if top is None else self._assignment(top) for top in tops]
            found = self._member_writes[word] = tuple(one for one in made if one is not None and not one.counts)
        return found

    def _assignment(self, target: Place) -> Assignment | None:
        parent = target.parent
        if parent is None or not target.is_field(_ASSIGNMENTS.get(parent.kind, "")):
            return None
        made = self._low.lower(parent.node)
        return made if isinstance(made, Assignment) else None

    def _uses_of(self, word: str) -> tuple[Use, ...]:
        found = self._uses.get(word)
        if found is None:
            made = (use_of(place) for place in self._tree.words(word))
            found = self._uses[word] = tuple(use for use in made if use is not None)
        return found

    def _uses_of_binding(self, binding: Binding) -> list[Use]:
        word = word_of(binding)
        bound = self._bound.get(word)
        if bound is None:
            bound = self._bound[word] = {}
            for use in self._uses_of(word):
                found = self.at(use.place, word) if use.role in (READ, WRITE) else None
                if found is not None:
                    bound.setdefault(found, []).append(use)
        return bound.get(binding, [])

    def _reference(self, use: Use) -> Reference:
        if use.role in (READ, WRITE, MEMBER):
            lowered = self._low.lower((use.target if use.role == MEMBER else use.place).node)
            if isinstance(lowered, (Name, Member, Index)):
                return Reference(use.role, lowered)
        role = KEY if use.role == MEMBER else use.role
        return Reference(role, Node(use.place.start, use.place.end))

    def _scopes_of(self, word: str) -> dict[int, Binding]:
        scopes = self._scopes.get(word)
        if scopes is None:
            scopes = self._scopes[word] = {}
            places: dict[int, Place] = {}
            for use in self._uses_of(word) if word else ():
                declared = self._declarations.declared(use) if use.role == DECLARE else None
                if declared is not None:
                    scope, binding = declared
                    places[scope.id] = scope
                    declare(scopes, scope.id, binding, self._again, partial(self._initialiser, use))
            self._nests[word] = Nest(places.values())
        return scopes

    def _initialiser(self, use: Use, binding: Binding) -> list[Assignment]:
        """The initialiser of a repeated `var` acts as an assignment to the first."""
        if not isinstance(binding, Variable) or binding.value is None or use.target.parent is None:
            return []
        target = self._low.lower(use.target.node)
        declarator = use.target.parent
        if not isinstance(target, Name):
            return []
        return [Assignment(declarator.start, declarator.end, target, "=", binding.value)]
