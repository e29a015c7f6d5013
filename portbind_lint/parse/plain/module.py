"""The answers of `model.facts.Module` over esprima's tree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Comment, Variable
from portbind_lint.model.source import Language, NotAnalysed
from portbind_lint.model.syntax import Class, ClassMember, Function, Node
from portbind_lint.parse.lines import Lines
from portbind_lint.parse.plain.bindings import Bindings
from portbind_lint.parse.plain.bodies import Bodies
from portbind_lint.parse.plain.calls import Calls
from portbind_lint.parse.plain.conditions import Conditions
from portbind_lint.parse.plain.declarations import Declarations
from portbind_lint.parse.plain.exports import Exports
from portbind_lint.parse.plain.imports import Imports
from portbind_lint.parse.plain.lowering import Lowering
from portbind_lint.parse.plain.names import uses_of
from portbind_lint.parse.plain.reading import UnreadableError, read
from portbind_lint.parse.plain.surroundings import Surroundings
from portbind_lint.parse.plain.tree import Tree

if TYPE_CHECKING:
    from portbind_lint.model.facts import Binding, Condition, Export, Import, Reference
    from portbind_lint.model.source import Location
    from portbind_lint.model.syntax import Assignment, Call, Expression, Name
    from portbind_lint.parse.plain.reading import Reading

_MAX_SHOWN = 5


def module_of(path: str, data: bytes) -> PlainModule | NotAnalysed:
    """The module of UTF-8 `data`, or the first line that the parser does not understand."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        return PlainModule(path, data, text, read(text))
    except UnreadableError as error:
        index = error.index
        before = b"" if index is None else text[:index].encode("utf-8", "surrogateescape")
        return NotAnalysed(path, str(error), 0 if index is None else Lines(path, data).line(len(before)))


class PlainModule:
    """One file behind esprima's tree; see `model.facts.Module` for what each method answers."""

    language = Language.JAVASCRIPT

    def __init__(self, path: str, data: bytes, text: str, reading: Reading) -> None:
        self.path = path
        self._lines = Lines(path, data)
        self._tree = Tree(data, text, reading.program)
        self._comments = reading.comments
        root = self._tree.root
        self._low = Lowering(self._tree)
        self._uses = uses_of(self._tree)
        self._calls = Calls(root, self._tree.places, self._low)
        self._imports = Imports(root, self._low)
        self._bindings = Bindings(self._low, self._uses, Declarations(root, self._low, self._imports))
        self._bodies = Bodies(self._low)
        self._around = Surroundings(self._tree, self._low)
        self._conditions = Conditions(self._low)
        self._returns: dict[Function, tuple[Expression, ...]] = {}

    @cached_property
    def problems(self) -> tuple[NotAnalysed, ...]:
        """The places that are nested too deeply, the first few."""
        starts = sorted(self._tree.too_deep)[:_MAX_SHOWN]
        return tuple(NotAnalysed(self.path, "nested too deeply", self._lines.line(start)) for start in starts)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Static imports."""
        return self._imports.all()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Every module specifier, sorted."""
        return self._imports.sources(self._calls)

    @cached_property
    def exports(self) -> tuple[Export, ...]:
        """What other modules can take."""
        return Exports(self._tree.root, self._low, self._bindings).all(self._uses.get("exports", ()))

    def location(self, node: Node) -> Location:
        """Where `node` stands."""
        return self._lines.location(node.start, node.end)

    def location_at(self, offset: int) -> Location:
        """The place at a byte offset."""
        return self._lines.location(offset, offset)

    def text(self, node: Node) -> str:
        """The source text of `node`."""
        return self._tree.text(node.start, node.end)

    def calls(self, word: str) -> tuple[Call, ...]:
        """Calls of something named `word`."""
        return self._calls.named(word)

    def references(self, word: str) -> tuple[Reference, ...]:
        """The uses of `word` as a name."""
        return self._bindings.references(word)

    def occurrences(self, word: str) -> int:
        """How often `word` is used as a name."""
        return len(self._uses.get(word, ()))

    def binding(self, name: Name) -> Binding | None:
        """What `name` refers to."""
        return self._bindings.at(self._around.place(name), name.name)

    def variable(self, value: Node) -> Variable | None:
        """The variable that is declared with `value`."""
        name = self._around.declared_name(value)
        found = None if name is None else self._bindings.at(name, self._tree.text(name.start, name.end))
        return found if isinstance(found, Variable) and found.value is value else None

    def uses(self, binding: Binding) -> tuple[Name, ...]:
        """The names that refer to `binding`."""
        return self._bindings.uses(binding)

    def writes(self, binding: Binding) -> tuple[Assignment, ...]:
        """The assignments to `binding`."""
        return self._bindings.writes(binding)

    def member_writes(self, word: str) -> tuple[Assignment, ...]:
        """The assignments to a member `word`."""
        return self._bindings.member_writes(word)

    def parent(self, node: Node) -> Node | None:
        """The nearest enclosing node."""
        return self._around.parent(node)

    def enclosing_function(self, node: Node) -> Function | None:
        """The function around `node`."""
        return self._around.function(node)

    def enclosing_class(self, node: Node) -> Class | None:
        """The class of `this` at `node`."""
        return self._around.cls(node)

    def repeats(self, node: Node, seen: Node | None = None) -> bool:
        """Whether a loop runs `node` more than once."""
        return self._around.repeats(node, seen)

    def conditions(self, node: Node) -> tuple[Condition, ...]:
        """What must be so for `node` to run."""
        place = self._around.place(node)
        return self._conditions.of_function(place) if isinstance(node, Function) else self._conditions.of(place)

    def returns(self, function: Function) -> tuple[Expression, ...]:
        """The returned expressions."""
        found = self._returns.get(function)
        if found is None:
            origin = self._low.origin(function)
            found = self._returns[function] = () if origin is None else self._bodies.returns(origin)
        return found

    def members(self, cls: Class) -> tuple[ClassMember, ...]:
        """The members of a class."""
        origin = self._low.origin(cls)
        return () if origin is None else self._bodies.members(origin)

    @cached_property
    def _top_level(self) -> tuple[Expression, ...]:
        return self._bodies.top_level(self._tree.root)

    def top_level(self) -> tuple[Expression, ...]:
        """The expressions of the module itself."""
        return self._top_level

    def body_calls(self, function: Function | None) -> tuple[Call, ...]:
        """The calls in a body."""
        if function is None:
            return self._calls.within(self._tree.root)
        origin = self._low.origin(function)
        body = None if origin is None else origin.one("body")
        return () if body is None else self._calls.within(body)

    def comments(self, containing: str) -> tuple[Comment, ...]:
        """The comments that hold a text."""
        if not containing:
            return ()
        return tuple(comment for comment in self._all_comments if containing in comment.text)

    @cached_property
    def _all_comments(self) -> tuple[Comment, ...]:
        ranges = ((self._tree.byte(start), self._tree.byte(end)) for start, end in self._comments)
        return tuple(Comment(start, end, self._tree.text(start, end)) for start, end in ranges)
