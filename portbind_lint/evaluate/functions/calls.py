"""What a call gives: the returned values of our functions, instances of our classes, a step further into a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays, iteration
from portbind_lint.evaluate.arrays import methods as array_methods
from portbind_lint.evaluate.cases import absent, each, is_settled, join, single, under, unknown
from portbind_lint.evaluate.frames import DEEPEST_CALL, Argument, Frame, Passed, Reader, bound_to, calling
from portbind_lint.evaluate.functions.arguments import Arguments, arguments_of
from portbind_lint.evaluate.names.guards import is_caught, way_to
from portbind_lint.evaluate.objects import membership, merges, own_merges
from portbind_lint.evaluate.primitives import text_methods  # fmt: skip
from portbind_lint.evaluate.settings import settings
from portbind_lint.evaluate.settings.schema_words import LIBRARIES
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Expression, Literal, Member, Name, Opaque, Super
from portbind_lint.model.value import (
    Absent,
    ArrayCase,
    ClassCase,
    External,
    FunctionCase,
    Known,
    Namespace,
    Record,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_MODULE_LOADERS = frozenset({"require", "import"})
_SETTLED = frozenset({"finally", "catch"})
_INHERITED = frozenset({"toString", "toLocaleString", "valueOf", "isPrototypeOf", "propertyIsEnumerable"})
"""What every object has that does not say otherwise."""

_GENERATOR = regex(r"(?:\w{1,20}\s{1,4}){0,4}(?:function\s{0,4})?\*")
_CHAINED = 10
"""Calls in a chain of which each may wait for the one before it."""

_OPENING = 80
"""Characters of a function in which its `*` stands, if it has one."""


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call where it is being read."""

    evaluator: Evaluator
    module: Module
    call: Call
    frame: Frame | None

    def value(self, expression: Expression) -> Value:
        """What `expression` is here."""
        return self.evaluator.value(self.module, expression, self.frame)

    @property
    def arguments(self) -> tuple[Value, ...]:
        """What the arguments are, nothing where their positions are open."""
        return self.evaluator.arguments(self.module, self.call, self.frame) or ()

    def invoke(self, callee: Thing) -> Value:
        """What calling `callee` here gives."""
        return invoked(self.evaluator, callee, self.module, self.call, self.frame)


