"""TypeScript's namespaces, those of which all that they export is fixed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.parse.native.kinds import CLASSES, FUNCTIONS, operands

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.model.syntax import Expression
    from portbind_lint.parse.native.lowering.lowering import Lowering

_DECLARED = re.compile(r"\b(?:namespace|module)\s{1,20}([\w$]{1,200})\s{0,20}\{")
_TYPES = frozenset({"interface_declaration", "type_alias_declaration"})

Member = tuple[str, "Expression | None"]


class _OpenError(Exception):
    """Something is exported that can change, or that is not seen."""


class Namespaces:
    """Those of one file."""

    def __init__(self, low: Lowering) -> None:
        self._low = low

    def constants(self, namespace: tree_sitter.Node) -> tuple[Member, ...] | None:
        """The constants, functions and classes that it exports; None where it exports none, or anything else."""
        name, body = (namespace.child_by_field_name(field) for field in ("name", "body"))
        if name is None or body is None or self._declared[self._low.text(name)] != 1:
            return None
        try:
            found = tuple(
                member
                for statement in operands(body)
                if statement.type == "export_statement"
                for member in _exported(statement.child_by_field_name("declaration"), self._low)
            )
        except _OpenError:
            return None
        return found or None

    @cached_property
    def _declared(self) -> Counter[str]:
        """How often each name is declared: what several declarations export is one namespace's."""
        root = self._low.tree.root
        return Counter(_DECLARED.findall(self._low.tree.text(root.start, root.end)))


def _exported(declaration: tree_sitter.Node | None, low: Lowering) -> Iterator[Member]:
    if declaration is None:
        raise _OpenError
    if declaration.type in _TYPES:
        return
    if declaration.type in FUNCTIONS | CLASSES:
        yield _named(declaration, low), low.value(declaration)
        return
    kind = declaration.child_by_field_name("kind")
    if kind is None or kind.type != "const":
        raise _OpenError
    for declarator in operands(declaration):
        value = declarator.child_by_field_name("value")
        if value is None:
            raise _OpenError
        yield _named(declarator, low), low.value(value)


def _named(declaration: tree_sitter.Node, low: Lowering) -> str:
    name = declaration.child_by_field_name("name")
    if name is None or name.type not in {"identifier", "type_identifier"}:
        raise _OpenError
    return low.text(name)
