"""Controls written by hand: a credential, a session or an origin is read from a request, and bad ones are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from portbind_lint.model.facts import Module, Variable
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Assignment, Binary, Call, Expression, Index, Literal, Member, Name, Node, Unary
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.known import Known, RequestControl
from portbind_lint.review.controls.refusals import Refusals, verifies
from portbind_lint.review.controls.tools import runs_a_tool
from portbind_lint.review.naming import name_of

# The methods that give a header (or a piece of metadata) of a request by its name, and functions written for that.
_HEADER_METHODS = ("get", "header", "getHeader", "has")
_HEADER_FUNCTIONS = (
    "header", "getHeader", "readHeader", "getHeaderValue", "headerValue", "firstHeader", "getFirstHeader",
    "getSingleHeader", "extractHeader", "normalizeHeader", "singleHeader",
)  # fmt: skip
_QUERY_OBJECTS = frozenset({"query", "searchParams", "params", "body", "cookies", "auth"})
_SESSIONS = ("session",)
_USERS = ("user", "currentUser", "authenticatedUser", "principal")
_CARRIES_USER = regex(r"^(req|request|ctx|context|c)([.](raw|state|locals|req|request))?$")
# Objects with headers that are no inbound request: an answer, or what is sent to somebody else.
_OUTBOUND = frozenset(
    [
        "res",
        "response",
        "resp",
        "reply",
        "axios",
        "client",
        "config",
        "options",
        "init",
        "requestInit",
        "fetchOptions",
        "defaults",
        "upstream",
        "proxyRes",
        "proxyReq",
        "outgoing",
        "result",
    ]
)
# What headers are asked of; a set or a map is asked for constants just so.
_REQUEST = regex(r"(?i)(headers|req|request|ctx|context|event|metadata|\bc|call|handshake)\)?$")
# What holds settings of the program: its `get('host')` asks for no header, whoever is turned away around it.
_SETTINGS = regex(r"(?i)(^|[.])(app|application|settings|config|configuration|conf|store|cache)$")
# A function of such a name hands out what it reads: that it is called is no check.
_TAKES = regex(r"(get|read|extract|parse|take|pick)_?[A-Z]?\w*(token|key|auth|bearer|credential|secret)", re.IGNORECASE)
_NAME_LIKE = 80
_MOST_MEMBERS = 4
_MOST_READS = 2_000
_LONGEST_FUNCTION = 12_000


def find_reads(module: Module, known: Known, refusals: Refusals) -> Iterator[Found]:
    """What `module` reads from requests and acts upon."""
    reads = tuple(islice(_reads(module), _MOST_READS))
    for control in known.requests:
        for pattern_kind, name, node in reads:
            pattern = {"header": control.header, "query": control.query, "session": control.session}[pattern_kind]
            if pattern is None or not pattern.search(name):
                continue
            if pattern_kind != "query" or not runs_a_tool(module, node):
                yield from _found(module, node, control, refusals)


def _found(module: Module, node: Node, control: RequestControl, refusals: Refusals) -> Iterator[Found]:
    chain = refusals.refuser(module, node)
    if not chain:
        return
    reader = module.enclosing_function(node)
    readers = () if reader is None else ((module, reader),)
    taker = name_of(module, reader) if reader is not None else ""
    but = taker if _TAKES.match(taker) else ""
    checks = (verifies(owner, each, but, refusing=each is chain[0][1]) for owner, each in (*chain, *readers))
    if control.verified and not any(checks):
        return
    where, function = chain[0]
    answers = refusals.nodes(where, function, node) if where is module else ()
    yield Found(control.kind, module, node, (node, *answers), reader)


def _reads(module: Module) -> Iterator[tuple[str, str, Node]]:
    """Every read of a named piece of a request: `header`, `query` or `session`, its name, and the place."""
    yield from _header_members(module)
    yield from _header_calls(module)
    yield from _header_functions(module)
    for name in sorted(_QUERY_OBJECTS):
        for member, node in _members_of(module, name):
            yield ("query", member, node)
    for name in _SESSIONS:
        for member, node in _members_of(module, name):
            yield ("session", member, node)
    yield from _users(module)


def _users(module: Module) -> Iterator[tuple[str, str, Node]]:
    """Tests of who sends a request, as something before has found out: `!request.currentUser`, `!ctx.state.user.id`."""
    for name in _USERS:
        for reference in module.references(name):
            node = reference.node
            if reference.role != "member" or not isinstance(node, Member) or _written(module, node):
                continue
            if _CARRIES_USER.search(_tail(module, node.object)) and _asks_absence(module, node):
                yield ("session", "user", node)


def _asks_absence(module: Module, node: Member) -> bool:
    """Whether it is tested that `node`, or a member of it, is missing."""
    current: Node = node
    for _ in range(_MOST_MEMBERS):
        match module.parent(current):
            case Member() as above:
                current = above
            case Unary(operator="!"):
                return True
            case Binary(operator="==" | "===", right=Literal(value=None) | Name(name="undefined")):
                return True
            case _:
                return False
    return False


def _header_members(module: Module) -> Iterator[tuple[str, str, Node]]:
    for name, node in _members_of(module, "headers"):
        yield ("header", name, node)


def _members_of(module: Module, word: str) -> Iterator[tuple[str, Node]]:
    """The members that are read of anything called `word`: `x.word.name`, `word['name']`, `x.word.get('name')`."""
    for reference in module.references(word):
        node = reference.node
        if reference.role not in ("member", "read") or not isinstance(node, (Name, Member)):
            continue
        if isinstance(node, Member) and _root(node) in _OUTBOUND:
            continue
        if word == "body" and isinstance(node, Member) and not _REQUEST.search(_tail(module, node.object)):
            continue
        access = module.parent(node)
        name = _accessed(module, access, node)
        if name and isinstance(access, (Member, Index)) and not _written(module, access):
            yield name, access


def _tail(module: Module, node: Node) -> str:
    """The end of what `node` is called."""
    return module.text(node)[-_NAME_LIKE:]


def _accessed(module: Module, access: Node | None, object_node: Expression) -> str:
    if isinstance(access, Member) and access.object is object_node:
        return access.property
    if isinstance(access, Index) and access.object is object_node:
        return _spelled(module, access.index)
    return ""


def _spelled(module: Module, index: Expression) -> str:
    """The header that an index names: a text, or a constant that holds one or is named like one (`HEADERS.API_KEY`)."""
    if isinstance(index, Literal):
        return index.value if isinstance(index.value, str) else ""
    text = _constant(module, index) if isinstance(index, Name) else ""
    if text:
        return text
    last = index.name if isinstance(index, Name) else index.property if isinstance(index, Member) else ""
    if not last.isupper():
        return ""
    name = last.lower().replace("_", "-").removesuffix("-header").removesuffix("-name")
    return name if name == "authorization" else f"x-{name}"


def _constant(module: Module, name: Name) -> str:
    """The text of a constant of the module: `'x-key'`, `env.HEADER || 'x-key'`, either of them in lower case."""
    binding = module.binding(name)
    value = binding.value if isinstance(binding, Variable) and binding.kind == "const" and not binding.path else None
    if isinstance(value, Call) and isinstance(value.callee, Member) and value.callee.property == "toLowerCase":
        value = value.callee.object
    if isinstance(value, Binary) and value.operator in ("||", "??"):
        value = value.right
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def _written(module: Module, access: Node) -> bool:
    parent = module.parent(access)
    if isinstance(parent, Assignment):
        return parent.target is access
    return isinstance(parent, Unary) and parent.operator == "delete"


def _header_calls(module: Module) -> Iterator[tuple[str, str, Node]]:
    for method in _HEADER_METHODS:
        for call in module.calls(method):
            first = call.arguments[0] if call.arguments else None
            if not isinstance(call.callee, Member) or len(call.arguments) > 1:
                continue
            if _SETTINGS.search(_tail(module, call.callee.object)):
                continue
            name = _spelled(module, first) if isinstance(first, (Literal, Name, Member)) else ""
            if not isinstance(first, Literal) and not _REQUEST.search(_tail(module, call.callee.object)):
                continue
            if not name or len(name) > _NAME_LIKE or _root(call.callee) in _OUTBOUND:
                continue
            if not _composes(module, call, name):
                yield (_carrier(call.callee), name, call)


def _composes(module: Module, call: Call, name: str) -> bool:
    """Whether the parameter that is read of a URL is set around there as well: one is made, or its secret hidden."""
    around = module.enclosing_function(call)
    if around is None or not _tail(module, call.callee).rpartition(".")[0].endswith("searchParams"):
        return False
    text = module.text(around)[:_LONGEST_FUNCTION]
    return any(f"searchParams.set({quote}{name}{quote}" in text for quote in "'\"`")


def _header_functions(module: Module) -> Iterator[tuple[str, str, Node]]:
    """Headers that are read through a function of the repository: `getHeader(request, 'x-api-key')`."""
    for function in _HEADER_FUNCTIONS:
        for call in module.calls(function):
            if isinstance(call.callee, Name):
                for name in filter(None, (_spelled(module, argument) for argument in call.arguments[:3])):
                    yield ("header", name, call)


def _carrier(callee: Member) -> str:
    owner = callee.object
    last = owner.property if isinstance(owner, Member) else owner.name if isinstance(owner, Name) else ""
    if last == "session":
        return "session"
    return "query" if last in _QUERY_OBJECTS or last.lower().endswith("params") else "header"


def _root(node: Member) -> str:
    """The leftmost name of a chain of members; "" where the chain begins with something else."""
    current: Expression = node
    while isinstance(current, (Member, Index, Call)):
        current = current.callee if isinstance(current, Call) else current.object
    return current.name if isinstance(current, Name) else ""
