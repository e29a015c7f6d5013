"""Checks that are written and exported, but that no module which can guard the listener puts to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.facts import Declared, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Literal, Member, Name, Object, Property
from portbind_lint.review.context.paths import is_test
from portbind_lint.review.controls.scope import MOST_MODULES
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portbind_lint.model.facts import Export, Module
    from portbind_lint.model.site import Site
    from portbind_lint.model.source import Repository
    from portbind_lint.model.syntax import Node
    from portbind_lint.review.controls.found import Found

_MOST_LEVELS = 4
_MOST_FUNCTIONS = 16
# What is named so often is used somewhere.
_MOST_USES = 40
# Exports that importers name as they like.
_WHOLE = frozenset({"default", "="})
# How a server is given a check under a name, by which its routes then ask for it: `app.decorate('guard', check)`.
_NAMES = frozenset({"decorate", "decorateRequest", "decorateReply"})
# Whoever takes modules from folders takes some that are not known here.
_TAKES_FOLDERS = regex(r"autoload|\bglob\b|require-?(all|dir)")
# Frameworks call what is exported under these names, and nobody else has to.
_CALLED_BY_NAME = regex(
    r"^(default|middleware|proxy|handler?|handle\w*|on[A-Z]\w*|use|auth(orize|enticate|Options|Config|Checker)?|[A-Z]+"
    r"|config|setup)$"
)


class Unused:
    """Answers for the modules that can guard the listener at `site`."""

    def __init__(self, site: Site, modules: Sequence[Module], repository: Repository) -> None:
        self._site = site
        self._modules = modules
        self._repository = repository
        self._known: dict[tuple[str, int], bool] = {}

    def is_unused(self, found: Found) -> bool:
        """Whether the check stands in a named function at the top of its module that nobody calls or hands on.

        A check that a server is given under a name (a decorator of Fastify) is used where somebody asks for that name.
        """
        if self._never_asked_for(found.module, found.node):
            return True
        function = _outermost(found.module, found.node)
        if function is None or self._starts(found.module, function):
            return False
        key = (found.module.path, function.start)
        if key not in self._known:
            self._known[key] = self._idle(found.module, function, _MOST_LEVELS)
        return self._known[key]

    def _starts(self, module: Module, function: Function) -> bool:
        """Whether the listener itself stands in `function`: whoever calls that is no guard, and need not be known."""
        return module is self._site.module and _inside(self._site.node, function)

    def _idle(self, module: Module, function: Function, levels: int) -> bool:
        name = name_of(module, function)
        if levels == 0 or module.occurrences(name) > _MOST_USES or not _stands_alone(module, function, name):
            return False
        given = _names_given(module, name)
        if any(other is not module and other.occurrences(each) for other in self._modules for each in given):
            return False
        if self._are_some_of_many and any(self._is_named_elsewhere(module, each) for each in given):
            return False
        uses = [each.node for each in module.references(name) if each.role not in ("declare", "key", "type")]
        outside = [use for use in uses if not _inside(use, function) and not _is_exported(module, use)]
        return all(self._stands_in_idle(module, use, levels - 1) for use in outside)

    @property
    def _are_some_of_many(self) -> bool:
        """Whether the modules are only the first of many: one of the others may use what none of these does."""
        return len(self._modules) >= MOST_MODULES

    def _is_named_elsewhere(self, module: Module, name: str) -> bool:
        return any(path != module.path and not is_test(path) for path in self._repository.sources_naming(name))

    def _stands_in_idle(self, module: Module, use: Node, levels: int) -> bool:
        """Whether `use` is that of a function which is not used itself; what is exported others may call."""
        if self._never_asked_for(module, use):
            return True
        around = _outermost(module, use)
        if around is None or any(_gives_away(export, name_of(module, around), around) for export in module.exports):
            return False
        return self._idle(module, around, levels)

    def _never_asked_for(self, module: Module, node: Node) -> bool:
        """Whether `node` is, or stands in, what a server is given under a name that nobody asks it for."""
        name = "" if self._are_some_of_many else _given_name(module, node)
        if not name or any(_TAKES_FOLDERS.search(source) for each in self._modules for source in each.sources):
            return False
        if any(other is not module and other.occurrences(name) for other in self._modules):
            return False
        return all(each.role != "member" for each in module.references(name))


def _given_name(module: Module, node: Node) -> str:
    """The name under which a server is given `node` or a function around it; "" where it is given nothing."""
    current: Node | None = node
    for _ in range(_MOST_FUNCTIONS):
        if current is None:
            break
        call = module.parent(current)
        if isinstance(call, Call) and isinstance(call.callee, Member) and call.callee.property in _NAMES:
            first = call.arguments[0] if call.arguments else None
            named = first.value if isinstance(first, Literal) and first is not current else None
            return named if isinstance(named, str) else ""
        current = module.enclosing_function(current)
    return ""


def _outermost(module: Module, node: Node) -> Function | None:
    """The outermost function around `node`; None where one on the way is handed to a call, which puts it to use."""
    function = module.enclosing_function(node)
    for _ in range(_MOST_FUNCTIONS):
        if function is None or isinstance(module.parent(function), Call):
            return None
        around = module.enclosing_function(function)
        if around is None:
            return function
        function = around
    return None


def _stands_alone(module: Module, function: Function, name: str) -> bool:
    """Whether a function is declared at the top of a module that gives it away at most under its own name."""
    if not name or _CALLED_BY_NAME.match(name) or module.parent(function) is not None:
        return False
    whole = (export.value for export in module.exports if export.name in _WHOLE)
    nameless = any(value is function or (isinstance(value, Name) and value.name == name) for value in whole)
    return not nameless and _is_bound(module, function, name)


def _names_given(module: Module, name: str) -> tuple[str, ...]:
    """`name`, and those under which the module gives away what bears it: `{ guard: checkToken }`."""
    listed = (
        each.key
        for export in module.exports
        if isinstance(export.value, Object)
        for each in export.value.entries
        if isinstance(each, Property) and each.key and isinstance(each.value, Name) and each.value.name == name
    )
    named = (each.name for each in module.exports if isinstance(each.value, Name) and each.value.name == name)
    return tuple(dict.fromkeys((name, *listed, *named)))


def _gives_away(export: Export, name: str, function: Function) -> bool:
    value = export.value
    named = isinstance(value, Name) and value.name == name
    listed = isinstance(value, Object) and any(
        isinstance(each, Property) and each.key == name for each in value.entries
    )
    return export.name == name or value is function or named or listed


def _is_bound(module: Module, function: Function, name: str) -> bool:
    """Whether `name` is that of the function itself: no reference to it is bound to something else."""
    for reference in module.references(name):
        if not isinstance(reference.node, Name):
            continue
        match module.binding(reference.node):
            case Declared(value=value) | Variable(value=value) if value is function:
                continue
            case _:
                return False
    return True


def _is_exported(module: Module, node: Node) -> bool:
    """Whether a name is the value of an export, or stands in the object that a module exports."""
    entry = module.parent(node)
    around = module.parent(entry) if isinstance(entry, Property) else None
    return any(export.value is not None and export.value in (node, around) for export in module.exports)


def _inside(node: Node, function: Function) -> bool:
    return function.start <= node.start and node.end <= function.end
