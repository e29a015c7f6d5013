"""Static imports, and every module specifier that a file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.facts import Import
from portbind_lint.model.syntax import Literal
from portbind_lint.parse.native.kinds import operands
from portbind_lint.parse.native.lowering.objects import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.parse.native.calls import Calls
    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.tree import Place, Tree


class Imports:
    """The imports of one file; each is made once."""

    def __init__(self, tree: Tree, low: Lowering, calls: Calls) -> None:
        self._tree = tree
        self._low = low
        self._calls = calls
        self._statements: dict[int, tuple[tuple[int, Import], ...]] = {}

    def all(self) -> tuple[Import, ...]:
        """The static imports in source order."""
        return tuple(made for statement in self._import_statements() for _, made in self.of(statement))

    def of(self, statement: tree_sitter.Node) -> tuple[tuple[int, Import], ...]:
        """The imports of one statement, each with the id of the syntax node that names it here."""
        made = self._statements.get(statement.id)
        if made is None:
            made = self._statements[statement.id] = tuple(self._names(statement))
        return made

    def sources(self) -> tuple[str, ...]:
        """Every module specifier that the file names, sorted."""
        found = {made.source for made in self.all()}
        for keyword in self._tree.words("export"):
            if keyword.parent is not None and keyword.parent.kind == "export_statement":
                source = keyword.parent.node.child_by_field_name("source")
                found.update(() if source is None else (key_of(source, self._low) or "",))
        for word in ("require", "import"):
            for call in self._calls.named(word):
                first = call.arguments[0] if call.arguments else None
                if isinstance(first, Literal) and isinstance(first.value, str):
                    found.add(first.value)
        return tuple(sorted(found - {""}))

    def _import_statements(self) -> Iterator[tree_sitter.Node]:
        for keyword in self._tree.words("import"):
            parent: Place | None = keyword.parent
            if parent is not None and parent.kind == "import_statement":
                yield parent.node

    def _names(self, statement: tree_sitter.Node) -> Iterator[tuple[int, Import]]:
        parts = operands(statement)
        required = next((part for part in parts if part.type == "import_require_clause"), None)
        if required is not None:
            yield from self._made(operands(required)[0], required.child_by_field_name("source"), "*")
            return
        source = statement.child_by_field_name("source")
        clause = next((part for part in parts if part.type == "import_clause"), None)
        if clause is None:
            text = key_of(source, self._low)
            if text is not None:
                yield statement.id, Import("", text, "*", statement.start_byte)
            return
        for part in operands(clause):
            if part.type == "identifier":
                yield from self._made(part, source, "default")
            elif part.type == "namespace_import":
                yield from self._made(next(iter(operands(part)), None), source, "*")
            elif part.type == "named_imports":
                yield from self._specifiers(part, source)

    def _specifiers(self, listed: tree_sitter.Node, source: tree_sitter.Node | None) -> Iterator[tuple[int, Import]]:
        for specifier in operands(listed):
            name = specifier.child_by_field_name("name")
            alias = specifier.child_by_field_name("alias") or name
            yield from self._made(alias, source, key_of(name, self._low) or "")

    def _made(
        self, local: tree_sitter.Node | None, source: tree_sitter.Node | None, imported: str
    ) -> Iterator[tuple[int, Import]]:
        text = key_of(source, self._low)
        if local is not None and text is not None:
            yield local.id, Import(self._low.text(local), text, imported, local.start_byte)
