"""Where a site's host can stand: the values of its host and pipe positions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.frames import NOWHERE, Reader
from portbind_lint.evaluate.names.naming import ending, names_port
from portbind_lint.model.facts import Module, ParameterName
from portbind_lint.model.library import HostPosition
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import (
    Assignment,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Property,
    Spread,
    Template,
    Unary,
)
from portbind_lint.model.value import (
    Absent,
    Case,
    Instance,
    Known,
    ObjectCase,
    Record,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

_NOTHING = Value((Case(Absent()),))
_FORWARDED = Value((Case(Unknown(UnknownReason.FORWARDED)),))
_CALLBACK = regex(
    r"(cb|callback|done|resolve|next|fn|func|ready|listener|on[A-Z]\w*|\w*(Callback|Cb|Listener|Handler))"
)
_OPTIONS = regex(r"opt|conf|setting|param|arg|addr|listen", re.IGNORECASE)
_UNREADABLE = "\0"
_WHOLE_HOST = regex(r"(?:[a-z][\w+.-]*://)?(?:\[[^\]]*\]|[^:/\[\]]+):(?!//)")


@dataclass(frozen=True, slots=True)
class Places:
    """The positions of one site, read through the evaluator."""

    site: Site
    evaluator: Evaluator

    def value(self, position: HostPosition) -> Value:
        """All that stands in a position; `undefined` where nothing does."""
        owner = self._owner(position)
        if owner is None:
            exported = self.site.listening if not position.construct and position.argument == 0 else None
            return self._at_key(exported or _NOTHING, position, NOWHERE)
        module, call = owner
        if position.key and self.is_named_port(position):
            return _NOTHING
        value = self.evaluator.argument(module, call, position.argument)
        if value is None:
            return _FORWARDED
        if not position.key:
            return self._argument(module, call, position, value)
        if position.argument == 0 and not position.construct:
            value = self.site.listening or value
        if not position.construct and (self.holds_callback(position) or not self._can_hold_keys(position, value)):
            return _NOTHING
        return self._at_key(value, position, Reader(module, call))

    def configured(self, key: str) -> Value:
        """The value of `key` in the object of a configuration site, which may be that key itself."""
        node = self.site.node
        if not isinstance(node, (Property, Assignment)):
            return _NOTHING
        if self.site.config is not None and not self.site.config.key:
            return self.evaluator.value(self.site.module, node.value)
        return self.evaluator.property(self.evaluator.value(self.site.module, node.value), key)

    def _at_key(self, value: Value, position: HostPosition, reader: Reader) -> Value:
        for key in filter(None, position.key.split(".")):
            value = self.evaluator.property(value, key, reader)
        return value

    def text(self, position: HostPosition) -> str:
        """The source of the argument of a position, "" where there is none of its own; of a long one the end."""
        owner = self._owner(position)
        expression = _written(owner[1], position.argument) if owner else None
        return ending(owner[0], expression) if owner and expression else ""

    def is_named_port(self, position: HostPosition) -> bool:
        """Whether a position holds something called a port: its callers need not be followed to know what it is."""
        return names_port(self.text(position))

    def excludes_numbers(self, position: HostPosition) -> bool:
        """Whether the call stands where `typeof` has told that the argument of a position is no number."""
        owner = self._owner(position)
        expression = _written(owner[1], position.argument) if owner else None
        if owner is None or expression is None:
            return False
        module, call = owner
        text = ending(module, expression)
        return any(
            _is_number_test(condition.test, text, module, equal=not condition.holds)
            for condition in module.conditions(call)
        )

    def holds_callback(self, position: HostPosition) -> bool:
        """Whether the argument of a position is a function that is called later, judged by its name."""
        owner = self._owner(position)
        expression = _written(owner[1], position.argument) if owner else None
        return owner is not None and expression is not None and _is_callback(owner[0], expression)

    def _can_hold_keys(self, position: HostPosition, value: Value) -> bool:
        """Whether an argument can be an options object.

        What a package made is a server or a handler; an unknown one is a port where the call takes one too, unless it
        is named like options.
        """
        if any(isinstance(case.thing, (ObjectCase, Record, Instance)) for case in value.cases):
            return True
        if not _is_open(value):
            return False
        listener = self.site.listener
        takes_port = listener is not None and any(not host.key and not host.construct for host in listener.hosts)
        return not takes_port or _OPTIONS.search(self.text(position)) is not None

    def _owner(self, position: HostPosition) -> tuple[Module, Call] | None:
        """The call whose argument is meant: the listening one, or the one that made the server."""
        if position.construct:
            return self.site.server.calls[-1] if self.site.server and self.site.server.calls else None
        call = self.site.listening_call
        return (self.site.module, call) if call else None

    def _argument(self, module: Module, call: Call, position: HostPosition, value: Value) -> Value:
        expression = _written(call, position.argument)
        if expression is None:
            return value
        if position.form != "host" and isinstance(expression, Template):
            return self._beginning(module, expression, value)
        return _NOTHING if _is_open(value) and _is_callback(module, expression) else value

    def _beginning(self, module: Module, template: Template, value: Value) -> Value:
        """What a template holds up to the port: neither what the port is nor whether it is known matters here."""
        first = template.parts[0]
        if isinstance(first, str) and _WHOLE_HOST.match(first):
            return Value((Case(Known(f"{first}0"), (module.location(template),)),))
        if not _is_open(value):
            return value
        parts = (part if isinstance(part, str) else self._known(module, part) for part in template.parts)
        known = "".join(parts).split(_UNREADABLE)[0]
        return Value((Case(Known(f"{known}0"), value.cases[0].trail),)) if _WHOLE_HOST.match(known) else value

    def _known(self, module: Module, part: Expression) -> str:
        effective = self.evaluator.value(module, part).effective
        match [case.thing for case in effective[:1]]:
            case [Known(str() | int() as value)]:
                return str(value)
            case _:
                return _UNREADABLE


def _is_number_test(test: Expression, text: str, module: Module, *, equal: bool) -> bool:
    """Whether `test` compares the type of what is written as `text` with "number", for equality or for difference."""
    match test:
        case Binary(operator=operator, left=Unary(operator="typeof", operand=operand), right=Literal(value="number")):
            wanted = ("===", "==") if equal else ("!==", "!=")
            return operator in wanted and module.text(operand).strip("() ") == text
        case _:
            return False


def _written(call: Call, index: int) -> Expression | None:
    """The expression that is argument `index`, None where a spread stands before it or it is not there."""
    before = call.arguments[: index + 1]
    if len(before) <= index or any(isinstance(argument, Spread) for argument in before):
        return None
    return before[index]


def _is_open(value: Value) -> bool:
    return any(isinstance(case.thing, Unknown) for case in value.cases)


def _is_callback(module: Module, expression: Expression) -> bool:
    """Whether an unknown argument is a function to call later: named like one, or the `resolve` of a promise."""
    if not isinstance(expression, Name):
        return False
    if _CALLBACK.fullmatch(expression.name):
        return True
    binding = module.binding(expression)
    if not isinstance(binding, ParameterName):
        return False
    outer = module.parent(binding.function)
    return isinstance(outer, Call) and outer.is_new and binding.index == 0
