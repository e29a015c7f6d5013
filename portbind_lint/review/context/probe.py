"""Whether a listener only looks if a port is free: it has no request handler and closes as soon as it listens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from portbind_lint.evaluate.names.naming import ending, names_port
from portbind_lint.model.facts import Module, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Call, Expression, Function, Literal, Member, Name, This
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.context import words
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_NAME = regex("|".join(words.PROBE_NAMES), re.IGNORECASE)
_SUBSCRIBE = frozenset({"on", "once", "addListener", "addEventListener"})
_QUIET_EVENTS = frozenset({"listening", "error", "close"})
_MOST_CHAINED = 20
_MOST_CLOSES = 100
# What asks whether a port is free names its server a few times.
_MOST_USES = 100


def is_probe(site: Site, evaluator: Evaluator, *, in_test: bool = False) -> bool:
    """Whether the server is closed by its own listening callback, or in a function named for looking at ports.

    In test code only the name tells: there a server that closes at once is as a rule what is tested.
    """
    call = site.listening_call
    if call is None:
        return False
    module = site.module
    subscriptions = _subscriptions(module, call)
    if _handles_requests(module, call, subscriptions):
        return False
    for handler in () if in_test else _handlers(module, call, subscriptions, evaluator):
        if any(module.enclosing_function(close) is handler for close in _closes(module, call, handler)):
            return True
    failing = tuple(s for s in subscriptions if _event(s) == "error")
    named = (function for function, name in _enclosing(module, call) if _NAME.search(name))
    closes = (close for function in named for close in _closes(module, call, function))
    return any(not any(_inside(close, each) for each in failing) for close in closes)


def _closes(module: Module, call: Call, function: Function) -> Iterator[Call]:
    """The calls in `function` that close the server of `call`."""
    calls = module.calls("close")
    at = bisect_left(calls, function.start, key=lambda close: close.name_start)
    for close in calls[at : at + _MOST_CLOSES]:
        if _inside(close, function) and _is_same(module, close, call):
            yield close


def _is_same(module: Module, close: Call, call: Call) -> bool:
    """Whether both calls begin with the same name, with `this` (in a handler), or with the name that holds `call`."""
    root, other = _root(close), _root(call)
    if isinstance(root, This):
        return isinstance(close.callee, Member)
    if not isinstance(root, Name) or not isinstance(close.callee, Member):
        return False
    if isinstance(other, Name) and root.name == other.name:
        return True
    binding = module.binding(root)
    value = binding.value if isinstance(binding, Variable) else None
    return value is not None and value.start <= call.start and call.end <= value.end


def _root(call: Call) -> Expression:
    """What a chain of calls and members begins with."""
    current: Expression = call
    while isinstance(current, (Call, Member)):
        current = current.callee if isinstance(current, Call) else current.object
    return current


def _inside(inner: Call, outer: Function | Call) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _chain(call: Call) -> tuple[Call, ...]:
    """The calls that `call` is chained on, nearest first: for `create().once().listen()` `once` and `create`."""
    found: list[Call] = []
    current: Expression = call.callee
    while len(found) < _MOST_CHAINED and isinstance(current, Member):
        if not isinstance(current.object, Call):
            break
        found.append(current.object)
        current = current.object.callee
    return tuple(found)


def _server(module: Module, call: Call) -> Variable | None:
    """The variable that holds the server, if it is one; subscriptions may stand between."""
    chain = _chain(call)
    callee = (chain[-1] if chain and _method(chain[-1]) in _SUBSCRIBE else call).callee
    if isinstance(callee, Member) and isinstance(callee.object, Name):
        binding = module.binding(callee.object)
        return binding if isinstance(binding, Variable) else None
    return None


def _construction(module: Module, call: Call) -> Call | None:
    """The call that made the server: the end of the chain, or what the variable was initialised with."""
    chain = _chain(call)
    if chain and _method(chain[-1]) not in _SUBSCRIBE:
        return chain[-1]
    server = _server(module, call)
    if server is None or not isinstance(server.value, Call):
        return None
    return (server.value, *_chain(server.value))[-1]


def _subscriptions(module: Module, call: Call) -> tuple[Call, ...]:
    """The `server.on(...)` and `server.once(...)` of this server, chained or through its variable."""
    found = [chained for chained in _chain(call) if _method(chained) in _SUBSCRIBE]
    server = _server(module, call)
    if server is None:
        return tuple(found)
    if isinstance(server.value, Call):
        found += [chained for chained in (server.value, *_chain(server.value)) if _method(chained) in _SUBSCRIBE]
    for use in module.uses(server)[:_MOST_USES]:
        member = module.parent(use)
        subscription = module.parent(member) if isinstance(member, Member) else None
        if isinstance(subscription, Call) and subscription.callee is member and _method(subscription) in _SUBSCRIBE:
            found.append(subscription)
    return tuple(found)


def _method(call: Call) -> str:
    return call.callee.property if isinstance(call.callee, Member) else ""


def _event(subscription: Call) -> str:
    first = subscription.arguments[0] if subscription.arguments else None
    return first.value if isinstance(first, Literal) and isinstance(first.value, str) else ""


def _handles_requests(module: Module, call: Call, subscriptions: tuple[Call, ...]) -> bool:
    construction = _construction(module, call)
    if construction is not None and any(_is_handler(argument) for argument in construction.arguments):
        return True
    return any(_event(subscription) not in _QUIET_EVENTS for subscription in subscriptions)


def _is_handler(argument: Expression) -> bool:
    """A request handler: a function that does something with a request, or a name that may stand for one."""
    return isinstance(argument, (Name, Member, Call)) or (isinstance(argument, Function) and bool(argument.parameters))


def _handlers(
    module: Module, call: Call, subscriptions: tuple[Call, ...], evaluator: Evaluator
) -> tuple[Function, ...]:
    """The functions that run once the server listens."""
    # A port may come from far away: only what can be the callback by its place and name is asked for its value.
    given = [
        argument
        for argument in call.arguments
        if isinstance(argument, Function)
        or (argument is call.arguments[-1] and not names_port(ending(module, argument)))
    ]
    for subscription in subscriptions:
        if _event(subscription) == "listening":
            given += subscription.arguments[1:]
    return tuple(function for argument in given for function in _functions(module, argument, evaluator))


def _functions(module: Module, argument: Expression, evaluator: Evaluator) -> tuple[Function, ...]:
    """The functions of this file that an argument can be."""
    if isinstance(argument, Function):
        return (argument,)
    if not isinstance(argument, (Name, Member)):
        return ()
    things = (case.thing for case in evaluator.value(module, argument).cases)
    return tuple(thing.node for thing in things if isinstance(thing, FunctionCase) and thing.module is module)


def _enclosing(module: Module, call: Call) -> tuple[tuple[Function, str], ...]:
    """The functions around the call that have a name, innermost first."""
    found: list[tuple[Function, str]] = []
    function = module.enclosing_function(call)
    while function is not None and len(found) < _MOST_CHAINED:
        found.append((function, name_of(module, function)))
        function = module.enclosing_function(function)
    return tuple((function, name) for function, name in found if name)
