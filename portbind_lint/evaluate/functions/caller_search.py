"""Where a function is called: by name first, then only those calls whose callee really evaluates to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from portbind_lint.evaluate.frames import Frame
from portbind_lint.evaluate.functions import callbacks, choices, likely
from portbind_lint.evaluate.functions.arguments import Arguments, arguments_of
from portbind_lint.evaluate.functions.callees import APPLYING, Sought
from portbind_lint.evaluate.names.naming import name_given, names_of, renamed
from portbind_lint.evaluate.objects.changes import changes
from portbind_lint.evaluate.objects.constructors import constructor_of
from portbind_lint.evaluate.objects.this import any_instance
from portbind_lint.evaluate.program.text_search import Wanted, holds_one, may_construct
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import (
    Assignment,
    Call,
    Class,
    ClassMember,
    Expression,
    Function,
    Member,
    Name,
    Object,
    Property,
    Super,
    This,
)  # fmt: skip
from portbind_lint.model.value import ClassCase

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

MOST_CALLS = 120
MOST_SUBCLASSES = 12


class CallerSearch:
    """One search for the callers of `function`."""

    def __init__(self, evaluator: Evaluator, module: Module, function: Function, wanted: Wanted) -> None:
        self.evaluator = evaluator
        self.wanted = wanted
        self.module = module
        self.function = function
        self.holder = module.parent(function)
        self.cls = self._constructed_class()
        self.sought = Sought(evaluator, function, self.cls)

    def passings(self) -> Iterator[Arguments]:
        """What each caller passes, of those in wanted files."""
        if self.wanted(self.module.path):
            yield from self._as_callback(self.module, self.function)
            yield from self._at_once()
            yield from self._as_handler()
            yield from self._by_key()
        yield from self._from_super_calls()
        yield from self._from_superclasses()
        yield from self._by_name()
        yield from self._required_in_place()

    def _by_name(self) -> Iterator[Arguments]:
        """The calls of its names; those as a member of something far away only where nobody calls it otherwise."""
        unlikely: list[tuple[Module, Call]] = []
        found = False
        left = MOST_CALLS
        for module, word in self._places():
            for call in module.calls(word):
                left -= 1
                if left < 0 or self.evaluator.activity.is_spent:
                    return
                if not (self.cls or self._is_member() or likely.calls_plain(module, call)):
                    unlikely.append((module, call))
                elif self.sought.is_called_by(module, call):
                    found = True
                    yield arguments_of(self.evaluator, module, call, None)
            if self.cls is None:
                for passed in self._passed_on(module, word):
                    found = True
                    yield passed
        for module, call in () if found else unlikely:
            if self.sought.is_called_by(module, call):
                yield arguments_of(self.evaluator, module, call, None)

    def _at_once(self) -> Iterator[Arguments]:
        """`(function (host) { ... })('127.0.0.1')`."""
        call = self.holder
        if isinstance(call, Call) and call.callee is self.function:
            yield arguments_of(self.evaluator, self.module, call, None)

    def _constructed_class(self) -> Class | None:
        holder = self.holder
        if isinstance(holder, ClassMember) and holder.kind == "constructor":
            return self.module.enclosing_class(holder) or self.module.enclosing_class(self.function)
        return None

    def _places(self) -> Iterator[tuple[Module, str]]:
        """The modules that can call it, each with the name that it goes by there."""
        seen: set[tuple[str, str]] = set()
        for module, word in self._all_places():
            if (module.path, word) not in seen and self.wanted(module.path):
                seen.add((module.path, word))
                yield module, word

    def _all_places(self) -> Iterator[tuple[Module, str]]:
        search = self.evaluator.program.search
        names = tuple(self._names())
        for name in names:
            yield self.module, name
        for module, below in self._subclasses():
            if below.name:
                users = search.calling(below.name, self.module.path, self.wanted)
                yield from ((user, below.name) for user in _once(module, users))
        aliases = tuple(self._export_names(names))
        sought = () if {"default", "="} & {*aliases} else names
        shows = holds_one if self.cls is None else may_construct
        for module in search.importers(self.module.path, sought, wanted=self.wanted, shows=shows):
            yield from ((module, word) for word in self._names_in(module, names, aliases))
        if self._is_member() or self.module.exports:
            for word in dict.fromkeys((*names, *(alias for alias in aliases if alias.isidentifier()))):
                if word not in {"default", "constructor"}:
                    yield from ((module, word) for module in search.calling(word, self.module.path, self.wanted))

    def _subclasses(self) -> Iterator[tuple[Module, Class]]:
        """The classes below ours, with the modules that hold them: constructing one constructs ours."""
        waiting = [] if self.cls is None else [(self.module, self.cls)]
        seen: set[Class] = set()
        while waiting and len(seen) < MOST_SUBCLASSES:
            home, cls = waiting.pop()
            if cls in seen or not cls.name:
                continue
            seen.add(cls)
            for module in _once(home, self.evaluator.program.search.extending(cls.name, home.path)):
                for reference in module.references(cls.name):
                    below = module.parent(reference.node)
                    if isinstance(below, Class) and below.superclass is reference.node:
                        yield module, below
                        waiting.append((module, below))

    def _from_super_calls(self) -> Iterator[Arguments]:
        for module, below in self._subclasses():
            constructor = constructor_of(ClassCase(module, below, None)) if self.wanted(module.path) else None
            for call in module.body_calls(constructor) if constructor is not None else ():
                if isinstance(call.callee, Super) and self.sought.is_super_call(module, call):
                    yield arguments_of(self.evaluator, module, call, None)

    def _is_member(self) -> bool:
        return isinstance(self.holder, (ClassMember, Property, Assignment))

    def _names(self) -> Iterator[str]:
        if self.cls is not None:
            name = self.cls.name or name_given(self.module, self.cls)
            if name:
                yield name
            return
        yield from names_of(self.module, self.function)

    def _export_names(self, names: tuple[str, ...]) -> Iterator[str]:
        for export in self.module.exports:
            value = export.value
            if value is self.function or value is self.cls or (isinstance(value, Name) and value.name in names):
                yield export.name

    def _names_in(self, module: Module, names: tuple[str, ...], aliases: tuple[str, ...]) -> Iterator[str]:
        """What an importing module calls it: a renamed or default import, or the variable of a `require`."""
        yield from names
        for binding in module.imports:
            if binding.imported in aliases or (binding.imported in {"default", "*"} and {"=", "default"} & {*aliases}):
                yield binding.local
        yield from renamed(module, aliases)
        if "=" in aliases:
            for call in module.calls("require"):
                if name := name_given(module, call):
                    yield name

    def _by_key(self) -> Iterator[Arguments]:
        """`commands[name](host)`, where the function is a member of `commands`."""
        literal = self.module.parent(self.holder) if isinstance(self.holder, Property) else None
        if not isinstance(literal, Object):
            return
        for change in changes(self.evaluator, self.module, literal):
            if (
                change.kind == "call"
                and isinstance(change.node, Call)
                and self.sought.is_called_by(self.module, change.node)
            ):
                yield arguments_of(self.evaluator, self.module, change.node, None)

    def _from_superclasses(self) -> Iterator[Arguments]:
        """`this.listen(...)` in a superclass: what is called there is the method that overrides it here."""
        own = self.module.enclosing_class(self.holder) if isinstance(self.holder, ClassMember) else None
        if own is None or self.cls is not None or not isinstance(self.holder, ClassMember) or not self.holder.name:
            return
        this = any_instance(self.evaluator, ClassCase(self.module, own, None))
        for above in self._superclasses(own):
            if not self.wanted(above.module.path):
                continue
            for call in above.module.calls(self.holder.name)[:MOST_CALLS]:
                function = above.module.enclosing_function(call)
                inside = above.module.enclosing_class(call) is above.node and function is not None
                if inside and function and isinstance(call.callee, Member) and isinstance(call.callee.object, This):
                    frame = Frame(
                        above.module, function, None, open_end=False, this=this, outer=None, caller=None, depth=0
                    )
                    yield arguments_of(self.evaluator, above.module, call, self.evaluator.frame(frame))

    def _superclasses(self, cls: Class) -> Iterator[ClassCase]:
        case = ClassCase(self.module, cls, None)
        for _ in range(MOST_SUBCLASSES):
            if case.node.superclass is None:
                return
            above = self.evaluator.value(case.module, case.node.superclass, case.frame).cases[0].thing
            if not isinstance(above, ClassCase):
                return
            yield above
            case = above

    def _required_in_place(self) -> Iterator[Arguments]:
        """`require('./start')(host)`, where the module is the function."""
        if not any(export.name == "=" and export.value is self.function for export in self.module.exports):
            return
        for module in self.evaluator.program.search.importers(self.module.path, ("require",), wanted=self.wanted):
            for required in module.calls("require")[:MOST_CALLS]:
                call = module.parent(required)
                if isinstance(call, Call) and call.callee is required and self.sought.is_called_by(module, call):
                    yield arguments_of(self.evaluator, module, call, None)

    def _as_callback(self, module: Module, node: Expression) -> Iterator[Arguments]:
        """`node` as an argument of a call: what the called function passes to it."""
        parent = module.parent(node)
        if not isinstance(parent, Call) or node not in parent.arguments:
            return
        yield from callbacks.passed_to(self.evaluator, module, parent, parent.arguments.index(node))

    def _as_handler(self) -> Iterator[Arguments]:
        """The function as a member of an object that is given to a package or describes a command, or exported."""
        holder, module = self.holder, self.module
        if isinstance(holder, Property) and holder.key is not None:
            literal = module.parent(holder)
            call = module.parent(literal) if literal is not None else None
            if isinstance(call, Call) and literal in call.arguments:
                yield from callbacks.handed_to(self.evaluator, module, call, holder.key)
            elif isinstance(literal, Object) and holder.key == "handler":
                yield from callbacks.described(self.evaluator, module, literal)
        if "handler" in self._export_names(tuple(self._names())):
            yield from callbacks.exported(self.evaluator, module)

    def _passed_on(self, module: Module, word: str) -> Iterator[Arguments]:
        """The function passed on by its name: to another one, or to a variable."""
        for reference in module.references(word)[:MOST_CALLS]:
            node = reference.node
            if (
                reference.role != "read"
                or not isinstance(node, Name)
                or (self._is_member() and not likely.names_member(module, node))
            ):
                continue
            parent = module.parent(node)
            if isinstance(parent, Member) and parent.property in APPLYING:
                call = module.parent(parent)
                if isinstance(call, Call) and call.callee is parent and self.sought.is_called_by(module, call):
                    yield arguments_of(self.evaluator, module, call, None)
            else:
                whole = choices.chosen(module, node)
                for place in (whole, *choices.uses(module, whole)):
                    yield from self._handed_on(module, place, renamed=place is not node)

    def _handed_on(self, module: Module, place: Expression, *, renamed: bool) -> Iterator[Arguments]:
        """What the function is called with where it stands for `place`: as an argument, or under another name."""
        parent = module.parent(place)
        if not isinstance(parent, Call):
            return
        if place in parent.arguments:
            value = self.evaluator.activity.aside(lambda: self.evaluator.value(module, place))
            if any(self.sought.is_it(case.thing) for case in value.cases):
                yield from self._as_callback(module, place)
        elif renamed and self.sought.is_called_by(module, parent):
            yield arguments_of(self.evaluator, module, parent, None)


def _once(first: Module, others: Iterable[Module]) -> Iterator[Module]:
    """`first`, and the others but for itself."""
    return chain((first,), (module for module in others if module is not first))
