"""Where each word of a file stands, and what it is there: read, write, declaration, member or key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.parse.plain.kinds import CLASSES, FUNCTIONS, PATTERNS
from portbind_lint.parse.scopes import DECLARE, KEY, MEMBER, READ, WRITE

if TYPE_CHECKING:
    from portbind_lint.parse.plain.tree import Place, Tree

_LEAVES = frozenset({"Identifier", "JSXIdentifier", "Import"})
_MEMBERS = frozenset({"MemberExpression", "JSXMemberExpression"})
_LABELLED = frozenset({"LabeledStatement", "BreakStatement", "ContinueStatement"})
_IMPORTED = frozenset({"ImportDefaultSpecifier", "ImportNamespaceSpecifier"})
_LOOPED = frozenset({"ForInStatement", "ForOfStatement"})
_NOTHING = _LABELLED | {"MetaProperty", "JSXNamespacedName"}
"""What holds identifiers that are no names of values."""

_KEYS = frozenset({("Property", "key"), ("MethodDefinition", "key"), ("JSXAttribute", "name")})
_ROLES: dict[tuple[str, str], str] = {
    **{(kind, "id"): DECLARE for kind in FUNCTIONS | CLASSES | {"VariableDeclarator"}},
    **{(kind, "params"): DECLARE for kind in FUNCTIONS},
    **{(kind, "local"): DECLARE for kind in _IMPORTED},
    **{(kind, "left"): WRITE for kind in _LOOPED | {"AssignmentExpression"}},
    ("CatchClause", "param"): DECLARE,
    ("UpdateExpression", "argument"): WRITE,
    ("ImportSpecifier", "local"): DECLARE,
    ("ImportSpecifier", "imported"): KEY,
    ("ExportSpecifier", "exported"): KEY,
}
"""By the kind of what holds a name (or the pattern around it) and the field; anything else is a read."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """An occurrence. `target` is what is declared or written as a whole, the member expression, or the place itself."""

    role: str
    place: Place
    target: Place


def uses_of(tree: Tree) -> dict[str, tuple[Use, ...]]:
    """Every use of every word, each in source order."""
    found: dict[str, list[Use]] = {}
    for place in tree.places:
        word = "" if place.kind == "Import" else word_at(place)
        use = _use(place) if word else None
        if use is not None:
            found.setdefault(word, []).append(use)
    return {word: tuple(uses) for word, uses in found.items()}


def word_at(place: Place) -> str:
    """The word that a leaf is: an identifier's name, or the text of a string without escapes."""
    if place.kind == "Import":
        return "import"
    if place.kind in _LEAVES:
        return place.word("name")
    raw = place.word("raw") if place.kind == "Literal" else ""
    return raw[1:-1] if raw[:1] in ("'", '"') and "\\" not in raw else ""


def pattern_top(place: Place) -> Place | None:
    """The outermost pattern that `place` is a target in; itself without one; None where it is a default's value."""
    while (parent := place.parent) is not None:
        if parent.kind == "AssignmentPattern":
            if place.role != "left":
                return None
        elif parent.kind == "Property":
            if place.role != "value" or parent.parent is None or parent.parent.kind not in PATTERNS:
                return place
        elif parent.kind not in PATTERNS and parent.kind != "RestElement":
            return place
        place = parent
    return place


def _use(place: Place) -> Use | None:
    parent = place.parent
    if parent is None or parent.kind in _NOTHING or _is_said_twice(place, parent):
        return None
    if parent.kind in _MEMBERS and place.role == "property":
        return _property(place, parent)
    if (parent.kind, place.role) in _KEYS and not (parent.has("computed") and place.kind != "Literal"):
        return Use(KEY, place, place)
    if place.kind == "Literal":
        return None
    return _identifier(place)


def _is_said_twice(place: Place, parent: Place) -> bool:
    """Whether the tree has another place for the same word: `{a}` is `{a: a}`, `import {a}` is `import {a as a}`."""
    if parent.kind == "Property":
        return place.role == "key" and parent.has("shorthand")
    other = parent.one("local") if place.role in ("imported", "exported") else None
    return other is not None and other.start == place.start


def _property(place: Place, member: Place) -> Use | None:
    if not member.has("computed") or place.kind == "Literal":
        return Use(MEMBER, place, member)
    return _identifier(place)


def _identifier(place: Place) -> Use:
    top = pattern_top(place)
    if top is None or top.parent is None:
        return Use(READ, place, place)
    role = _ROLES.get((top.parent.kind, top.role), READ)
    if top.parent.kind == "ExportSpecifier" and role == READ and _reexports(top.parent):
        role = KEY
    return Use(role, place, top)


def _reexports(specifier: Place) -> bool:
    return specifier.parent is not None and specifier.parent.one("source") is not None
