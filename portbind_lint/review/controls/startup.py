"""Whether the program refuses to start without a setting: then what hangs on the setting is always on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.names.naming import last_name
from portbind_lint.model.facts import Condition, Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Index, Member, Name, Node, Opaque, Unary
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.context.paths import is_test
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.site import Site
    from portbind_lint.model.source import Repository

_EXITS = regex(r"\bexit\s*\(\s*[^0\s)]|process\.exit\b|process\.exitCode\s*=\s*[1-9]")
_WORD_OF_ACCESS = regex(r"(?i)auth|token|key|secret|passw|credential|jwt|login")
# A throw counts in code that runs at the start, not in what is called later with the same name.
_STARTS = regex(r"(?i)^(main|start|run|init|boot|load|valid|check|ensure|require|assert|create\w*(server|app)|enforce)")
_BROUGHT = regex(
    r"(?i)(req|request|ctx|headers?|(auth|access|bearer|id|user|session|client)?_?token|jwt|authorization)"
)
_MOST_IMPORTERS = 8
_MOST_REFERENCES = 60
_MOST_LEVELS = 6
_READ_TEXT = 4000
_SHORTEST_NAME = 8


class Startup:
    """The start of the program that listens at `site`: the modules that guard it, and those that import the site's."""

    def __init__(self, site: Site, modules: tuple[Module, ...], repository: Repository, evaluator: Evaluator) -> None:
        self._site = site
        self._near = modules
        self._repository = repository
        self._evaluator = evaluator
        self._answers: dict[str, bool] = {}
        self._all: tuple[Module, ...] | None = None

    def refuses_without(self, test: Node) -> bool:
        """Whether the program ends, before it listens, where the setting that `test` looks at is not set."""
        word = _word(test)
        if not _WORD_OF_ACCESS.search(word):
            return False
        if word not in self._answers:
            self._answers[word] = any(self._insists(module, word) for module in self._modules())
        return self._answers[word]

    def _modules(self) -> tuple[Module, ...]:
        if self._all is None:
            importers = self._repository.importers(self._site.module.path)
            paths = [path for path in importers if not is_test(path)][:_MOST_IMPORTERS]
            found = (self._evaluator.program.module(path) for path in paths)
            known = {module.path for module in self._near}
            self._all = (*self._near, *(m for m in found if m is not None and m.path not in known))
        return self._all

    def _insists(self, module: Module, word: str) -> bool:
        references = module.references(word)[:_MOST_REFERENCES]
        if not references:
            return False
        ends = (*module.calls("exit"), *(call for call in module.calls("Error") if _at_start(module, call)))
        if any(_hangs_on(module, call, word) and not self._handed_to_starter(module, call, word) for call in ends):
            return True
        return any(self._handed_to_guard(module, reference.node) for reference in references)

    def _handed_to_starter(self, module: Module, end: Call, word: str) -> bool:
        """Whether the function that `end` stands in does no more with the setting than to hand it to what listens.

        Such an end says that something failed, not what is missing.
        """
        function = module.enclosing_function(end)
        if function is None or not all(_is_failure(condition) for condition in module.conditions(end)):
            return False
        names = tuple(_names_around(self._site.module, self._site.node))
        starts = [call for call in module.body_calls(function) if last_name(call.callee) in names]
        inside = [each.node for each in module.references(word) if _within(each.node, function)]
        return bool(inside) and all(any(_within(node, call) for call in starts) for node in inside)

    def _handed_to_guard(self, module: Module, node: Node) -> bool:
        """Whether the setting is an argument of a function that ends the program."""
        current: Node | None = node
        for _ in range(_MOST_LEVELS):
            if current is None:
                return False
            parent = module.parent(current)
            if isinstance(parent, Call) and current in parent.arguments:
                return self._ends_program(module, parent)
            current = parent
        return False

    def _ends_program(self, module: Module, call: Call) -> bool:
        if not isinstance(call.callee, (Name, Member)):
            return False
        things = [case.thing for case in self._evaluator.callee(module, call).cases]
        functions = [thing for thing in things if isinstance(thing, FunctionCase)]
        if functions:
            return any(_EXITS.search(_text(thing.module, thing.node)) is not None for thing in functions)
        name = call.callee.name if isinstance(call.callee, Name) else call.callee.property
        return len(name) >= _SHORTEST_NAME and self._declared_to_end(name)

    def _declared_to_end(self, name: str) -> bool:
        """Whether a function of that name ends the program, where it cannot be followed which one is called."""
        paths = [path for path in self._repository.sources_naming(name) if not is_test(path)][:_MOST_IMPORTERS]
        modules = (self._evaluator.program.module(path) for path in paths)
        return any(_declares_end(module, name) for module in modules if module is not None)


def _is_failure(condition: Condition) -> bool:
    return isinstance(condition.test, Opaque) and condition.test.kind == "catch"


def _names_around(module: Module, node: Node) -> Iterator[str]:
    """The names of the functions around `node`."""
    function = module.enclosing_function(node)
    for _ in range(_MOST_LEVELS):
        if function is None:
            return
        yield name_of(module, function)
        function = module.enclosing_function(function)


def _within(node: Node, around: Node) -> bool:
    return around.start <= node.start and node.end <= around.end


def _declares_end(module: Module, name: str) -> bool:
    declared = (reference.node.start for reference in module.references(name) if reference.role == "declare")
    texts = (module.text(Node(start, start + _READ_TEXT // 2)) for start in declared)
    return any("(" in text[: len(name) + 2] and _EXITS.search(text) is not None for text in texts)


def _word(test: Node) -> str:
    """The last name of a path: `API_KEY` of `process.env.API_KEY`."""
    if isinstance(test, Member):
        # What is asked of a value (`keys.length`) says nothing; its owner does.
        return _word(test.object) if test.property in ("length", "size", "trim") else test.property
    if isinstance(test, Call):
        return _word(test.callee)
    if isinstance(test, Index):
        return _word(test.object)
    return test.name if isinstance(test, Name) else ""


def _hangs_on(module: Module, call: Call, word: str) -> bool:
    """Whether an end of the program is reached where a test names `word`."""
    named = re.compile(rf"\b{re.escape(word)}\b")
    about = [condition for condition in module.conditions(call) if named.search(_text(module, condition.test))]
    if about:
        return not any(_asks_presence(condition) for condition in about)
    function = module.enclosing_function(call)
    return (
        function is not None
        and function.end - function.start < _READ_TEXT // 2
        and bool(named.search(_text(module, function)) and _EXITS.search(_text(module, call)))
    )


def _asks_presence(condition: Condition) -> bool:
    """Whether a condition lets something run only where a thing is there: `if (key)`, or after `if (!key) return`."""
    test, holds = condition.test, condition.holds
    while isinstance(test, Unary) and test.operator == "!":
        test, holds = test.operand, not holds
    return holds and isinstance(test, (Name, Member, Index))


def _at_start(module: Module, call: Call) -> bool:
    if not call.is_new:
        return False
    function = module.enclosing_function(call)
    if function is None:
        return True
    return _STARTS.search(name_of(module, function)) is not None and not _is_for_a_caller(function)


def _is_for_a_caller(function: Function) -> bool:
    """Whether a function is given what a caller brings: `validateToken(token)` runs for each, not at the start."""
    names = (parameter.target.name for parameter in function.parameters if isinstance(parameter.target, Name))
    return any(_BROUGHT.fullmatch(name) is not None for name in names)


def _text(module: Module, node: Node) -> str:
    return module.text(Node(node.start, min(node.end, node.start + _READ_TEXT)))
