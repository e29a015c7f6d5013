"""Whether a test asks for something that nobody has set: a flag, a key, an environment variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate.primitives.primitives import truth
from portbind_lint.model.facts import Condition, Module, ParameterName, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Binary, Call, Expression, Index, Literal, Member, Name, Node, This, Unary
from portbind_lint.model.value import External, Known, Setting

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.value import Value

# How a setting is spelled where its value cannot be followed: a member of a configuration, or a constant.
_SETTING = regex(
    r"^(process\.env\b|(this\.)?_?#?(config|options?|opts|settings|argv|args|env|conf|cfg|serverConfig|appConfig)\b[?.!\[]"
    r"|[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$|this\.[\w#]+|(is|has)?[A-Z]?\w*(Enabled|Required|Configured)\b|(enable|use|require)\w+$)"
)
_CONCERNS_ACCESS = regex(r"(?i)auth|token|api_?key|secret|passw|credential|jwt|login|bearer|keys?\b|protect|secure")
_NEGATIVE = regex(r"(?i)disable|skip|bypass|insecure|no_?auth|without|allow_?(un|anon)|dangerous")
# Whatever is made of these comes from a request.
_REQUEST = regex(
    r"\b(req|request|ctx|context|c|socket|ws|info|headers?|url|query|body|message|msg|params|searchParams|cookies?|call"
    r"|metadata|event|handshake|session)\b"
)
_FROM_SETTINGS = regex(r"\benv\b|\bargv\b|(?i:config|options|settings|opts)\b|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_NOTHING = (None, "", "none", "off", False, 0)
# What is made of chance: a key that the program gives itself where nobody has set one.
_OF_CHANCE = regex(r"\.(random\w*|v[47]|nanoid|uuid\w*|customAlphabet|generate\w*)$")
_READ_TEXT = 300
_MOST_ATOMS = 24


class Settings:
    """Answers for one repository; what an expression can be is asked only where the answer is near."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def unset(self, module: Module, test: Expression, *, holds: bool) -> bool:
        """Whether `test` comes out other than `holds` while nobody sets anything."""
        if _asks_of_a_request(module, test) or (holds and self.is_made_by_chance(module, test)):
            return False
        root = root_of(test)
        binding = module.binding(root) if isinstance(root, Name) else None
        if isinstance(binding, ParameterName):
            named = _parameter_unset(module, test, binding, holds=holds) or self._left_open(module, test, holds=holds)
            return named or self._handed_off(module, test, binding, holds=holds)
        if isinstance(binding, Variable) and not _from_settings(module, binding):
            return self._made_of_nothing(module, test, binding, holds=holds)
        # What is assigned elsewhere is asked of everybody who calls that place: too far away.
        flag = self._kept_flag(module, test) if isinstance(root, This) and isinstance(test, Member) else None
        if flag is not None:
            return flag is not holds
        near = isinstance(root, Name) and not (isinstance(binding, Variable) and module.writes(binding))
        outcome = self._outcome(module, test) if near else None
        if outcome is not None:
            return outcome is not holds
        text = _text(module, test)
        if not _is_path(test):
            return False
        if isinstance(binding, Variable) and isinstance(test, (Name, Binary)) and _CONCERNS_ACCESS.search(text):
            return _asks_for_value(test, holds=holds)
        if isinstance(test, Binary) and (wanted := _flag(test)) is not None:
            # `x === true` wants to be set, `x !== false` holds for what nobody sets.
            return reads_like_unset(text, holds=holds is test.operator.startswith("=")) if wanted else False
        return reads_like_unset(text, holds=holds)

    def is_made_by_chance(self, module: Module, test: Expression) -> bool:
        """Whether `test` is a key that the program makes up where nobody has set one: it is always there."""
        if not isinstance(test, (Name, Member)) or not _CONCERNS_ACCESS.search(_text(module, test)):
            return False
        things = [case.thing for case in self._evaluator.value(module, test).effective]
        made = [isinstance(thing, External) and _is_of_chance(thing) for thing in things]
        # What was kept of the last time, in a file, is there as well.
        there = (truth(thing) or (isinstance(thing, External) and truth(thing) is None) for thing in things)
        return any(made) and all(there)

    def _made_of_nothing(self, module: Module, test: Expression, variable: Variable, *, holds: bool) -> bool:
        """Whether a function made a key of what nobody has set: `resolveToken({ token: process.env.TOKEN }).value`."""
        made = variable.value
        if made is None or not isinstance(test, (Name, Member)) or module.writes(variable):
            return False
        if names_request(_text(module, made)) or not _CONCERNS_ACCESS.search(_text(module, test)):
            return False
        outcome = self._outcome(module, test)
        return outcome is not None and outcome is not holds

    def _left_open(self, module: Module, test: Expression, *, holds: bool) -> bool:
        """Whether `test` is a parameter about access that some caller gives the other value: one entrance is open."""
        if not isinstance(test, Name) or not _CONCERNS_ACCESS.search(test.name):
            return False
        outcomes = {truth(case.thing) for case in self._evaluator.value(module, test).effective}
        return None not in outcomes and (not holds) in outcomes

    def _handed_off(self, module: Module, test: Expression, binding: ParameterName, *, holds: bool) -> bool:
        """Whether `test` is a flag in the settings that a function is given, and is off while nobody sets anything."""
        if not isinstance(test, Member) or names_request(binding.name):
            return False
        value = self._evaluator.value(module, test)
        flags = [case.thing.value for case in value.effective if isinstance(case.thing, Known)]
        return value.configurable and len(flags) == len(value.effective) == 1 and flags[0] is (not holds)

    def _kept_flag(self, module: Module, test: Member) -> bool | None:
        """What a flag of an object about access is in every object that is made: `this.options.requireLogin`."""
        if not _CONCERNS_ACCESS.search(_text(module, test)):
            return None
        things = {
            case.thing.value if isinstance(case.thing, Known) else None
            for case in self._evaluator.value(module, test).effective
        }
        flag = next(iter(things)) if len(things) == 1 else None
        return flag if isinstance(flag, bool) else None

    def _outcome(self, module: Module, test: Expression) -> bool | None:
        """What `test` is for certain with nothing set, if setting something changes it."""
        value = self._evaluator.value(module, test)
        if any(names_request(setting.name) for setting in _settings_of(value)):
            return None
        outcomes = {truth(case.thing) for case in value.effective}
        return next(iter(outcomes)) if len(outcomes) == 1 and value.configurable else None


