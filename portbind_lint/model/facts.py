"""What one file says, on demand: the questions that every front-end of `parse/` answers.

The answers are lazy because most of a file never matters: a front-end lowers only the expressions, scopes and bodies
that somebody asks for, and remembers them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Union

from portbind_lint.model.source import Language, Location, NotAnalysed
from portbind_lint.model.syntax import (
    Assignment,
    Call,
    Class,
    ClassMember,
    Expression,
    Function,
    Name,
    Node,
    PatternEntry,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """A name that comes from another module. `imported` is the exported name, `default`, or `*` for the namespace."""

    local: str
    source: str
    imported: str
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """A `const`, `let` or `var`.

    `value` is the initialiser (None where there is none); `path` leads from it to this name through destructuring,
    outermost entry first. `type` is the annotation's text.
    """

    name: str
    start: int
    kind: str
    value: Expression | None
    path: tuple[PatternEntry, ...]
    type: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ParameterName:
    """A name bound by the parameter `index` of `function`; `path` as in `Variable`."""

    name: str
    start: int
    function: Function
    index: int
    path: tuple[PatternEntry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A function or class declaration (or the own name of a named expression)."""

    name: str
    start: int
    value: Function | Class


@dataclass(frozen=True, slots=True, eq=False)
class Enum:
    """A TypeScript enum, or a namespace of constants; a member of an enum without initialiser has None."""

    name: str
    start: int
    members: tuple[tuple[str, Expression | None], ...]


@dataclass(frozen=True, slots=True, eq=False)
class OpaqueName:
    """A name whose value cannot be followed for certain: a loop variable, a caught error, `declare`.

    Of a loop variable `value` is what the loop goes through, and `path` leads from an element to the name.
    """

    name: str
    start: int
    kind: str
    value: Expression | None
    path: tuple[PatternEntry, ...] = ()


Binding = Union[Import, Variable, ParameterName, Declared, Enum, OpaqueName]


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """One exported name.

    `name` is the public name, `default`, `*` (everything of `source`), or `=` for CommonJS `module.exports = value`.
    Either `value` is set (a local expression, a `Name` for `export {x}`), or `source` with `imported` for a re-export.
    """

    name: str
    value: Expression | None
    source: str | None
    imported: str | None
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A test that decides whether a node runs: an enclosing `if`, `?:`, `&&`, `||`, `switch` case, or an earlier exit.

    `holds` is the outcome that lets the node run. For a `switch` case `test` is the
    `Binary` `===` of subject and label, for what stands in a `catch` it is an `Opaque` of the kind `catch`. `insists`
    says that the other outcome throws or ends the process: whoever lives to see what comes later has had this one.
    """

    test: Expression
    holds: bool
    insists: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Comment:
    """A comment with its delimiters; offsets in bytes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One place where a word stands as an identifier, a property name or a string key, comments and text left out.

    `role` is `read`, `write` (target of an assignment or update), `declare`, `member` (`x.word`, `x['word']`), `key`
    (of an object, a pattern, a class or enum member, or the outer name in an import or export list) or `type`. `node`
    is the `Name` for read and write, the `Member` or `Index` for member; else a bare `Node`.
    """

    role: str
    node: Node


class Module(Protocol):
    """One parsed file. Every method is memoised; none raises on broken source."""

    @property
    def path(self) -> str:
        """POSIX path relative to the repository root."""

    @property
    def language(self) -> Language:
        """The grammar that the file was read with."""

    @property
    def problems(self) -> tuple[NotAnalysed, ...]:
        """The places that could not be parsed; empty for a clean file."""

    @property
    def imports(self) -> tuple[Import, ...]:
        """Static imports, one for each local name; a bare `import 'x'` has an empty `local`."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every module specifier that the file names: static, `require`, dynamic `import()`, re-exports; sorted."""

    @property
    def exports(self) -> tuple[Export, ...]:
        """What other modules can take from this one, ESM and CommonJS, in source order."""

    def location(self, node: Node) -> Location:
        """Where `node` stands; a node over several lines ends at the end of its first line."""

    def location_at(self, offset: int) -> Location:
        """The zero-width place at a byte offset."""

    def text(self, node: Node) -> str:
        """The source text of `node`."""

    def calls(self, word: str) -> tuple[Call, ...]:
        """Calls of what is last named `word`: `word()`, `x.word()`, `x['word']()`, `(0, x.word)()`, `new x.word()`."""

    def references(self, word: str) -> tuple[Reference, ...]:
        """Every place where `word` is used as a name, in source order."""

    def occurrences(self, word: str) -> int:
        """How many `references(word)` there are: what it costs to look `word` up for the first time."""

    def binding(self, name: Name) -> Binding | None:
        """What `name` refers to by lexical scope; None for a global."""

    def variable(self, value: Node) -> Variable | None:
        """The variable that is declared with `value`, parentheses and assertions around it left out; None for a part.

        Of one that is declared again, only the first declaration counts.
        """

    def uses(self, binding: Binding) -> tuple[Name, ...]:
        """The names in this file that refer to `binding`, writes included."""

    def writes(self, binding: Binding) -> tuple[Assignment, ...]:
        """The assignments whose target is, or destructures into, `binding`."""

    def member_writes(self, word: str) -> tuple[Assignment, ...]:
        """The assignments to `x.word` or `x['word']`, whatever `x` is; `x.word++`, which counts something, is none."""

    def parent(self, node: Node) -> Node | None:
        """The nearest enclosing expression, `Property`, `Function`, `Class` or `ClassMember`; None at module level."""

    def enclosing_function(self, node: Node) -> Function | None:
        """The function whose body (or parameter default) holds `node`; None at module level."""

    def enclosing_class(self, node: Node) -> Class | None:
        """The class that `this` belongs to at `node` (arrows look through), or None."""

    def conditions(self, node: Node) -> tuple[Condition, ...]:
        """What must be so for `node` to run, within its function, outermost first."""

    def repeats(self, node: Node, seen: Node | None = None) -> bool:
        """Whether a loop within the function around `node` runs it more than once, up to `seen` where that is given.

        A loop that `seen` stands in, too, begins anew for both.
        """

    def returns(self, function: Function) -> tuple[Expression, ...]:
        """The returned expressions, an arrow's bare body included; nested functions are not looked into."""

    def members(self, cls: Class) -> tuple[ClassMember, ...]:
        """The members of a class in source order, TypeScript's parameter properties not included."""

    def top_level(self) -> tuple[Expression, ...]:
        """Initialisers and expression statements of the module's own statements, in order."""

    def body_calls(self, function: Function | None) -> tuple[Call, ...]:
        """Every call in the body of `function` (None: the module's top level) in order, nested functions left out."""

    def comments(self, containing: str) -> tuple[Comment, ...]:
        """The comments that hold the text `containing`."""
