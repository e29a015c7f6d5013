"""Names, literals and what stays opaque."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from portbind_lint.model.syntax import Expression, Literal, Member, Name, Opaque, Super, Template, This
from portbind_lint.parse.limits import MAX_PARTS
from portbind_lint.parse.literals import cooked, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portbind_lint.parse.plain.lowering import Lowering
    from portbind_lint.parse.plain.tree import Place

_QUOTES = ("'", '"')
_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def string_of(place: Place | None, low: Lowering) -> str | None:
    """The value of a string literal; None where `place` is something else."""
    if place is None or place.kind != "Literal":
        return None
    text = low.text(place)
    return cooked(text[1:-1]) if text.startswith(_QUOTES) else None


def _name(place: Place, _low: Lowering) -> Expression:
    return Name(place.start, place.end, place.word("name"))


def _import(place: Place, _low: Lowering) -> Expression:
    return Name(place.start, place.end, "import")


def _this(place: Place, _low: Lowering) -> Expression:
    return This(place.start, place.end)


def _super(place: Place, _low: Lowering) -> Expression:
    return Super(place.start, place.end)


def _literal(place: Place, low: Lowering) -> Expression:
    text = low.text(place)
    if text.startswith(_QUOTES):
        return Literal(place.start, place.end, cooked(text[1:-1]))
    if text in _KEYWORDS:
        return Literal(place.start, place.end, _KEYWORDS[text])
    if text.startswith("/"):
        return Opaque(place.start, place.end, "regex")
    value = number(text)
    return Opaque(place.start, place.end, "number") if value is None else Literal(place.start, place.end, value)


def _template(place: Place, low: Lowering) -> Expression:
    texts, values = place.many("quasis"), place.many("expressions")
    if len(values) > MAX_PARTS:
        return Opaque(place.start, place.end, "too long")
    parts: list[Union[str, Expression]] = []
    for at, quasi in enumerate(texts):
        # A template's line ends are \n whatever the file has (ECMA-262, 12.9.6).
        raw = "" if quasi is None else quasi.word("raw").replace("\r\n", "\n").replace("\r", "\n")
        if raw:
            parts.append(cooked(raw))
        if at < len(values):
            parts.append(low.expression(values[at], place))
    if not values:
        return Literal(place.start, place.end, str(parts[0]) if parts else "")
    return Template(place.start, place.end, tuple(parts))


def _meta(place: Place, low: Lowering) -> Expression:
    word, _, name = low.text(place).partition(".")
    owner = Name(place.start, place.start + len(word), word)
    return Member(place.start, place.end, owner, name.strip(), place.end - len(name))


def _opaque(kind: str) -> Callable[[Place, Lowering], Expression]:
    return lambda place, _low: Opaque(place.start, place.end, kind)


RULES: Mapping[str, Callable[[Place, Lowering], Expression]] = {
    "Identifier": _name,
    "JSXIdentifier": _name,
    "Import": _import,
    "ThisExpression": _this,
    "Super": _super,
    "Literal": _literal,
    "TemplateLiteral": _template,
    "MetaProperty": _meta,
    "TaggedTemplateExpression": _opaque("tagged template"),
    "YieldExpression": _opaque("yield_expression"),
    "JSXElement": _opaque("jsx_element"),
}