def _is_of_chance(made: External) -> bool:
    """Whether something is made of chance wherever a key is missing, and not only where something else is set, too."""
    if not any(map(_OF_CHANCE.search, made.path)):
        return False
    conditions = (condition for module, call in made.calls for condition in module.conditions(call))
    return not any(holds for condition in conditions for _, holds in atoms(condition))


def _settings_of(value: Value) -> Iterator[Setting]:
    """What a user sets to change a value: members of what a function is given are such, those of a request, too."""
    for case in value.cases:
        yield from case.set_by
        if isinstance(case.thing, Setting):
            yield case.thing


def reads_like_unset(text: str, *, holds: bool) -> bool:
    """Whether a setting that cannot be followed is, by its name, one that switches access control on."""
    if not _SETTING.search(text) or not _CONCERNS_ACCESS.search(text):
        return False
    return holds != bool(_NEGATIVE.search(text))


def _asks_for_value(test: Expression, *, holds: bool) -> bool:
    """Whether a test with the outcome `holds` wants its subject to be there: `key` or `key !== null`."""
    if not isinstance(test, Binary):
        return holds
    literal = test.right if isinstance(test.right, Literal) else test.left
    nothing = not isinstance(literal, Literal) or literal.value in _NOTHING
    wants = test.operator.startswith(">") or test.operator.startswith("!") is nothing
    return holds is wants


def _flag(test: Binary) -> bool | None:
    """The truth value that a test compares its subject with; None for anything else."""
    sides = (side.value for side in (test.left, test.right) if isinstance(side, Literal))
    return next((value for value in sides if isinstance(value, bool)), None)


