"""What names and tests mean whatever the parser: roles, ranks of declarations, ways through patterns."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeVar

from portbind_lint.model.facts import Binding, Declared, Enum, Import, OpaqueName, ParameterName
from portbind_lint.model.syntax import ArrayPattern, Binary, Name, ObjectPattern, PatternEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from portbind_lint.model.syntax import Assignment, Expression, Pattern

Scope = TypeVar("Scope")

READ, WRITE, DECLARE, MEMBER, KEY, TYPE = "read", "write", "declare", "member", "key", "type"
"""What a word can be where it stands; see `model.facts.Reference`."""


def word_of(binding: Binding) -> str:
    """The name that `binding` has in its file."""
    return binding.local if isinstance(binding, Import) else binding.name


def rank(binding: Binding) -> int:
    """Which of two declarations of one name in one scope stands for it."""
    if isinstance(binding, (ParameterName, Import)):
        return 3
    if isinstance(binding, (Declared, Enum)):
        return 2
    return 0 if isinstance(binding, OpaqueName) else 1


def declare(
    scopes: dict[Scope, Binding],
    scope: Scope,
    binding: Binding,
    again: dict[Binding, list[Assignment]],
    initialiser: Callable[[Binding], list[Assignment]],
) -> None:
    """Take down one declaration of a name. Of several in one scope the highest stands for it, and the first of equals.

    The initialisers of the others are assignments to that one, which are added to `again`.
    """
    known = scopes.get(scope)
    if known is None:
        scopes[scope] = binding
    elif rank(binding) > rank(known):
        scopes[scope] = binding
        again[binding] = again.pop(known, []) + initialiser(known)
    else:
        again.setdefault(known, []).extend(initialiser(binding))


def path_to(target: Expression | Pattern, start: int) -> tuple[PatternEntry, ...]:
    """The entries that lead from a pattern to the name at byte `start`, outermost first."""
    path: list[PatternEntry] = []
    while isinstance(target, (ObjectPattern, ArrayPattern)):
        entry = next((entry for entry in target.entries if entry.start <= start < entry.end), None)
        if entry is None:
            break
        path.append(entry)
        target = entry.target
        if isinstance(target, Name):
            break
    return tuple(path)


def any_of(tests: list[Expression]) -> Expression:
    """The tests, joined by `||`."""
    return reduce(lambda left, right: Binary(left.start, right.end, "||", left, right), tests)
