"""When a control is on: always, or only once somebody sets something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeGuard

from portbind_lint.model.evidence import AuthMode, ControlKind
from portbind_lint.model.facts import Condition, Module, ParameterName, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Binary, Call, Expression, Function, Member, Name, Node, This, Unary
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.controls.compared import openings
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.settings import Settings, atoms, names_request, root_of
from portbind_lint.review.controls.startup import Startup
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.source import Repository

# What a branch does that lets nobody through.
_STOPS = regex(
    r"\bthrow\b|\bexit\s*\(|\babort\s*\(|\b(40[0-9]|50[0-9])\b|\breject\s*\(|\.destroy\s*\(|\.close\s*\(|[uU]nauthori[sz]ed"
    r"|[fF]orbidden|return\s+false|process\.kill"
)
_PASSES = regex(r"\bnext\s*\(\s*\)|return\s+true|return\s+null|return\s*;|return\s*$|return\s+undefined|return\s+\{")
# A test that asks for the absence of a key, and a branch behind it that lets everybody through.
_ASKS_ABSENCE = regex(r"^!\s*[\w$.?\[\]'\"]+$|\.(length|size)\s*(===?|<)\s*[01]\b|===?\s*(null|undefined|''|\"\")$")
_ABOUT_KEYS = regex(r"(?i)auth|token|api_?key|secret|passw|credential|bearer|\bkeys?\b")
_LETS_THROUGH = regex(
    r"\bnext\s*\(\s*\)|return\s+true\b|return\s*\{[^{}]{0,80}\b(ok|valid|success|allowed|authori[sz]ed|authenticated)\s*:\s*true\b"
)
_BRANCH_REACH = 700
_MOST_ATOMS = 24
_MOST_LEVELS = 12
_MOST_USES = 40
_MOST_CONDITIONS = 30
# Shorter names (`use`, `get`) stand for too many things to be followed by name.
_SHORTEST_NAME = 4
# How far around a credential the call stands that it is handed to.
_MOST_HANDED = 3
# How many functions, each used in the next only, lie between a check and the setting that it hangs on.
_MOST_CALLERS = 3


class Modes:
    """Judges the controls of one site; `modules` are those in which a control may be put to use."""

    def __init__(self, site: Site, modules: tuple[Module, ...], repository: Repository, evaluator: Evaluator) -> None:
        self._site = site
        self._modules = modules
        self._evaluator = evaluator
        self._settings = Settings(evaluator)
        self._startup = Startup(site, modules, repository, evaluator)
        self._idle: dict[tuple[str, int], bool] = {}
        self._shared = {(each.test, each.holds) for _, each in _conditions_around(site.module, site.node)}

    def mode(self, found: Found) -> AuthMode:
        """REQUIRED, or OPTIONAL where something that nobody has set must hold for the control to be on."""
        places = ((found.module, node) for node in found.nodes)
        if any(self._off(module, node) for module, node in (*places, *self._checks(found))):
            return AuthMode.OPTIONAL
        off = self._only_used_when_set(found) or self._compared_when_set(found)
        return AuthMode.OPTIONAL if off else AuthMode.REQUIRED

    def _compared_when_set(self, found: Found) -> bool:
        """Whether every comparison of the credential hangs on a key: `!key || given === key`."""
        if found.kind is not ControlKind.AUTH or found.reader is None:
            return False
        conditions = openings(found.module, found.node)
        return bool(conditions) and all(self._unset(found.module, condition) for condition in conditions)

    def _only_used_when_set(self, found: Found) -> bool:
        """Whether every use of a function around the check hangs on a setting."""
        return self._within_off(found.module, found.node, _MOST_CALLERS)

    def _checks(self, found: Found) -> Iterator[tuple[Module, Node]]:
        """Where the functions end that a credential is handed to: what lets callers through before says when."""
        checker = _checker(found.module, found.node)
        if found.kind is not ControlKind.AUTH or checker is None:
            return
        for case in self._evaluator.value(found.module, checker).cases:
            if isinstance(case.thing, FunctionCase):
                returned = case.thing.module.returns(case.thing.node)
                yield from ((case.thing.module, last) for last in returned[-1:])

    def _within_off(self, module: Module, node: Node, levels: int) -> bool:
        """Whether a function around `node` is only used where a setting is there, or in one that is only used so."""
        return levels > 0 and any(self._all_off(name, levels) for name in self._names_around(module, node))

    def _all_off(self, name: str, levels: int) -> bool:
        if (name, levels) not in self._idle:
            # A function that calls itself is asked about while it is.
            self._idle[name, levels] = False
            uses = [(module, use) for module in self._modules for use in _uses(module, name)][:_MOST_USES]
            self._idle[name, levels] = bool(uses) and all(
                self._off(module, use) or self._within_off(module, use, levels - 1) for module, use in uses
            )
        return self._idle[name, levels]

    def _names_around(self, module: Module, node: Node) -> Iterator[str]:
        """The names of the functions around a check, up to the one that starts the listener."""
        function = module.enclosing_function(node)
        for _ in range(_MOST_LEVELS):
            if function is None or (module is self._site.module and _inside(self._site.node, function)):
                return
            name = name_of(module, function)
            if len(name) >= _SHORTEST_NAME:
                yield name
            function = module.enclosing_function(function)

    def _off(self, module: Module, node: Node) -> bool:
        return any(
            self._needs_setting(where, condition)
            for where, condition in _conditions_around(module, node)
            if (condition.test, condition.holds) not in self._shared
        )

    def _needs_setting(self, module: Module, condition: Condition) -> bool:
        """Whether the condition does not hold while nobody sets anything."""
        if not condition.holds and self._always_there(module, condition.test):
            return False
        if not condition.holds and _lets_through_without(module, condition.test):
            return True
        if not condition.holds and _stops_after(module, condition.test):
            return False
        if not condition.holds and self._nothing_set(module, condition.test):
            return True
        return self._unset(module, condition)

    def _always_there(self, module: Module, test: Expression) -> bool:
        """Whether `test` asks for the absence of a key that the program makes up where nobody has set one."""
        return (
            isinstance(test, Unary) and test.operator == "!" and self._settings.is_made_by_chance(module, test.operand)
        )

    def _unset(self, module: Module, condition: Condition) -> bool:
        """Whether a part of it does not hold while nobody sets anything, and the program starts all the same."""
        return any(
            self._settings.unset(module, test, holds=holds) and not self._startup.refuses_without(test)
            for test, holds in atoms(condition)
        )

    def _nothing_set(self, module: Module, test: Expression) -> bool:
        """Whether `test` asks for the absence of several keys, `!key && !users()`, and nobody sets any of them."""
        parts = tuple(_parts(test))
        return len(parts) > 1 and all(
            isinstance(part, Unary)
            and part.operator == "!"
            and self._settings.unset(module, part.operand, holds=True)
            and not self._startup.refuses_without(part.operand)
            for part in parts
        )


def _conditions_around(module: Module, node: Node) -> Iterator[tuple[Module, Condition]]:
    """The conditions of `node` and of the functions that it stands in."""
    current: Node | None = node
    for _ in range(_MOST_LEVELS):
        if current is None:
            return
        # The innermost conditions are those of the control itself.
        for condition in module.conditions(current)[-_MOST_CONDITIONS:]:
            yield module, condition
        current = module.enclosing_function(current)


def _stops_after(module: Module, test: Node) -> bool:
    """Whether the branch that is taken when `test` holds lets nobody through: the program or the request ends there."""
    text = module.text(Node(test.end, test.end + _BRANCH_REACH))
    branch = _branch(text)
    if _PASSES.search(branch) and not re.search(r"\bthrow\b|\bexit\s*\(", branch):
        return _STOPS.search(branch) is not None and "next()" not in branch and "return true" not in branch
    return _STOPS.search(branch) is not None


def _lets_through_without(module: Module, test: Expression) -> bool:
    """Whether whoever comes while there is no key is let through, by a test of what the function was given."""
    parts = tuple(_parts(test))
    if not all(_asks_absence(module, part) for part in parts):
        return False
    if not any(_ABOUT_KEYS.search(module.text(part)) for part in parts):
        return False
    return _LETS_THROUGH.search(_branch(module.text(Node(test.end, test.end + _BRANCH_REACH)))) is not None


def _parts(test: Expression) -> Iterator[Expression]:
    """What must all hold for `test` to hold: `!name && !password`."""
    for _ in range(_MOST_ATOMS):
        if not (isinstance(test, Binary) and test.operator == "&&"):
            break
        yield test.right
        test = test.left
    yield test


def _asks_absence(module: Module, test: Expression) -> bool:
    """Whether `test` holds where something is missing that the function was given, or that is kept somewhere."""
    root = root_of(test.operand if isinstance(test, Unary) else test)
    binding = module.binding(root) if isinstance(root, Name) else None
    if not isinstance(binding, ParameterName) and not (isinstance(binding, Variable) and _is_kept(module, binding)):
        return False
    return _ASKS_ABSENCE.search(module.text(test).strip()) is not None


def _is_kept(module: Module, variable: Variable) -> bool:
    """Whether a variable is a member of something (`auth.password`) that is no request."""
    return isinstance(variable.value, Member) and not names_request(module.text(variable.value))


def _checker(module: Module, node: Node) -> Name | Member | None:
    """What checks: the function that is called or named at `node`, or gets what is read there as an argument."""
    current = node
    for _ in range(_MOST_HANDED):
        if isinstance(current, Name):
            return current
        if isinstance(current, Call):
            return current.callee if _is_own(current.callee) else None
        parent = module.parent(current)
        if parent is None or isinstance(parent, Function):
            return None
        current = parent
    return None


def _is_own(callee: Expression) -> TypeGuard[Name | Member]:
    """Whether a function of the module or a method of the class is called."""
    return isinstance(callee, Name) or (isinstance(callee, Member) and isinstance(callee.object, This))


def _branch(text: str) -> str:
    """The statement or block behind a test, braces balanced as far as the text reaches."""
    body = text.lstrip(") \t\r\n")
    if not body.startswith("{"):
        return body.partition("\n")[0]
    depth = 0
    for index, character in enumerate(body):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return body[: index + 1]
    return body


def _inside(node: Node, function: Function) -> bool:
    return function.start <= node.start and node.end <= function.end


def _uses(module: Module, name: str) -> Iterator[Node]:
    """The places where a function called `name` is called or handed over; where it is only exported is none."""
    for reference in module.references(name):
        node = reference.node
        if reference.role in ("read", "member") and isinstance(node, (Name, Member)) and not _exported(module, node):
            yield node


def _exported(module: Module, node: Node) -> bool:
    """Whether a name stands at the top of a module outside any call: it is given away there, not used."""
    if module.enclosing_function(node) is not None:
        return False
    current: Node | None = node
    for _ in range(_MOST_LEVELS):
        if current is None or isinstance(current, Call):
            break
        current = module.parent(current)
    return current is None