def atoms(condition: Condition) -> Iterator[tuple[Expression, bool]]:
    """The parts of a condition that must each have the given outcome."""
    waiting = [(condition.test, condition.holds)]
    for _ in range(_MOST_ATOMS):
        if not waiting:
            return
        test, holds = waiting.pop()
        if isinstance(test, Unary) and test.operator == "!":
            waiting.append((test.operand, not holds))
        elif isinstance(test, Binary) and test.operator == ("&&" if holds else "||"):
            waiting += [(test.right, holds), (test.left, holds)]
        elif isinstance(test, Binary) and isinstance(test.left, Unary) and test.left.operator == "typeof":
            yield test.left.operand, _asks_for_presence(test) is holds
        else:
            yield test, holds


def _asks_for_presence(test: Binary) -> bool:
    """Whether `typeof key === 'string'` holds where there is a key; `typeof key === 'undefined'` does where not."""
    absent = isinstance(test.right, Literal) and test.right.value == "undefined"
    return absent is not test.operator.startswith("=")


def root_of(expression: Expression) -> Expression:
    """What a chain of members, calls and comparisons with literals begins with."""
    current = expression
    while isinstance(current, (Member, Index, Call, Binary)):
        if isinstance(current, Binary):
            current = current.right if isinstance(current.left, Literal) else current.left
        else:
            current = current.callee if isinstance(current, Call) else current.object
    return current


def _parameter_unset(module: Module, test: Expression, binding: ParameterName, *, holds: bool) -> bool:
    """Whether a parameter is a key that its caller may leave out: by its name, and by being optional or a closure's."""
    text = _text(module, test)
    if _REQUEST.fullmatch(binding.name) or not _CONCERNS_ACCESS.search(text):
        return False
    if isinstance(test, (Member, Index)):
        return reads_like_unset(text, holds=holds)
    parameter = binding.function.parameters[binding.index] if binding.index < len(binding.function.parameters) else None
    if parameter is None:
        return False
    optional = parameter.optional or parameter.default is not None or "undefined" in (parameter.type or "")
    closure = module.enclosing_function(test) is not binding.function
    return holds and (optional or closure)


def _from_settings(module: Module, variable: Variable) -> bool:
    """Whether a variable is made of settings (a constant of the module, or read from one) and not of a request."""
    value = variable.value or _given_once(module, variable)
    if value is None:
        return False
    text = module.text(Node(value.start, min(value.end, value.start + _READ_TEXT)))
    if _REQUEST.search(text):
        return False
    return module.enclosing_function(value) is None or _FROM_SETTINGS.search(text) is not None


def _given_once(module: Module, variable: Variable) -> Expression | None:
    """What a variable that begins with nothing gets as the module is loaded: `let config; try { config = load() }`."""
    writes = module.writes(variable)
    return writes[0].value if len(writes) == 1 and module.enclosing_function(writes[0]) is None else None


def _asks_of_a_request(module: Module, test: Expression) -> bool:
    """Whether a function is asked about a request, which no setting answers: `isProtected(req.path)`."""
    sides = (test.left, test.right) if isinstance(test, Binary) else (test,)
    given = (each for side in sides if isinstance(side, Call) for each in side.arguments)
    return any(names_request(_text(module, each)) for each in given)


def names_request(text: str) -> bool:
    """Whether a source text names something that belongs to a request."""
    return _REQUEST.search(text) is not None


def _text(module: Module, node: Node) -> str:
    return module.text(Node(node.start, min(node.end, node.start + _READ_TEXT))).strip()


def _is_path(test: Expression) -> bool:
    """A name, a member, or one of them compared with a literal: nothing that looks at a request."""
    if isinstance(test, Binary):
        sides = (test.left, test.right)
        return any(isinstance(side, Literal) for side in sides) and any(_is_path(side) for side in sides)
    if isinstance(test, Call):
        return not test.arguments
    return isinstance(test, (Name, Member, Index, This))
