"""Servers that answer by themselves: the handler is written where they are made, and hands what it gets to nobody.

A sign of life or the figures of a monitor are not guarded by what guards the application in the same program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Import, ParameterName, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Index, Literal, Member, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import Site
    from portbind_lint.model.syntax import Expression

_MODULES = frozenset({"http", "https", "http2", "net", "tls"})
_MAKING = (".createServer", "()")
# What is asked of a server without giving it another handler.
_HARMLESS = frozenset(
    {"listen", "close", "address", "unref", "ref", "setTimeout", "keepAliveTimeout", "headersTimeout"}
)
_REGISTERS = frozenset({"on", "once", "addListener"})
_ITS_OWN = frozenset({"error", "listening", "close", "clientError"})
_TOOLS = frozenset({"url", "path", "fs", "querystring", "os", "crypto", "zlib", "buffer", "util", "stream"})
_TELLS = regex(r"log(ger)?|console|debug|info|warn|error", re.IGNORECASE)
_FUNCTION = regex(r"=>|\bfunction\b")
_LONGEST_HANDLER = 4_000
_MOST_CALLS = 60


def answers_alone(site: Site) -> Function | None:
    """The handler of a server that answers by itself; None for any other."""
    server = site.server
    if server is None or server.module not in _MODULES or server.path[:2] != _MAKING or not server.calls:
        return None
    module, making = server.calls[0]
    handlers = [argument for argument in making.arguments if isinstance(argument, Function)]
    if module is not site.module or len(handlers) != 1 or _gets_more(site):
        return None
    return handlers[0] if _keeps_to_itself(module, handlers[0]) else None


def _gets_more(site: Site) -> bool:
    """Whether anything can give the server another handler: it is handed on, or something is registered on it."""
    call = site.listening_call
    owner = call.callee.object if call is not None and isinstance(call.callee, Member) else None
    if call is None or owner is None:
        return True
    if isinstance(owner, Call):
        return _is_kept(site.module, call)
    binding = site.module.binding(owner) if isinstance(owner, Name) else None
    if not isinstance(binding, Variable):
        return True
    return any(not _is_harmless(site.module, use) for use in site.module.uses(binding))


def _is_kept(module: Module, call: Call) -> bool:
    """Whether what a call gives is put somewhere, where others may take it."""
    around = module.parent(call)
    if isinstance(around, Function):
        return call in module.returns(around) or module.variable(call) is not None
    return around is not None or module.variable(call) is not None


def _is_harmless(module: Module, use: Name) -> bool:
    access = module.parent(use)
    if not isinstance(access, Member) or access.object is not use:
        return False
    call = module.parent(access)
    if access.property in _REGISTERS and isinstance(call, Call):
        first = call.arguments[0] if call.arguments else None
        return isinstance(first, Literal) and first.value in _ITS_OWN
    return access.property in _HARMLESS


def _keeps_to_itself(module: Module, handler: Function) -> bool:
    text = module.text(handler)
    if len(text) > _LONGEST_HANDLER:
        return False
    seen = [handler]
    for function in seen:
        for call in module.body_calls(function):
            if len(seen) > _MOST_CALLS or not _is_its_own(module, call, handler):
                return False
            seen += [argument for argument in call.arguments if isinstance(argument, Function)]
    # A function that is kept for later may do anything.
    return len(_FUNCTION.findall(text)) == len(seen)


def _is_its_own(module: Module, call: Call, handler: Function) -> bool:
    """Whether a call gives nothing of the request to the rest of the program."""
    if not call.arguments:
        return True
    root = _root(call.callee)
    if not isinstance(root, Name):
        return isinstance(root, Literal)
    binding = module.binding(root)
    match binding:
        case None:
            return True
        case ParameterName() | Variable() if handler.start <= binding.start < handler.end:
            return isinstance(call.callee, Member)
        case Import(source=source) if source.removeprefix("node:") in _TOOLS:
            return True
        case _:
            return any(_TELLS.fullmatch(name) for name in _names(call.callee))


def _names(callee: Expression) -> Iterator[str]:
    current = callee
    while isinstance(current, Member):
        yield current.property
        current = current.object
    if isinstance(current, Name):
        yield current.name


def _root(expression: Expression) -> Expression:
    current = expression
    while isinstance(current, (Member, Index, Call)):
        current = current.callee if isinstance(current, Call) else current.object
    return current
