"""What one occurrence of a word is: a read, a write, a declaration, a member, a key or a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.parse.native.kinds import CLASSES, FUNCTIONS, SIGNATURES
from portbind_lint.parse.scopes import DECLARE, KEY, MEMBER, READ, TYPE, WRITE

if TYPE_CHECKING:
    from portbind_lint.parse.native.tree import Place

_IDENTIFIERS = frozenset(
    {"identifier", "undefined", "shorthand_property_identifier", "shorthand_property_identifier_pattern"}
)
_PROPERTIES = frozenset({"property_identifier", "private_property_identifier"})
_PATTERNS = frozenset({"object_pattern", "array_pattern", "rest_pattern"})
_DEFAULTS = frozenset({"assignment_pattern", "object_assignment_pattern"})
_TYPE_PARENTS = frozenset(
    {"nested_type_identifier", "type_query", "type_predicate", "asserts", "type_parameter", "generic_type"}
)
_IMPORTS = frozenset({"import_clause", "namespace_import", "import_require_clause"})
_SPECIFIERS = frozenset({"import_specifier", "export_specifier"})
_NAMED = (
    FUNCTIONS | CLASSES | {"function_signature", "enum_declaration", "internal_module", "module", "variable_declarator"}
)
_PARAMETERS = frozenset({"required_parameter", "optional_parameter"})
_TYPE_DECLARATIONS = frozenset({"interface_declaration", "type_alias_declaration"})


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An occurrence. `target` is the outermost pattern around it (or itself) where it is declared or written."""

    role: str
    place: Place
    target: Place


def use_of(place: Place) -> Use | None:
    """What the leaf `place` is; None where it is a label, plain text or a keyword."""
    if place.kind in _IDENTIFIERS:
        return _identifier(place)
    if place.kind in _PROPERTIES:
        return _property(place)
    if place.kind == "type_identifier":
        declared = place.parent is not None and place.parent.kind in CLASSES and place.is_field("name")
        return Use(DECLARE if declared else TYPE, place, place)
    if place.kind == "default" and place.parent is not None and place.parent.kind in _SPECIFIERS:
        return Use(KEY, place, place)  # `export {default} from 'm'`, the one keyword that is a name in lists
    if place.kind == "string_fragment" and place.parent is not None and place.parent.kind == "string":
        return _string(place.parent)
    return None


def pattern_top(place: Place) -> Place | None:
    """The outermost pattern that `place` is a target in; itself without one; None where it is a default's value."""
    while (parent := place.parent) is not None:
        if parent.kind in _DEFAULTS:
            if not place.is_field("left"):
                return None
        elif parent.kind == "pair_pattern":
            if not place.is_field("value"):
                return None
        elif parent.kind not in _PATTERNS:
            return place
        place = parent
    return place


def _property(place: Place) -> Use:
    parent = place.parent
    if parent is not None and parent.kind == "member_expression":
        return Use(MEMBER, place, parent)
    return Use(KEY, place, place)


def _string(string: Place) -> Use | None:
    parent = string.parent
    if parent is None:
        return None
    if parent.kind == "subscript_expression":
        return Use(MEMBER, string, parent) if string.is_field("index") else None
    if parent.kind in {"pair", "pair_pattern"}:
        return Use(KEY, string, string) if string.is_field("key") else None
    named = parent.kind in {"method_definition", "public_field_definition", "enum_assignment", "enum_body"}
    named = named and string.is_field("name")
    named = named or (parent.kind == "field_definition" and string.is_field("property"))
    named = named or parent.kind in {"computed_property_name", "import_specifier", "export_specifier"}
    return Use(KEY, string, string) if named else None


def _identifier(place: Place) -> Use | None:
    top = pattern_top(place)
    if top is None or top.parent is None:
        return Use(READ, place, place)
    role = _role(top, top.parent)
    return Use(role, place, top)


def _role(top: Place, parent: Place) -> str:
    kind = parent.kind
    if kind in _NAMED:
        return DECLARE if top.is_field("name") or top.is_field("parameter") else READ
    if kind in _PARAMETERS:
        return DECLARE if top.is_field("pattern") else READ
    if kind in _IMPORTS or kind == "formal_parameters":
        return DECLARE
    role = _module_role(top, parent)
    if role is not None:
        return role
    if kind in {"assignment_expression", "augmented_assignment_expression"}:
        return _assigned(top, parent)
    if kind == "update_expression":
        return WRITE
    if kind == "catch_clause":
        return DECLARE if top.is_field("parameter") else READ
    if kind == "for_in_statement" and top.is_field("left"):
        return WRITE if parent.node.child_by_field_name("kind") is None else DECLARE
    return _other(parent)


def _assigned(top: Place, parent: Place) -> str:
    if not top.is_field("left"):
        return READ
    # The grammars read `using x = v` as an assignment with a keyword before it.
    return DECLARE if parent.node.child(0).type == "using" else WRITE


def _module_role(top: Place, parent: Place) -> str | None:
    """The role of a name in an import or export list."""
    kind = parent.kind
    if kind == "import_specifier":
        declares = top.is_field("alias") or parent.node.child_by_field_name("alias") is None
        return DECLARE if declares else KEY
    if kind == "import_alias":
        return DECLARE if _first_named(top, parent) else READ
    if kind == "export_specifier":
        return KEY if top.is_field("alias") or _reexports(parent) else READ
    if kind == "namespace_export":
        return KEY
    return None


def _reexports(specifier: Place) -> bool:
    return any(
        place.kind == "export_statement" and place.node.child_by_field_name("source") is not None
        for place in specifier.ancestors()
        if place.depth >= specifier.depth - 2
    )


def _first_named(top: Place, parent: Place) -> bool:
    first = parent.node.named_child(0) if parent.node.named_child_count else None
    return first is not None and first.id == top.id


def _other(parent: Place) -> str:
    if parent.kind in _TYPE_PARENTS or parent.kind in _TYPE_DECLARATIONS or parent.kind in SIGNATURES:
        return TYPE
    if parent.kind == "nested_identifier" and parent.parent is not None:
        return TYPE if parent.parent.kind in _TYPE_PARENTS else READ
    return READ
