"""What names and tests mean whatever the parser: roles, ranks of declarations, ways through patterns."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Binding, Declared, Enum, Import, OpaqueName, ParameterName
from portbind_lint.model.syntax import ArrayPattern, Binary, Name, ObjectPattern, PatternEntry

if TYPE_CHECKING:
    from portbind_lint.model.syntax import Expression, Pattern

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
