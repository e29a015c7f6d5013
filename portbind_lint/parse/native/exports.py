"""What other modules can take from a file, ESM and CommonJS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.facts import Export
from portbind_lint.model.syntax import Object, Property
from portbind_lint.parse.native.kinds import CLASSES, FUNCTIONS, operands, unwrapped
from portbind_lint.parse.native.lowering.objects import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from portbind_lint.parse.native.bindings import Bindings
    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.tree import Place, Tree

_VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})
_TOP = frozenset({"program", "ERROR"})


class Exports:
    """Finds the exports of one file."""

    def __init__(self, tree: Tree, low: Lowering, bindings: Bindings) -> None:
        self._tree = tree
        self._low = low
        self._bindings = bindings

    def all(self) -> tuple[Export, ...]:
        """Every export, in source order."""
        found = [made for statement in self._statements() for made in self._esm(statement)]
        found += [made for place in self._tree.words("exports") for made in self._commonjs(place)]
        return tuple(sorted(found, key=lambda made: made.start))

    def _statements(self) -> Iterator[tree_sitter.Node]:
        for keyword in self._tree.words("export"):
            statement = keyword.parent
            if statement is None or statement.kind != "export_statement":
                continue
            if statement.parent is not None and statement.parent.kind in _TOP:
                yield statement.node

    def _esm(self, statement: tree_sitter.Node) -> Iterator[Export]:
        source = key_of(statement.child_by_field_name("source"), self._low)
        declaration = statement.child_by_field_name("declaration")
        keywords = {child.type for child in statement.children if not child.is_named}
        start = statement.start_byte
        if "default" in keywords:
            value = declaration or statement.child_by_field_name("value")
            if value is not None:
                yield Export("default", self._low.value(value), None, None, start)
        elif declaration is not None:
            yield from self._declared(declaration)
        elif "=" in keywords:
            for value in operands(statement)[:1]:
                yield Export("=", self._low.value(value), None, None, start)
        elif "*" in keywords and source is not None:
            yield Export("*", None, source, "*", start)
        else:
            yield from self._listed(statement, source)

    def _declared(self, declaration: tree_sitter.Node) -> Iterator[Export]:
        if declaration.type in _VARIABLES:
            for declarator in operands(declaration):
                name = declarator.child_by_field_name("name")
                if name is not None:
                    yield from self._names_in(name)
            return
        name = declaration.child_by_field_name("name")
        if name is None or declaration.type not in FUNCTIONS | CLASSES | {"enum_declaration"}:
            return
        named = name if declaration.type == "enum_declaration" else declaration
        yield Export(self._low.text(name), self._low.value(named), None, None, name.start_byte)

    def _names_in(self, pattern: tree_sitter.Node) -> Iterator[Export]:
        """The names that a declared pattern binds."""
        stack = [pattern]
        while stack:
            node = stack.pop()
            if node.type in {"identifier", "shorthand_property_identifier_pattern"}:
                yield Export(self._low.text(node), self._low.value(node), None, None, node.start_byte)
            elif node.type in {"assignment_pattern", "object_assignment_pattern"}:
                stack.extend(operands(node)[:1])
            elif node.type == "pair_pattern":
                stack.extend(operands(node)[1:])
            elif node.type in {"object_pattern", "array_pattern", "rest_pattern"}:
                stack.extend(operands(node))

    def _listed(self, statement: tree_sitter.Node, source: str | None) -> Iterator[Export]:
        for part in operands(statement):
            if part.type == "namespace_export" and source is not None:
                for name in operands(part):
                    yield Export(key_of(name, self._low) or "", None, source, "*", name.start_byte)
            elif part.type == "export_clause":
                for specifier in operands(part):
                    yield from self._specified(specifier, source)

    def _specified(self, specifier: tree_sitter.Node, source: str | None) -> Iterator[Export]:
        name = specifier.child_by_field_name("name")
        public = key_of(specifier.child_by_field_name("alias") or name, self._low)
        local = key_of(name, self._low)
        if name is None or public is None or local is None:
            return
        value = self._low.value(name) if source is None else None
        yield Export(public, value, source, None if source is None else local, specifier.start_byte)

    def _commonjs(self, leaf: Place) -> Iterator[Export]:
        whole = self._exports_object(leaf)
        parent = None if whole is None else whole.parent
        if whole is None or parent is None:
            return
        if parent.kind == "assignment_expression" and whole.is_field("left"):
            if whole.kind == "member_expression":
                yield from self._assigned("=", parent)
        elif parent.kind in {"member_expression", "subscript_expression"} and whole.is_field("object"):
            outer = parent.parent
            name = self._property(parent)
            if name and outer is not None and outer.kind == "assignment_expression" and parent.is_field("left"):
                yield from self._assigned(name, outer)
        elif parent.kind == "arguments":
            yield from self._passed(whole, parent)

    def _exports_object(self, leaf: Place) -> Place | None:
        """The place of `module.exports` or of a free `exports`."""
        if leaf.kind == "identifier":
            return leaf if self._bindings.at(leaf, "exports") is None else None
        parent = leaf.parent
        if leaf.kind != "property_identifier" or parent is None or parent.kind != "member_expression":
            return None
        owner = parent.node.child_by_field_name("object")
        return parent if owner is not None and self._low.text(owner) == "module" else None

    def _property(self, access: Place) -> str | None:
        if access.kind == "member_expression":
            return key_of(access.node.child_by_field_name("property"), self._low)
        index = access.node.child_by_field_name("index")
        return key_of(index, self._low) if index is not None and index.type == "string" else None

    def _assigned(self, name: str, assignment: Place) -> Iterator[Export]:
        """An assignment as an export; of `module.exports = exports = v` the value is v and only the first counts."""
        value = assignment.node.child_by_field_name("right")
        while value is not None and unwrapped(value).type == "assignment_expression":
            value = unwrapped(value).child_by_field_name("right")
        if value is not None:
            yield Export(name, self._low.value(value), None, None, assignment.start)

    def _passed(self, whole: Place, arguments: Place) -> Iterator[Export]:
        """`Object.assign(exports, {...})`."""
        call = arguments.parent
        given = operands(arguments.node)
        function = None if call is None else call.node.child_by_field_name("function")
        if function is None or self._low.text(function) != "Object.assign" or given[0].id != whole.id:
            return
        for argument in given[1:]:
            entries = self._low.value(argument)
            for entry in entries.entries if isinstance(entries, Object) else ():
                if isinstance(entry, Property) and entry.key is not None:
                    yield Export(entry.key, entry.value, None, None, entry.start)
