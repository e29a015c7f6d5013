"""The tree-sitter front-end: `model.facts.Module` for one file, answered on demand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Comment, Variable
from portbind_lint.model.syntax import Class, ClassMember, Function, Node
from portbind_lint.parse.lines import Lines
from portbind_lint.parse.native.bindings import Bindings
from portbind_lint.parse.native.bodies import Bodies
from portbind_lint.parse.native.calls import Calls
from portbind_lint.parse.native.conditions import Conditions
from portbind_lint.parse.native.declarations import Declarations
from portbind_lint.parse.native.exports import Exports
from portbind_lint.parse.native.imports import Imports
from portbind_lint.parse.native.lowering.lowering import Lowering
from portbind_lint.parse.native.problems import problems, too_deep
from portbind_lint.parse.native.surroundings import Surroundings
from portbind_lint.parse.native.tree import Tree

if TYPE_CHECKING:
    import tree_sitter

    from portbind_lint.model.facts import Binding, Condition, Export, Import, Reference
    from portbind_lint.model.source import Language, Location, NotAnalysed
    from portbind_lint.model.syntax import Assignment, Call, Expression, Name

_COMMENTS = frozenset({"comment", "html_comment", "hash_bang_line"})


class TreeModule:
    """One file behind its syntax tree; see `model.facts.Module` for what each method answers."""

    def __init__(self, path: str, language: Language, data: bytes, tree: tree_sitter.Tree) -> None:
        self.path = path
        self.language = language
        self._tree = Tree(data, tree)
        self._lines = Lines(path, data)
        self._low = Lowering(self._tree)
        self._calls = Calls(self._tree, self._low)
        self._imports = Imports(self._tree, self._low, self._calls)
        self._bindings = Bindings(self._tree, self._low, Declarations(self._tree, self._low, self._imports))
        self._bodies = Bodies(self._low)
        self._around = Surroundings(self._tree, self._low, self._bodies)
        self._conditions = Conditions(self._low)
        self._tests: dict[Node, tuple[Condition, ...]] = {}
        self._returns: dict[Function, tuple[Expression, ...]] = {}
        self._members: dict[Class, tuple[ClassMember, ...]] = {}
        self._body_calls: dict[Function | None, tuple[Call, ...]] = {}

    @property
    def problems(self) -> tuple[NotAnalysed, ...]:
        """The places that could not be parsed, and those met so far that are nested too deeply."""
        return self._syntax_errors + too_deep(self.path, self._tree, self._lines)

    @cached_property
    def _syntax_errors(self) -> tuple[NotAnalysed, ...]:
        return problems(self.path, self._tree, self._lines)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Static imports."""
        return self._imports.all()

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Every module specifier, sorted."""
        return self._imports.sources()

    @cached_property
    def exports(self) -> tuple[Export, ...]:
        """What other modules can take."""
        return Exports(self._tree, self._low, self._bindings).all()

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
        return self._bindings.occurrences(word)

    def binding(self, name: Name) -> Binding | None:
        """What `name` refers to."""
        place = self._around.place(name)
        return None if place is None else self._bindings.at(place, name.name)

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
        found = self._tests.get(node)
        if found is None:
            found = self._tests[node] = self._conditions_of(node)
        return found

    def _conditions_of(self, node: Node) -> tuple[Condition, ...]:
        place = self._around.place(node)
        if place is None:
            return ()
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
        found = self._members.get(cls)
        if found is None:
            origin = self._low.origin(cls)
            found = self._members[cls] = () if origin is None else self._bodies.members(origin)
        return found

    def top_level(self) -> tuple[Expression, ...]:
        """The expressions of the module itself."""
        return self._bodies.top_level(self._tree.root.node)

    def body_calls(self, function: Function | None) -> tuple[Call, ...]:
        """The calls in a body."""
        found = self._body_calls.get(function)
        if found is None:
            origin = self._tree.root.node if function is None else self._low.origin(function)
            body = origin if function is None or origin is None else origin.child_by_field_name("body")
            found = self._body_calls[function] = () if body is None else self._bodies.calls(body)
        return found

    def comments(self, containing: str) -> tuple[Comment, ...]:
        """The comments that hold a text."""
        found: dict[int, Comment] = {}
        for at in self._tree.offsets(containing):
            place = self._tree.place(at, at + 1)
            if place is not None and place.kind in _COMMENTS and place.id not in found:
                found[place.id] = Comment(place.start, place.end, self._tree.text(place.start, place.end))
        return tuple(found.values())
