"""Servers that answer by themselves: the handlers are written where they are made, and hand what they get to nobody.

A sign of life or the figures of a monitor are not guarded by what guards the application in the same program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.names.naming import last_name
from portbind_lint.model.facts import Import, ParameterName, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Function, Index, Literal, Member, Name, Node

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
# An application of these answers by its routes.
_APPLICATIONS = frozenset({"express"})
_ROUTES = frozenset({"use", "get", "post", "put", "patch", "delete", "all", "options", "head"})
_OPTIONS = frozenset({"set", "enable", "disable", "listen"})
_OF_A_PACKAGE = regex(r"\b(?:import|require)\s*\(\s*['\"`][^.'\"`/~#@$]")
_TOOLS = frozenset({"url", "path", "fs", "querystring", "os", "crypto", "zlib", "buffer", "util", "stream"})
_TELLS = regex(r"log(ger)?|console|debug|info|warn|error", re.IGNORECASE)
_GLOBALS = regex(
    r"[A-Z]\w*|console|process|performance|globalThis|(set|clear)(Timeout|Interval|Immediate)|parse(Int|Float)"
)
_FUNCTION = regex(r"=>|\bfunction\b")
_LONGEST_HANDLER = 4_000
_MOST_CALLS = 60


def answers_alone(site: Site) -> tuple[Node, ...] | None:
    """The handler or the routes of a server that answers by itself; None for any other."""
    server = site.server
    if server is None or not server.calls:
        return None
    if server.module in _APPLICATIONS and server.path == ("()",):
        return _routes(site)
    if server.module not in _MODULES or server.path[:2] != _MAKING:
        return None
    handler = _handler(site, *server.calls[0])
    return None if handler is None else (handler,)


def _routes(site: Site) -> tuple[Call, ...] | None:
    """What is registered on an application that nobody else is given, where none of it leads out of the module."""
    call = site.listening_call
    owner = call.callee.object if call is not None and isinstance(call.callee, Member) else None
    binding = site.module.binding(owner) if isinstance(owner, Name) else None
    if not isinstance(binding, Variable) or binding.value is None or site.module.writes(binding):
        return None
    found = [_asked(site.module, use) for use in site.module.uses(binding)]
    asked = [each for each in found if each is not None]
    if len(asked) < len(found) or not all(_leads_nowhere(site.module, each) for each in asked):
        return None
    routes = tuple(each for each in asked if last_name(each.callee) in _ROUTES)
    return routes if any(isinstance(given, Function) for each in routes for given in each.arguments) else None


def _asked(module: Module, use: Name) -> Call | None:
    """The call of a method of the application that registers something or sets an option; None for any other use."""
    access = module.parent(use)
    call = module.parent(access) if isinstance(access, Member) and access.object is use else None
    if not isinstance(call, Call) or call.callee is not access or isinstance(module.parent(call), Member):
        return None
    return call if last_name(call.callee) in _ROUTES | _OPTIONS else None


def _leads_nowhere(module: Module, call: Call) -> bool:
    """Whether a method of the application is given nothing but texts, handlers of its own, and what packages make."""
    if last_name(call.callee) in _OPTIONS:
        return True
    return all(
        isinstance(given, Literal)
        or (isinstance(given, Function) and _keeps_to_itself(module, given))
        or (isinstance(given, Call) and _is_of_a_package(module, given))
        for given in call.arguments
    )


def _is_of_a_package(module: Module, call: Call) -> bool:
    """Whether somebody else's package makes it: `express.json()`, with no function of ours among what it is given."""
    root = _root(call.callee)
    binding = module.binding(root) if isinstance(root, Name) else None
    match binding:
        case Import(source=source):
            made = not source.startswith((".", "/", "~", "#", "@/", "$"))
        case Variable(value=value) if value is not None:
            made = _OF_A_PACKAGE.search(module.text(value)) is not None
        case _:
            made = False
    return made and _FUNCTION.search(module.text(call)) is None


def _handler(site: Site, module: Module, making: Call) -> Function | None:
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
            return _GLOBALS.fullmatch(root.name) is not None
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