def call_value(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    """The value of a call or construction."""
    site = CallSite(evaluator, module, call, frame)
    loaded = _loaded(site)
    if loaded is not None:
        return loaded
    if isinstance(call.callee, Member) and not call.is_new:
        member = call.callee
        _begin(site)
        receiver = site.value(member.object)
        return join(
            under(_method_call(site, member, case.thing), case.set_by, case.condition) for case in receiver.cases
        )
    if isinstance(call.callee, Super):
        return site.value(call.callee)
    return each(site.value(call.callee), site.invoke)


def _begin(site: CallSite) -> None:
    """Ask for the first calls of a long chain (`.option().option()`) first: so they do not all wait for each other."""
    chain: list[Call] = []
    current: Expression = site.call
    while isinstance(current, Call) and isinstance(current.callee, Member):
        current = current.callee.object
        if isinstance(current, Call):
            chain.append(current)
    for call in reversed(chain[_CHAINED::_CHAINED]):
        site.value(call)


def _loaded(site: CallSite) -> Value | None:
    """What `require('x')` and `import('x')` bring."""
    callee = site.call.callee
    if not isinstance(callee, Name) or callee.name not in _MODULE_LOADERS or not site.call.arguments:
        return None
    first = site.call.arguments[0]
    if isinstance(first, Literal) and isinstance(first.value, str):
        return site.evaluator.program.exported(site.evaluator, site.module.path, first.value, "*")
    if site.module.binding(callee) is not None:
        return None
    return settings.loaded(site.evaluator, site.module, site.call, site.frame)


def _method_call(site: CallSite, member: Member, receiver: Thing) -> Value:
    name = member.property
    if name == "test" and isinstance(member.object, Opaque):
        return _tested(site, site.module.text(member.object))
    if name in {"then", *_SETTLED} and not _is_schema(receiver):
        return _settled(site, receiver, name)
    match receiver:
        case FunctionCase() | ClassCase() | External() if name in {"bind", "call", "apply"}:
            return _rebound(site, receiver, name)
        case Known() | Setting() | Absent() | ArrayCase() | Record():
            found = _builtin_method(site, receiver, name)
            if found is not None:
                return found
        case _:
            pass
    if name == "hasOwnProperty" and site.arguments:
        return membership.is_in(site.evaluator, site.arguments[0], single(receiver))
    only = len(site.value(member.object).cases) == 1
    # The member itself knows of guards and assignments around it, but only for all receivers together.
    value = site.value(member) if only else site.evaluator.property(single(receiver), name)
    if name in _INHERITED and all(isinstance(case.thing, Absent) for case in value.cases):
        return _dynamic()
    return each(value, site.invoke)


def _is_schema(receiver: Thing) -> bool:
    """`z.string().catch('x')` is no promise."""
    return isinstance(receiver, External) and receiver.module in LIBRARIES


def _builtin_method(site: CallSite, receiver: Thing, name: str) -> Value | None:
    if isinstance(receiver, Setting):
        return single(receiver)
    if isinstance(receiver, Absent) or receiver == Known(None):
        return absent()
    if isinstance(receiver, Known):
        first = site.call.arguments[0] if site.call.arguments else None
        if name in {"replace", "replaceAll"} and isinstance(receiver.value, str) and isinstance(first, Opaque):
            return text_methods.regex_replaced(receiver.value, site.module.text(first), site.arguments)
        return text_methods.text_method(receiver.value, name, site.arguments)
    items = arrays.items_of(site.evaluator, single(receiver))
    if items is not None and name in iteration.METHODS and site.call.arguments:
        reader = Reader(site.module, site.call, site.frame)
        return iteration.method(site.evaluator, items, name, site.arguments, reader) or _dynamic()
    found = None if items is None else array_methods.method(site.evaluator, items, name, site.arguments)
    has_own = isinstance(receiver, Record) and (name in dict(receiver.members) or not arrays.is_array(receiver))
    return found if found is not None or has_own else _dynamic()


def _tested(site: CallSite, regex: str) -> Value:
    """`/regex/.test(x)`."""
    given = site.arguments
    return each(given[0], lambda thing: text_methods.regex_tested(regex, thing)) if given else _dynamic()


def _settled(site: CallSite, receiver: Thing, name: str) -> Value:
    """Promises are transparent: `.then(f)` gives what `f` returns, `.catch` and `.finally` what was there."""
    if name in _SETTLED or not site.call.arguments:
        return single(receiver)
    callback = site.value(site.call.arguments[0])
    given = Arguments((single(receiver),))
    return join(
        site.evaluator.returned(case.thing, given, Reader(site.module, site.call, site.frame))
        if isinstance(case.thing, FunctionCase)
        else unknown(UnknownReason.DYNAMIC)
        for case in callback.cases
    )


def _rebound(site: CallSite, receiver: Thing, name: str) -> Value:
    """`f.bind(x)` is `f` with its `this`; `f.call(x)` and `f.apply(x)` call it."""
    bound = receiver
    if isinstance(receiver, FunctionCase) and site.call.arguments:
        this = site.value(site.call.arguments[0]).cases[0].thing
        keeps = isinstance(this, (Known, Absent, Unknown))
        given: tuple[Passed, ...] = ()
        if name == "bind":
            given = tuple(Argument(site.module, argument, site.frame) for argument in site.call.arguments[1:])
        owner = receiver.this if keeps else this
        bound = FunctionCase(receiver.module, receiver.node, receiver.frame, owner, (*receiver.bound, *given))
    return single(bound) if name == "bind" else site.invoke(bound)


def invoked(evaluator: Evaluator, callee: Thing, module: Module, call: Call, frame: Frame | None) -> Value:
    """What calling `callee` by `call` gives."""
    match callee:
        case ClassCase():
            return single(evaluator.instance(callee, module, call, frame)) if call.is_new else _dynamic()
        case FunctionCase() if call.is_new:
            return single(evaluator.instance(callee, module, call, frame))
        case FunctionCase():
            if (merge := own_merges.merge_of(callee)) is not None:
                return merges.merged(evaluator, merge, module, call, frame)
            given = arguments_of(evaluator, module, call, frame)
            return evaluator.returned(callee, given, Reader(module, call, frame))
        case External():
            return settings.external_call(evaluator, callee, module, call, frame)
        case Namespace(path):
            called = evaluator.program.called(evaluator, path)
            return each(called, lambda thing: _not_namespace(evaluator, thing, module, call, frame))
        case Setting() | Absent():
            return single(callee)
        case Unknown(reason) if reason is not UnknownReason.REQUIRED_PARAMETER:
            return single(callee)
        case _:
            return _dynamic()


def _not_namespace(evaluator: Evaluator, thing: Thing, module: Module, call: Call, frame: Frame | None) -> Value:
    return _dynamic() if isinstance(thing, Namespace) else invoked(evaluator, thing, module, call, frame)


def _dynamic() -> Value:
    return unknown(UnknownReason.DYNAMIC)


def returned(evaluator: Evaluator, function: FunctionCase, given: Arguments, reader: Reader) -> Value:
    """What `function` returns when it is called with `given` at `reader`: by a call, or where a getter is read."""
    call = reader.node if isinstance(reader.node, Call) else None
    caller = reader.frame if call is not None else None
    if calling(caller, function.node):
        return unknown(UnknownReason.CYCLE)
    depth = 1 if caller is None else caller.depth + 1
    if depth > DEEPEST_CALL:
        return unknown(UnknownReason.LIMIT)
    frame = Frame(
        module=function.module,
        scope=function.node,
        arguments=(*bound_to(function), *given.arguments),
        open_end=given.open_end,
        this=function.this,
        outer=function.frame if isinstance(function.frame, Frame) else None,
        caller=caller,
        depth=depth,
        place=reader,
    )
    return _results(evaluator, function, evaluator.frame(frame))


def _results(evaluator: Evaluator, function: FunctionCase, frame: Frame) -> Value:
    module = function.module
    expressions = module.returns(function.node)
    if not expressions:
        where = module.location(function.node)
        made = _GENERATOR.match(module.text(function.node)[:_OPENING])
        return unknown(UnknownReason.DYNAMIC, where) if made else absent(where)
    if len(expressions) == 1:
        return evaluator.value(module, expressions[0], frame)
    results: list[Value] = []
    certain = False
    for expression in expressions:
        conditions = module.conditions(expression)
        if is_caught(conditions) and results and all(is_settled(result) for result in results):
            continue
        way = way_to(evaluator, module, conditions, frame)
        if way is not None and not (certain and way == ((), "")):
            certain = certain or (way == ((), "") and bool(conditions))
            results.append(under(evaluator.value(module, expression, frame), *way))
    return join(results) if results else join(evaluator.value(module, e, frame) for e in expressions)
