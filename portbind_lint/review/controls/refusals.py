"""Which functions turn requests away: they answer 401 or 403, throw, close the connection, or redirect to a login."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Node
from portbind_lint.review.naming import name_of

_REFUSES = regex(
    r"\b40[13]\b|\b(4001|4003|4401|4403|1008)\b|unauthori[sz]ed|forbidden|unauthenticated|not[ _]?authenticated"
    r"|authentication[ _](required|failed|error)|permission[ _]?denied|access[ _]?denied|access_?denied"
    r"|\bauth[ _]error\b|\bnext\s*\(\s*new\s+\w*Error\s*\("
    r"|(unauth|forbid|den(y|ied)|challenge|auth_?response|auth_?required|require_?auth)\w{0,30}\s{0,4}\("
    r"|redirect\w{0,10}\s*\(\s*(30[1278]\s*,\s*)?['\"`][^'\"`\s]{0,60}\b(log-?in|sign-?in)\b"
    r"|(invalid|missing|incorrect|wrong)[ _]"
    r"(api[ _-]?key|(auth\w*[ _]|(access|admin|client|master|server|shared)[ _]?)?(token|secret)"
    r"|credentials?|authori[sz]ation|signature|origin)",
    re.IGNORECASE,
)
# How a credential is checked rather than handed on: compared with something, looked up, decoded or verified.
_VERIFIES = regex(
    r"timing_?safe_?equal|safe_?\w{0,20}(equal|compare)|constant_?time|equals?\w{0,60}\s*\(|\bmatches\w+\s*\(|\b(?!\w*(?:format|length|syntax|shape|error|exception))((verif|validat|authenticat|authori[sz]e|introspect)\w*\s*\("
    r"|(is|has)_?([a-z]{1,12}_?){0,2}(valid|allowed|authori[sz]ed|authenticated)\w*\s*\(|check\w*\s*\()|\bcompare\w*\s*\(|bcrypt|argon2|\bjwt\b"
    r"|\b(decode|lookup|find|resolve|load)\w*\s*\(|\bget_?(user|session|account|key|token)\w*\s*\("
    r"|\.(has|includes|get|some|indexOf)\s*\(\s*[\w.]*(token|key|auth|secret|cred|provided|bearer|hash|user|headers)"
    r"|(tokens|keys|secrets|credentials)\??\.(has|includes|some|indexOf|find)\s*\("
    r"|[\w)\]]\s*[!=]==?\s*(?!undefined\b|null\b|true\b|false\b|void\b|-?\d|['\"`])[\w$(]|[!=]==?\s*`[^`]{0,80}\$\{",
    re.IGNORECASE,
)
_COMMENT = regex(r"/\*.*?(?:\*/|\Z)|(?<!:)//[^\n]*", re.DOTALL)
# The calls by which servers answer or give up; which of them is meant is told by the arguments.
_ANSWERS = (
    "status", "sendStatus", "writeHead", "code", "json", "text", "send", "end", "Response", "createError", "Error",
    "HTTPException", "HttpException", "UnauthorizedException", "ForbiddenException", "UnauthorizedError",
    "unauthorized", "forbidden", "throw", "close", "reject", "next", "callback",
)  # fmt: skip
_READ_TEXT = 300
# So much behind its words still belongs to a refusal: what is answered, and the other branch of the test.
_BEHIND = 120
_LONGEST_FUNCTION = 12_000
_MOST_LEVELS = 4
_MOST_CALLS = 3
_MOST_CALLERS = 12
_MOST_ANSWERS = 200

Chain = tuple[tuple[Module, Function], ...]


class Refusals:
    """Answers for the modules that guard one listener."""

    def __init__(self, modules: tuple[Module, ...]) -> None:
        self._modules = modules
        self._refusing: dict[tuple[str, int], bool] = {}
        self._answering: dict[str, tuple[Call, ...]] = {}

    def refuses(self, module: Module, function: Function) -> bool:
        """Whether the text of `function` turns requests away. A very long function is no single check."""
        key = (module.path, function.start)
        if key not in self._refusing:
            short = function.end - function.start <= _LONGEST_FUNCTION
            self._refusing[key] = short and _refusing_text(module.text(function))
        return self._refusing[key]

    def refuser(self, module: Module, node: Node) -> Chain:
        """The function that turns requests away because of what is read at `node`, then those between the two.

        It is one around the read, or one that calls the reader; empty where there is none.
        """
        function = module.enclosing_function(node)
        reader = function
        for _ in range(_MOST_LEVELS):
            if function is None:
                break
            if self.refuses(module, function):
                return ((module, function),)
            function = module.enclosing_function(function)
        return self._calling_refuser(module, reader, _MOST_CALLS) if reader is not None else ()

    def _calling_refuser(self, module: Module, reader: Function, levels: int) -> Chain:
        name = name_of(module, reader)
        if not name or levels == 0:
            return ()
        for caller, around in self._callers(name, reader):
            if self.refuses(caller, around):
                return ((caller, around),)
            found = self._calling_refuser(caller, around, levels - 1)
            if found:
                return (*found, (caller, around))
        return ()

    def _callers(self, name: str, reader: Function) -> Iterator[tuple[Module, Function]]:
        """The functions in which something called `name` is called, `reader` itself left out."""
        calls = ((module, call) for module in self._modules for call in module.calls(name))
        for module, call in islice(calls, _MOST_CALLERS):
            around = module.enclosing_function(call)
            if around is not None and around is not reader:
                yield module, around

    def nodes(self, module: Module, function: Function, after: Node) -> tuple[Node, ...]:
        """The first answer in `function` behind `after` that turns a request away, if it can be told which it is."""
        behind = (call for call in self._answers(module) if after.start < call.start and call.end <= function.end)
        return tuple(islice(behind, 1))

    def answers(self, module: Module, function: Function) -> Iterator[Call]:
        """The calls in `function` that turn a request away, in source order."""
        return (call for call in self._answers(module) if function.start <= call.start and call.end <= function.end)

    def _answers(self, module: Module) -> tuple[Call, ...]:
        """The calls of `module` that turn a request away, in source order."""
        if module.path not in self._answering:
            calls = (call for word in _ANSWERS for call in islice(module.calls(word), _MOST_ANSWERS))
            found = (call for call in calls if _answer_refuses(module, call))
            self._answering[module.path] = tuple(sorted(found, key=lambda call: call.start))
        return self._answering[module.path]


def _refusing_text(text: str) -> bool:
    return _REFUSES.search(_COMMENT.sub("", text)) is not None


def verifies(module: Module, function: Function, but: str = "", *, refusing: bool = False) -> bool:
    """Whether the text of `function` checks what it reads against something; a call of `but` alone is no check.

    In one that is `refusing` what stands behind its last refusal decides nothing: it serves who was let in.
    """
    text = _COMMENT.sub("", module.text(function)[:_LONGEST_FUNCTION])
    if refusing:
        text = text[: max((found.end() for found in _REFUSES.finditer(text)), default=len(text)) + _BEHIND]
    return _VERIFIES.search(text.replace(but, "_") if but else text) is not None


def _answer_refuses(module: Module, call: Call) -> bool:
    return _refusing_text(module.text(Node(call.name_start, min(call.end, call.name_start + _READ_TEXT))))
