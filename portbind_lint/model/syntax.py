"""What source code says, free of any parser: one node class for each kind of expression that matters to us.

A front-end of `parse/` lowers its own tree to these nodes when somebody asks. Bodies of functions and classes are
not part of the node: `facts.Module` gives them on demand. Nodes compare by identity; a front-end hands out the same
object for the same place. `start` and `end` are byte offsets into the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A stretch of source text, `start` inclusive and `end` exclusive, in bytes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A string, number, boolean or `null`; a template without substitutions is a string."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """A reference to a variable, also `undefined`."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class This(Node):
    """The keyword `this`."""


@dataclass(frozen=True, slots=True, eq=False)
class Super(Node):
    """The keyword `super`."""


@dataclass(frozen=True, slots=True, eq=False)
class Template(Node):
    """A template literal with substitutions; cooked text and expressions in order."""

    parts: tuple[Union[str, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Member(Node):
    """`object.property` or `object?.property`, private names included (`#host`); `property_start` is an offset."""

    object: Expression
    property: str
    property_start: int


@dataclass(frozen=True, slots=True, eq=False)
class Index(Node):
    """`object[index]`."""

    object: Expression
    index: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A call, or a construction if `is_new`.

    `name_start` is the offset of the callee's last name: the `listen` of `a.b.listen()`, the `new` of a construction.
    """

    callee: Expression
    arguments: tuple[Expression, ...]
    is_new: bool
    name_start: int


@dataclass(frozen=True, slots=True, eq=False)
class Spread(Node):
    """`...value` in an object, an array or a call."""

    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Property(Node):
    """One entry of an object literal.

    `key` is None for a computed key, which `computed` then holds. `kind` is `value`, `method`, `get` or `set`; for the
    last three `value` is a `Function`. A shorthand `{host}` has the `Name` as its value.
    """

    key: str | None
    computed: Expression | None
    value: Expression
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Object(Node):
    """An object literal, in source order (a later entry wins)."""

    entries: tuple[Union[Property, Spread], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Array(Node):
    """An array literal; a hole is None."""

    items: tuple[Expression | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """`left operator right`, logical operators (`||`, `&&`, `??`) and the comma included."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Node):
    """`operator operand`: `!`, `-`, `+`, `~`, `typeof`, `void`, `delete`, `++`, `--`, `await`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Node):
    """`test ? then : otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Assignment(Node):
    """`target operator value`, with `=`, `||=`, `??=`, `+=` and so on as the operator.

    `target++` and `--target` have `++` and `--` for it, and a 1 that nobody wrote for the value.
    """

    target: Pattern
    operator: str
    value: Expression

    @property
    def counts(self) -> bool:
        """Whether it adds or takes away one."""
        return self.operator in {"++", "--"}


@dataclass(frozen=True, slots=True, eq=False)
class PatternEntry(Node):
    """One entry of a destructuring pattern.

    `key` is the property name in an object pattern (None where computed) and the index as text in an array pattern;
    `rest` marks `...target`, and `taken` are the keys of an object that the entries before it have taken.
    """

    key: str | None
    target: Pattern
    default: Expression | None
    rest: bool
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ObjectPattern(Node):
    """`{a, b: c = 1, ...rest}` on the left of an assignment, in a declaration or as a parameter."""

    entries: tuple[PatternEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArrayPattern(Node):
    """`[a, , b = 1, ...rest]`."""

    entries: tuple[PatternEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Node):
    """A parameter. `type` is the annotation's text; `is_property` marks `constructor(private host)`."""

    target: Pattern
    default: Expression | None
    rest: bool
    optional: bool
    type: str | None
    is_property: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function(Node):
    """A function, arrow, method, getter or constructor; its body is asked of the module."""

    name: str | None
    parameters: tuple[Parameter, ...]
    is_arrow: bool


@dataclass(frozen=True, slots=True, eq=False)
class Class(Node):
    """A class; its members are asked of the module."""

    name: str | None
    superclass: Expression | None
    decorators: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClassMember(Node):
    """A method (`kind` `method`, `get`, `set`, `constructor`) or a `field`, whose value may be missing."""

    name: str | None
    kind: str
    is_static: bool
    value: Expression | None
    type: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Opaque(Node):
    """Anything without a value that we can follow: JSX, a regular expression, `yield`, a tagged template, an error."""

    kind: str


Expression = Union[
    Literal, Name, This, Super, Template, Member, Index, Call, Spread, Object, Array, Binary, Unary, Conditional,
    Assignment, Function, Class, Opaque,
]  # fmt: skip
Pattern = Union[Name, ObjectPattern, ArrayPattern, Member, Index, Opaque]
