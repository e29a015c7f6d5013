"""What other modules can take from a file, ESM and CommonJS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.facts import Export
from portbind_lint.model.syntax import Object, Property
from portbind_lint.parse.plain.atoms import string_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.parse.plain.bindings import Bindings
    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.names import Use
    from portbind_lint.parse.plain.tree import Place


class Exports:
    """Finds the exports of one file."""

    def __init__(self, root: Place, low: Lowering, bindings: Bindings) -> None:
        self._root = root
        self._low = low
        self._bindings = bindings

    def all(self, uses: tuple[Use, ...]) -> tuple[Export, ...]:
        """Every export, in source order; `uses` are those of the word `exports`."""
        found = [made for statement in self._root.children for made in self._esm(statement)]
        found += [made for use in uses for made in self._commonjs(use)]
        return tuple(sorted(found, key=lambda made: made.start))

    def _esm(self, statement: Place) -> Iterator[Export]:
        source = string_of(statement.one("source"), self._low)
        declaration = statement.one("declaration")
        if statement.kind == "ExportAllDeclaration" and source is not None:
            yield Export("*", None, source, "*", statement.start)
        elif statement.kind == "ExportDefaultDeclaration" and declaration is not None:
            yield Export("default", self._low.value(declaration), None, None, statement.start)
        elif statement.kind == "ExportNamedDeclaration" and declaration is not None:
            yield from self._declared(declaration)
        elif statement.kind == "ExportNamedDeclaration":
            for specifier in statement.children:
                yield from self._specified(specifier, source)

    def _declared(self, declaration: Place) -> Iterator[Export]:
        if declaration.kind == "VariableDeclaration":
            for declarator in declaration.children:
                yield from self._names_in(declarator.one("id"))
            return
        name = declaration.one("id")
        if name is not None:
            yield Export(name.word("name"), self._low.value(declaration), None, None, name.start)

    def _names_in(self, pattern: Place | None) -> Iterator[Export]:
        """The names that a declared pattern binds, in source order."""
        stack = [pattern]
        while stack:
            place = stack.pop()
            if place is None:
                continue
            if place.kind == "Identifier":
                yield Export(place.word("name"), self._low.value(place), None, None, place.start)
            elif place.kind in {"AssignmentPattern", "RestElement", "Property"}:
                stack.append(place.one("left") or place.one("argument") or place.one("value"))
            else:
                stack.extend(reversed(place.children))

    def _specified(self, specifier: Place, source: str | None) -> Iterator[Export]:
        local, public = specifier.one("local"), specifier.one("exported")
        if local is None or public is None:
            return
        name = public.word("name")
        if source is None:
            yield Export(name, self._low.value(local), None, None, specifier.start)
        else:
            yield Export(name, None, source, local.word("name"), specifier.start)

    def _commonjs(self, use: Use) -> Iterator[Export]:
        whole = self._exports_object(use)
        parent = None if whole is None else whole.parent
        if whole is None or parent is None:
            return
        if parent.kind == "AssignmentExpression":
            if whole.kind == "MemberExpression" and whole.role == "left":
                yield from self._assigned("=", parent)
        elif parent.kind == "MemberExpression" and whole.role == "object":
            name = self._property(parent)
            if name and parent.parent is not None and parent.role == "left":
                yield from self._assigned(name, parent.parent)
        elif parent.kind == "CallExpression":
            yield from self._passed(whole, parent)

    def _exports_object(self, use: Use) -> Place | None:
        """The place of `module.exports` or of a free `exports`."""
        place, member = use.place, use.target
        if place.role == "property" and member is not place:
            owner = member.one("object")
            is_module = owner is not None and owner.word("name") == "module" and not member.has("computed")
            return member if is_module else None
        if place.kind != "Identifier":
            return None
        return place if self._bindings.at(place, "exports") is None else None

    def _property(self, member: Place) -> str | None:
        key = member.one("property")
        if key is None:
            return None
        return string_of(key, self._low) if member.has("computed") else key.word("name")

    def _assigned(self, name: str, assignment: Place) -> Iterator[Export]:
        """An assignment as an export; of `module.exports = exports = v` the value is v and only the first counts."""
        if assignment.kind != "AssignmentExpression" or assignment.word("operator") != "=":
            return
        value = assignment.one("right")
        while value is not None and value.kind == "AssignmentExpression":
            value = value.one("right")
        if value is not None:
            yield Export(name, self._low.value(value), None, None, assignment.start)

    def _passed(self, whole: Place, call: Place) -> Iterator[Export]:
        """`Object.assign(exports, {...})`."""
        callee, given = call.one("callee"), call.many("arguments")
        if callee is None or self._low.text(callee) != "Object.assign" or given[:1] != [whole]:
            return
        for argument in given[1:]:
            entries = self._low.node(argument)
            for entry in entries.entries if isinstance(entries, Object) else ():
                if isinstance(entry, Property) and entry.key is not None:
                    yield Export(entry.key, entry.value, None, None, entry.start)
