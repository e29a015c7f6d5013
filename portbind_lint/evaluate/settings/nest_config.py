"""NestJS: `configService.get('HOST', '127.0.0.1')`, with what the application's modules load and check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, gather, join, settable, unknown
from portbind_lint.evaluate.primitives.texts import text_of_argument
from portbind_lint.evaluate.settings.schema_values import applied
from portbind_lint.evaluate.settings.schemas import ENVIRONMENT
from portbind_lint.model.value import Absent, External, FunctionCase, Setting, Thing, UnknownReason, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Call

_PACKAGE = "@nestjs/config"
_SERVICE = External(_PACKAGE, ("<ConfigService>",))
_CLASS = External(_PACKAGE, (".ConfigService",))
_READS = frozenset({".get", ".getOrThrow"})
_MOST_MODULES = 30


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """The setting that a call on the service reads; None where it is no such call."""
    if not _reads(thing.path) or not _is_service(evaluator, thing):
        return None
    key = text_of_argument(evaluator, module, node, 0, frame)
    if key is None:
        return None
    given = evaluator.arguments(module, node, frame) or ()
    default = given[1] if len(given) > 1 and thing.path[-2] == ".get" else None
    missing = absent() if thing.path[-2] == ".get" else unknown(UnknownReason.REQUIRED_SETTING)
    found = _setting(evaluator, key)
    return _instead(found, missing if default is None else default)


def _reads(path: tuple[str, ...]) -> bool:
    match path:
        case (_, *_, name, "()"):
            return name in _READS
        case _:
            return False


def _is_service(evaluator: Evaluator, thing: External) -> bool:
    """Whether the call is on an injected service, or on what `app.get(ConfigService)` gives."""
    receiver = External(thing.module, thing.path[:-2])
    if receiver == _SERVICE:
        return True
    match thing.path[-4:-2], thing.calls:
        case (".get" | ".resolve", "()"), (*_, (module, node), _) if node.arguments:
            return _CLASS in [case.thing for case in evaluator.value(module, node.arguments[0]).cases]
        case _:
            return False


def _instead(value: Value, default: Value) -> Value:
    """`value` with what is missing replaced."""
    return gather(
        case
        for one in value.cases
        for case in (default.cases if isinstance(one.thing, Absent) and not one.set_by else (one,))
    )


def _setting(evaluator: Evaluator, key: str) -> Value:
    """What is checked counts first, then the environment, then what is loaded."""
    options = list(_options(evaluator))
    for option in options:
        checked = _checked(evaluator, option, key)
        if checked is not None:
            return checked
    loaded = [value for option in options for value in _loaded(evaluator, option, key)]
    if loaded:
        return join(loaded)
    return settable("config", key, absent()) if "." in key else evaluator.property(ENVIRONMENT, key)


def _options(evaluator: Evaluator) -> Iterator[Value]:
    """What `ConfigModule.forRoot` and `forFeature` are given, wherever they are called."""
    program = evaluator.program
    for path in program.repository.sources_naming("ConfigModule")[:_MOST_MODULES]:
        module = program.module(path)
        for node in () if module is None else (*module.calls("forRoot"), *module.calls("forFeature")):
            if module is None or not node.arguments:
                continue
            things = [case.thing for case in evaluator.callee(module, node).cases]
            if any(isinstance(thing, External) and thing.module == _PACKAGE for thing in things):
                yield evaluator.value(module, node.arguments[0])


def _checked(evaluator: Evaluator, options: Value, key: str) -> Value | None:
    """The variable as `validationSchema` or `validate` leaves it; None where neither knows it."""
    if _is_namespace(options):
        return None
    schema = evaluator.property(options, "validationSchema")
    result = applied(evaluator, schema, ENVIRONMENT) if _is_given(schema) else None
    function = evaluator.property(options, "validate").cases[0].thing
    if result is None and isinstance(function, FunctionCase):
        result = evaluator.called(function, ENVIRONMENT)
    value = None if result is None else evaluator.property(result, key)
    known = value is not None and Setting("env", key) in [case.thing for case in value.cases]
    return value if known else None


def _is_given(value: Value) -> bool:
    return any(isinstance(case.thing, External) for case in value.cases)


def _loaded(evaluator: Evaluator, options: Value, key: str) -> Iterator[Value]:
    """The key in what the `load` functions give, those with a namespace under it."""
    own = (options,) if _is_namespace(options) else ()
    for item in (*own, *(arrays.items_of(evaluator, evaluator.property(options, "load")) or ())):
        for case in item.cases:
            whole, names = _given_by(evaluator, case.thing, tuple(key.split(".")))
            for name in names:
                whole = evaluator.property(whole, name)
            if not all(isinstance(found.thing, Absent) for found in whole.cases):
                yield whole


def _given_by(evaluator: Evaluator, factory: Thing, path: tuple[str, ...]) -> tuple[Value, tuple[str, ...]]:
    """What a function that is loaded gives, and the rest of the path in it."""
    if isinstance(factory, FunctionCase):
        return evaluator.called(factory), path
    if not isinstance(factory, External) or not _is_factory(factory):
        return absent(), ()
    module, node = factory.calls[-1]
    if text_of_argument(evaluator, module, node, 0, None) != path[0] or not node.arguments[1:]:
        return absent(), ()
    made = evaluator.value(module, node.arguments[1])
    return join(evaluator.called(case.thing) for case in made.cases if isinstance(case.thing, FunctionCase)), path[1:]


def _is_namespace(options: Value) -> bool:
    """Whether a module is given a namespace in place of options: `forFeature(registerAs('server', ...))`."""
    return any(_is_factory(case.thing) for case in options.cases)


def _is_factory(thing: Thing) -> bool:
    return isinstance(thing, External) and thing.path[-2:] == (".registerAs", "()")
