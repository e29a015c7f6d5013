"""Nodes as short text, so that a test shows what is expected at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from portbind_lint.model.facts import Module
from portbind_lint.model.source import NotAnalysed
from portbind_lint.model.syntax import (
    Array,
    ArrayPattern,
    Assignment,
    Binary,
    Call,
    Class,
    Conditional,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Node,
    Object,
    ObjectPattern,
    Opaque,
    Parameter,
    PatternEntry,
    Property,
    Spread,
    Super,
    Template,
    This,
    Unary,
)
from portbind_lint.parse.source import parse

T = TypeVar("T")


def module(code: str, path: str = "a.ts") -> Module:
    """The module of `code`; the test fails where it is not analysed."""
    parsed = parse(path, code.encode())
    assert not isinstance(parsed, NotAnalysed), parsed
    return parsed


def joined(nodes: tuple[object, ...]) -> str:
    return " ".join("_" if node is None else node if isinstance(node, str) else shown(node) for node in nodes)


def shown(node: object) -> str:
    """`node` as an s-expression."""
    assert isinstance(node, Node), node
    for kind, render in _RENDER.items():
        if isinstance(node, kind):
            return render(node)
    raise AssertionError(type(node))


def _as(kind: type[T], render: Callable[[T], str]) -> Callable[[object], str]:
    def checked(node: object) -> str:
        assert isinstance(node, kind)
        return render(node)

    return checked


def _template(node: Template) -> str:
    return "`" + "".join(part if isinstance(part, str) else f"${{{shown(part)}}}" for part in node.parts) + "`"


def _property(node: Property) -> str:
    key = f"[{shown(node.computed)}]" if node.computed is not None else str(node.key)
    return f"{'' if node.kind == 'value' else node.kind + ' '}{key}:{shown(node.value)}"


def _entry(node: PatternEntry) -> str:
    default = "" if node.default is None else f"={shown(node.default)}"
    return f"{'...' if node.rest else ''}{node.key}:{shown(node.target)}{default}"


def _parameter(node: Parameter) -> str:
    marks = "".join(("@" if node.is_property else "", "..." if node.rest else ""))
    after = "".join(("?" if node.optional else "", f":{node.type}" if node.type else ""))
    return f"{marks}{shown(node.target)}{after}" + ("" if node.default is None else f"={shown(node.default)}")


def _function(node: Function) -> str:
    return f"({'=>' if node.is_arrow else 'fn'} {node.name or '_'} [{joined(node.parameters)}])"


def _class(node: Class) -> str:
    decorators = "".join(f"@{shown(decorator)} " for decorator in node.decorators)
    above = "" if node.superclass is None else f" < {shown(node.superclass)}"
    return f"({decorators}class {node.name or '_'}{above})"


_RENDER: dict[type, Callable[[object], str]] = {
    Literal: _as(Literal, lambda node: repr(node.value)),
    Name: _as(Name, lambda node: node.name),
    This: lambda _: "this",
    Super: lambda _: "super",
    Template: _as(Template, _template),
    Member: _as(Member, lambda node: f"(. {shown(node.object)} {node.property})"),
    Index: _as(Index, lambda node: f"([] {shown(node.object)} {shown(node.index)})"),
    Call: _as(Call, lambda node: f"({'new' if node.is_new else 'call'} {joined((node.callee, *node.arguments))})"),
    Spread: _as(Spread, lambda node: f"...{shown(node.value)}"),
    Property: _as(Property, _property),
    Object: _as(Object, lambda node: "{" + joined(node.entries) + "}"),
    Array: _as(Array, lambda node: "[" + joined(node.items) + "]"),
    Binary: _as(Binary, lambda node: f"({node.operator} {shown(node.left)} {shown(node.right)})"),
    Unary: _as(Unary, lambda node: f"({node.operator} {shown(node.operand)})"),
    Conditional: _as(Conditional, lambda node: f"(? {joined((node.test, node.then, node.otherwise))})"),
    Assignment: _as(Assignment, lambda node: f"({node.operator} {shown(node.target)} {shown(node.value)})"),
    PatternEntry: _as(PatternEntry, _entry),
    ObjectPattern: _as(ObjectPattern, lambda node: "{" + joined(node.entries) + "}"),
    ArrayPattern: _as(ArrayPattern, lambda node: "[" + joined(node.entries) + "]"),
    Parameter: _as(Parameter, _parameter),
    Function: _as(Function, _function),
    Class: _as(Class, _class),
    Opaque: _as(Opaque, lambda node: f"<{node.kind}>"),
}  # fmt: skip
