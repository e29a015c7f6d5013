"""Which functions turn requests away: they answer 401 or 403, throw, or close the connection."""

from __future__ import annotations

import re

from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, ClassMember, Function, Node, Property

_REFUSES = re.compile(
    r"\b40[13]\b|\b(4001|4003|4401|4403|1008)\b|unauthori[sz]ed|forbidden|unauthenticated|not[ _]?authenticated"
    r"|authentication[ _](required|failed)|permission[ _]?denied|access[ _]?denied|access_?denied"
    r"|\w*(unauth|forbid|den(y|ied)|challenge|auth_?response|auth_?required|require_?auth)\w*\s*\("
    r"|(invalid|missing|incorrect|wrong)[ _]"
    r"(api[ _-]?key|(auth\w*[ _])?token|credentials?|authori[sz]ation|signature|origin)",
    re.IGNORECASE,
)
# How a credential is checked rather than handed on: compared with something, looked up, decoded or verified.
_VERIFIES = re.compile(
    r"timing_?safe_?equal|safe_?(equal|compare)|constant_?time|\b(verif|validat|authenticat|authori[sz]e|introspect)\w*\s*\("
    r"|\bis_?(valid|allowed|authori[sz]ed|authenticated)\w*\s*\(|\bcheck\w*\s*\(|\bcompare\w*\s*\(|bcrypt|argon2|\bjwt\b"
    r"|\b(decode|lookup|find|resolve|load)\w*\s*\(|\bget_?(user|session|account|key|token)\w*\s*\("
    r"|\.(has|includes|get|some|indexOf)\s*\(\s*\w*(token|key|auth|secret|cred|provided|bearer|hash|user)"
    r"|[\w)\]]\s*[!=]==?\s*(?!undefined\b|null\b|true\b|false\b|void\b|-?\d|['\"`])[\w$(]|[!=]==?\s*`[^`]{0,80}\$\{",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
# The calls by which servers answer or give up; which of them is meant is told by the arguments.
_ANSWERS = (
    "status", "sendStatus", "writeHead", "code", "json", "text", "send", "end", "Response", "createError", "Error",
    "HTTPException", "HttpException", "UnauthorizedException", "ForbiddenException", "UnauthorizedError",
    "unauthorized", "forbidden", "throw", "close", "reject", "next", "callback",
)  # fmt: skip
_READ_TEXT = 300
_LONGEST_FUNCTION = 12_000
_MOST_LEVELS = 4


class Refusals:
    """Answers for the modules that guard one listener."""

    def __init__(self, modules: tuple[Module, ...]) -> None:
        self._modules = modules
        self._refusing: dict[tuple[str, int], bool] = {}

    def refuses(self, module: Module, function: Function) -> bool:
        """Whether the text of `function` turns requests away. A very long function is no single check."""
        key = (module.path, function.start)
        if key not in self._refusing:
            short = function.end - function.start <= _LONGEST_FUNCTION
            self._refusing[key] = short and _refusing_text(module.text(function))
        return self._refusing[key]

    def refuser(self, module: Module, node: Node) -> tuple[Module, Function] | None:
        """The function that turns requests away because of what is read at `node`.

        It is one around the read, or one that calls the reader.
        """
        function = module.enclosing_function(node)
        reader = function
        for _ in range(_MOST_LEVELS):
            if function is None:
                break
            if self.refuses(module, function):
                return module, function
            function = module.enclosing_function(function)
        return self._calling_refuser(module, reader, _MOST_LEVELS) if reader is not None else None

    def _calling_refuser(self, module: Module, reader: Function, levels: int) -> tuple[Module, Function] | None:
        name = name_of(module, reader)
        if not name or levels == 0:
            return None
        for caller in self._modules:
            for call in caller.calls(name):
                around = caller.enclosing_function(call)
                if around is None or around is reader:
                    continue
                if self.refuses(caller, around):
                    return caller, around
                found = self._calling_refuser(caller, around, levels - 1) if levels > 2 else None  # noqa: PLR2004
                if found is not None:
                    return found
        return None

    def nodes(self, module: Module, function: Function, after: Node) -> tuple[Node, ...]:
        """The first answer in `function` behind `after` that turns a request away, if it can be told which it is."""
        answers = [
            call
            for word in _ANSWERS
            for call in module.calls(word)
            if after.start < call.start and call.end <= function.end and _answer_refuses(module, call)
        ]
        return (min(answers, key=lambda call: call.start),) if answers else ()


def _refusing_text(text: str) -> bool:
    return _REFUSES.search(_COMMENT.sub("", text)) is not None


def verifies(module: Module, function: Function) -> bool:
    """Whether the text of `function` checks what it reads against something."""
    return _VERIFIES.search(_COMMENT.sub("", module.text(function)[:_LONGEST_FUNCTION])) is not None


def _answer_refuses(module: Module, call: Call) -> bool:
    return _refusing_text(module.text(Node(call.name_start, min(call.end, call.name_start + _READ_TEXT))))


def name_of(module: Module, function: Function) -> str:
    """The name that callers know `function` by: its own, its variable's, or its property's; "" if it has none."""
    if function.name:
        return function.name
    holder = module.parent(function)
    if isinstance(holder, ClassMember):
        return holder.name or ""
    if isinstance(holder, Property):
        return holder.key or ""
    return ""
