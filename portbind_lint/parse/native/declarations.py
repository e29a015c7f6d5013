"""From a declaring name to its binding and the node whose scope holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Union

from portbind_lint.model.facts import Binding, Declared, Enum, OpaqueName, ParameterName, Variable
from portbind_lint.model.syntax import Class, Expression, Function
from portbind_lint.parse.native.kinds import BLOCKS, CLASSES, FUNCTIONS, SIGNATURES, operands
from portbind_lint.parse.native.lowering.functions import parameter_nodes, type_text
from portbind_lint.parse.native.lowering.objects import key_of
from portbind_lint.parse.native.namespaces import Namespaces
from portbind_lint.parse.scopes import path_to

if TYPE_CHECKING:
    from collections.abc import Callable

    import tree_sitter

    from portbind_lint.parse.native.imports import Imports
    from portbind_lint.parse.native.lowering.lowering import Lowering
    from portbind_lint.parse.native.names import Use
    from portbind_lint.parse.native.tree import Place, Tree

Scoped = tuple["Place", Binding]

_EXPRESSIONS = frozenset({"function_expression", "generator_function", "class"})
_FUNCTION_SCOPES = FUNCTIONS | {"program", "class_static_block"}
_LOOPS = frozenset({"for_statement", "for_in_statement"})
_PARAMETERS = frozenset({"required_parameter", "optional_parameter", "formal_parameters"})


class Declarations:
    """The bindings of one file, each made once."""

    def __init__(self, tree: Tree, low: Lowering, imports: Imports) -> None:
        self._tree = tree
        self._low = low
        self._imports = imports
        self._enums: dict[int, Enum] = {}
        self._namespaces = Namespaces(low)

    def declared(self, use: Use) -> Union[Scoped, None]:
        """The scope and the binding of a declaring occurrence; None where nobody can see it."""
        parent = use.target.parent
        maker = None if parent is None else self._makers.get(parent.kind)
        return None if maker is None or parent is None else maker(self, use, parent)

    def _variable(self, use: Use, declarator: Place) -> Union[Scoped, None]:
        statement = declarator.parent
        if statement is None:
            return None
        kind = statement.node.child(0).type if statement.node.child_count else "let"
        outer = statement.parent
        if kind == "var":
            scope = self._function_scope(statement)
        elif outer is not None and outer.kind in _LOOPS:
            scope = outer
        else:
            scope = self._block(statement)
        if outer is not None and outer.kind == "ambient_declaration":
            return scope, self._opaque(use, "declare")
        value = declarator.node.child_by_field_name("value")
        initial = None if value is None else self._low.value(value)
        return scope, self._bound(use, kind, initial, type_text(declarator.node, self._low))

    def _using(self, use: Use, assignment: Place) -> Scoped:
        value = assignment.node.child_by_field_name("right")
        initial = None if value is None else self._low.value(value)
        return self._block(assignment), self._bound(use, "const", initial, None)

    def _bound(self, use: Use, kind: str, value: Expression | None, annotation: str | None) -> Variable:
        path = path_to(self._low.lower(use.target.node), use.place.start)
        return Variable(self._text(use.place), use.place.start, kind, value, path, annotation)

    def _parameter(self, use: Use, parent: Place) -> Union[Scoped, None]:
        listed = parent if parent.kind == "formal_parameters" else parent.parent
        holder = None if listed is None else listed.parent
        if holder is None or holder.kind in SIGNATURES:
            return None
        return self._parameter_of(use, holder)

    def _parameter_of(self, use: Use, holder: Place) -> Union[Scoped, None]:
        function = self._low.function(holder.node)
        if function is None:
            return None
        for index, node in enumerate(parameter_nodes(holder.node)):
            if node.start_byte <= use.place.start < node.end_byte:
                path = path_to(function.parameters[index].target, use.place.start)
                return holder, ParameterName(self._text(use.place), use.place.start, function, index, path)
        return None

    def _caught(self, use: Use, clause: Place) -> Scoped:
        return clause, self._opaque(use, "catch")

    def _looped(self, use: Use, loop: Place) -> Scoped:
        kind = loop.node.child_by_field_name("kind")
        right = loop.node.child_by_field_name("right")
        value = None if right is None else self._low.value(right)
        scope = self._function_scope(loop) if kind is not None and kind.type == "var" else loop
        path = path_to(self._low.lower(use.target.node), use.place.start)
        return scope, OpaqueName(self._text(use.place), use.place.start, "loop", value, path)

    def _enum(self, use: Use, declaration: Place) -> Scoped:
        known = self._enums.get(declaration.id)
        if known is None:
            body = declaration.node.child_by_field_name("body")
            members = tuple(self._enum_members(body)) if body is not None else ()
            known = self._enums[declaration.id] = Enum(self._text(use.place), use.place.start, members)
        return self._block(declaration), known

    def _enum_members(self, body: tree_sitter.Node) -> list[tuple[str, Expression | None]]:
        members: list[tuple[str, Expression | None]] = []
        for child in operands(body):
            assigned = child.type == "enum_assignment"
            name = key_of(child.child_by_field_name("name") if assigned else child, self._low)
            value = child.child_by_field_name("value") if assigned else None
            if name is not None:
                members.append((name, None if value is None else self._low.value(value)))
        return members

    def _signature(self, use: Use, signature: Place) -> Scoped:
        ambient = signature.parent is not None and signature.parent.kind == "ambient_declaration"
        return self._block(signature), self._opaque(use, "declare" if ambient else "overload")

    def _namespace(self, use: Use, module: Place) -> Scoped:
        known = self._enums.get(module.id)
        if known is None:
            members = self._namespaces.constants(module.node)
            if members is None:
                return self._block(module), self._opaque(use, "namespace")
            known = self._enums[module.id] = Enum(self._text(use.place), use.place.start, members)
        return self._block(module), known

    def _alias(self, use: Use, alias: Place) -> Scoped:
        parts = operands(alias.node)
        value = self._low.value(parts[1]) if len(parts) > 1 else None
        return self._block(alias), self._opaque(use, "alias", value)

    def _import(self, use: Use, parent: Place) -> Union[Scoped, None]:
        for place in parent.ancestors():
            if place.kind == "import_statement":
                made = dict(self._imports.of(place.node)).get(use.place.id)
                return None if made is None else (self._block(place), made)
        return None

    def _function_or_class(self, use: Use, holder: Place) -> Union[Scoped, None]:
        if holder.kind == "arrow_function":
            return self._parameter_of(use, holder)
        value = self._low.value(holder.node)
        if not isinstance(value, (Function, Class)):
            return None
        own = holder.kind in _EXPRESSIONS and not _is_default_export(holder)
        scope = holder if own else self._block(holder)
        return scope, Declared(self._text(use.place), use.place.start, value)

    def _opaque(self, use: Use, kind: str, value: Expression | None = None) -> OpaqueName:
        return OpaqueName(self._text(use.place), use.place.start, kind, value)

    def _text(self, place: Place) -> str:
        return self._tree.text(place.start, place.end)

    def _block(self, place: Place) -> Place:
        return next((outer for outer in place.ancestors() if outer.kind in BLOCKS), self._tree.root)

    def _function_scope(self, place: Place) -> Place:
        return next((outer for outer in place.ancestors() if outer.kind in _FUNCTION_SCOPES), self._tree.root)

    # Of the class, not of its objects: a method bound to one would keep the syntax tree until the next collection.
    _makers: ClassVar[dict[str, Callable[[Declarations, Use, Place], Union[Scoped, None]]]] = {
        "variable_declarator": _variable,
        "assignment_expression": _using,
        "catch_clause": _caught,
        "for_in_statement": _looped,
        "enum_declaration": _enum,
        "function_signature": _signature,
        "internal_module": _namespace,
        "module": _namespace,
        "import_alias": _alias,
        **dict.fromkeys(_PARAMETERS, _parameter),
        **dict.fromkeys(("import_specifier", "import_clause", "namespace_import", "import_require_clause"), _import),
        **dict.fromkeys(FUNCTIONS | CLASSES, _function_or_class),
    }


def _is_default_export(holder: Place) -> bool:
    # `export default function f() {}` declares f in the module although the grammar sees an expression.
    return holder.parent is not None and holder.parent.kind == "export_statement"
