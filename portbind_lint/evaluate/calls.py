"""What a call gives: the returned values of our functions, instances of our classes, a step further into a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate import arrays, builtins, settings
from portbind_lint.evaluate.arguments import Arguments, arguments_of
from portbind_lint.evaluate.cases import absent, each, join, single, under, unknown
from portbind_lint.evaluate.frames import DEEPEST_CALL, Frame, calling
from portbind_lint.evaluate.guards import way_to
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Literal, Member, Name, Opaque, Super
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


def call_value(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    """The value of a call or construction."""
    loaded = _loaded(evaluator, module, call, frame)
    if loaded is not None:
        return loaded
    if isinstance(call.callee, Member) and not call.is_new:
        receiver = evaluator.value(module, call.callee.object, frame)
        return join(
            under(_method_call(evaluator, module, call, frame, case.thing), case.set_by, case.condition)
            for case in receiver.cases
        )
    if isinstance(call.callee, Super):
        return evaluator.value(module, call.callee, frame)
    callee = evaluator.value(module, call.callee, frame)
    return each(callee, lambda thing: invoked(evaluator, thing, module, call, frame))


def _loaded(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value | None:
    """What `require('x')` and `import('x')` bring."""
    if not isinstance(call.callee, Name) or call.callee.name not in _MODULE_LOADERS or not call.arguments:
        return None
    first = call.arguments[0]
    if not isinstance(first, Literal) or not isinstance(first.value, str):
        return settings.loaded(evaluator, module, call, frame) if module.binding(call.callee) is None else None
    return evaluator.program.exported(evaluator, module.path, first.value, "*")


def _method_call(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None, receiver: Thing) -> Value:
    callee = call.callee
    if not isinstance(callee, Member):
        return unknown(UnknownReason.DYNAMIC)
    name = callee.property
    if name == "test" and isinstance(callee.object, Opaque):
        return _tested(evaluator, module, call, frame, module.text(callee.object))
    if name in {"then", *_SETTLED}:
        return _settled(evaluator, module, call, frame, receiver, name)
    match receiver:
        case FunctionCase() | ClassCase() | External() if name in {"bind", "call", "apply"}:
            return _rebound(evaluator, module, call, frame, receiver, name)
        case Known() | Setting() | Absent() | ArrayCase() | Record():
            found = _builtin_method(evaluator, module, call, frame, receiver, name)
            if found is not None:
                return found
        case _:
            pass
    only = _only(evaluator, module, callee, frame)
    value = evaluator.value(module, callee, frame) if only else evaluator.property(single(receiver), name)
    return each(value, lambda thing: invoked(evaluator, thing, module, call, frame))


def _only(evaluator: Evaluator, module: Module, callee: Member, frame: Frame | None) -> bool:
    """Whether there is one receiver, so that the member expression itself can be asked (with its guards and writes)."""
    return len(evaluator.value(module, callee.object, frame).cases) == 1


def _builtin_method(
    evaluator: Evaluator, module: Module, call: Call, frame: Frame | None, receiver: Thing, name: str
) -> Value | None:
    if isinstance(receiver, Setting):
        return single(receiver)
    if isinstance(receiver, Absent) or receiver == Known(None):
        return absent()
    arguments = evaluator.arguments(module, call, frame) or ()
    if isinstance(receiver, Known):
        first = call.arguments[0] if call.arguments else None
        if name in {"replace", "replaceAll"} and isinstance(receiver.value, str) and isinstance(first, Opaque):
            return builtins.regex_replaced(receiver.value, module.text(first), arguments)
        return builtins.text_method(receiver.value, name, arguments)
    found = arrays.method(evaluator, receiver, name, arguments)
    return found if found is not None or isinstance(receiver, Record) else unknown(UnknownReason.DYNAMIC)


def _tested(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None, regex: str) -> Value:
    """`/regex/.test(x)`."""
    given = evaluator.arguments(module, call, frame)
    return each(given[0], lambda thing: builtins.regex_tested(regex, thing)) if given else _dynamic()


def _settled(
    evaluator: Evaluator, module: Module, call: Call, frame: Frame | None, receiver: Thing, name: str
) -> Value:
    """Promises are transparent: `.then(f)` gives what `f` returns, `.catch` and `.finally` what was there."""
    if name in _SETTLED or not call.arguments:
        return single(receiver)
    callback = evaluator.value(module, call.arguments[0], frame)
    given = Arguments((single(receiver),))
    return join(
        evaluator.returned(case.thing, given, call, frame)
        if isinstance(case.thing, FunctionCase)
        else unknown(UnknownReason.DYNAMIC)
        for case in callback.cases
    )


def _rebound(
    evaluator: Evaluator, module: Module, call: Call, frame: Frame | None, receiver: Thing, name: str
) -> Value:
    """`f.bind(x)` is `f` with its `this`; `f.call(x)` and `f.apply(x)` call it."""
    bound = receiver
    if isinstance(receiver, FunctionCase) and call.arguments:
        this = evaluator.value(module, call.arguments[0], frame).cases[0].thing
        keeps = isinstance(this, (Known, Absent, Unknown))
        bound = FunctionCase(receiver.module, receiver.node, receiver.frame, receiver.this if keeps else this)
    return single(bound) if name == "bind" else invoked(evaluator, bound, module, call, frame)


def invoked(evaluator: Evaluator, callee: Thing, module: Module, call: Call, frame: Frame | None) -> Value:
    """What calling `callee` gives."""
    match callee:
        case ClassCase():
            return single(evaluator.instance(callee, module, call, frame)) if call.is_new else _dynamic()
        case FunctionCase() if call.is_new:
            return single(evaluator.instance(callee, module, call, frame))
        case FunctionCase():
            return evaluator.returned(callee, arguments_of(evaluator, module, call, frame), call, frame)
        case External():
            return settings.external_call(evaluator, callee, module, call, frame)
        case Namespace(path):
            whole = evaluator.program.whole(evaluator, path)
            return each(whole, lambda thing: _not_namespace(evaluator, thing, module, call, frame))
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


def returned(
    evaluator: Evaluator, function: FunctionCase, given: Arguments, call: Call | None, caller: Frame | None
) -> Value:
    """What `function` returns when it is called with `given` (by `call`, from `caller`)."""
    if calling(caller, function.node):
        return unknown(UnknownReason.CYCLE)
    depth = 1 if caller is None else caller.depth + 1
    if depth > DEEPEST_CALL:
        return unknown(UnknownReason.LIMIT)
    outer = function.frame if isinstance(function.frame, Frame) else None
    frame = evaluator.frame(
        Frame(function.module, function.node, given.arguments, given.open_end, function.this, outer, caller, depth),
        call,
    )
    return _results(evaluator, function, frame)


def _results(evaluator: Evaluator, function: FunctionCase, frame: Frame) -> Value:
    module = function.module
    expressions = module.returns(function.node)
    if not expressions:
        return absent(module.location(function.node))
    if len(expressions) == 1:
        return evaluator.value(module, expressions[0], frame)
    results: list[Value] = []
    for expression in expressions:
        way = way_to(evaluator, module, module.conditions(expression), frame)
        if way is not None:
            results.append(under(evaluator.value(module, expression, frame), *way))
    return join(results) if results else join(evaluator.value(module, e, frame) for e in expressions)
