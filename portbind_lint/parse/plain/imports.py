"""Static imports, and every module specifier that a file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.facts import Import
from portbind_lint.model.syntax import Literal
from portbind_lint.parse.plain.atoms import string_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.parse.plain.calls import Calls
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_WHOLE = {"ImportDefaultSpecifier": "default", "ImportNamespaceSpecifier": "*"}


class Imports:
    """The imports of one file."""

    def __init__(self, root: Place, low: Lowering) -> None:
        self._root = root
        self._low = low
        self._made: dict[Place, Import] = {}
        for statement in root.children:
            if statement.kind == "ImportDeclaration":
                self._made.update(self._of(statement))

    def all(self) -> tuple[Import, ...]:
        """The static imports in source order."""
        return tuple(self._made.values())

    def at(self, local: Place) -> Import | None:
        """The import that declares the name at `local`."""
        return self._made.get(local)

    def sources(self, calls: Calls) -> tuple[str, ...]:
        """Every module specifier that the file names, sorted."""
        found = {made.source for made in self.all()}
        for statement in self._root.children:
            if statement.kind in {"ExportNamedDeclaration", "ExportAllDeclaration"}:
                found.add(string_of(statement.one("source"), self._low) or "")
        for word in ("require", "import"):
            for call in calls.named(word):
                first = call.arguments[0] if call.arguments else None
                if isinstance(first, Literal) and isinstance(first.value, str):
                    found.add(first.value)
        return tuple(sorted(found - {""}))

    def _of(self, statement: Place) -> Iterator[tuple[Place, Import]]:
        """The imports of one statement, each with the place that names it here."""
        source = string_of(statement.one("source"), self._low) or ""
        listed = [place for place in statement.many("specifiers") if place is not None]
        if not listed:
            yield statement, Import("", source, "*", statement.start)
        for specifier in listed:
            local, imported = specifier.one("local"), specifier.one("imported")
            name = _WHOLE.get(specifier.kind) or ("" if imported is None else imported.word("name"))
            if local is not None:
                yield local, Import(local.word("name"), source, name, local.start)
