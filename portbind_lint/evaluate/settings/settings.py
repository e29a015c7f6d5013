"""Where programs read what somebody sets, and what they get when nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.evaluate.cases import absent, each, join, known, settable, single, unknown
from portbind_lint.evaluate.data import file_readers
from portbind_lint.evaluate.data.paths import files_of
from portbind_lint.evaluate.functions import callbacks
from portbind_lint.evaluate.objects import entries, membership, merges, proxies
from portbind_lint.evaluate.primitives import builtins
from portbind_lint.evaluate.program import json_modules
from portbind_lint.evaluate.settings import (
    config_packages,
    env_schemas,
    express_settings,
    nest_config,
    options,
    schemas,
)  # fmt: skip
from portbind_lint.evaluate.settings.environment import is_environment
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Object
from portbind_lint.model.value import (
    Absent,
    External,
    FunctionCase,
    Known,
    Setting,
    Thing,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame

_ENVIRONMENT_GETTERS = frozenset({("globalThis", (".Deno", ".env", ".get"))})
_ENVIRONMENT_MAKERS = frozenset({("vite", (".loadEnv",)), ("globalThis", (".Deno", ".env", ".toObject"))})
_ARGUMENTS = frozenset(
    {
        ("globalThis", (".process",), "argv"),
        ("process", (), "argv"),
        ("globalThis", (".Bun",), "argv"),
        ("globalThis", (".Deno",), "args"),
    }
)
_MARKS_OF_A_CONTAINER = frozenset({"/.dockerenv", "/run/.containerenv", "/var/run/secrets/kubernetes.io"})
_SAME = frozenset(
    {
        ("globalThis", (".Object", ".freeze")),
        ("globalThis", (".Object", ".seal")),
        ("globalThis", (".Object", ".preventExtensions")),
        ("globalThis", (".Object", ".create")),
        ("globalThis", (".structuredClone",)),
        ("globalThis", (".Promise", ".resolve")),
        ("globalThis", (".Promise", ".all")),
        ("globalThis", (".Promise", ".race")),
        ("util", (".promisify",)),
        ("pify", ()),
        ("lodash", (".cloneDeep",)),
        ("lodash", (".clone",)),
        ("vue", (".reactive",)),
    }
)
_LONGEST_NAME = 60
_IDENTITY = frozenset({".defineConfig", ".defineNuxtConfig", ".defineNitroConfig"})


def external_member(
    evaluator: Evaluator, thing: External, name: str, reader: Module | None = None, *, called: bool = False
) -> Value:
    """The member `name` of something external as the module `reader` (None: not known which) reads it, or calls it."""
    if called and options.has_methods(thing):
        return plain_member(thing, name)
    if is_environment(thing):
        return evaluator.environment.variable(name, reader)
    if (thing.module, thing.path, name) in _ARGUMENTS:
        return _command_line(thing, name)
    for member in (
        options.member,
        env_schemas.member,
        config_packages.member,
        proxies.member,
        schemas.member,
        _url_member,
    ):
        found = member(evaluator, thing, name)
        if found is not None:
            return found
    return plain_member(thing, name)


def _command_line(thing: External, name: str) -> Value:
    """The arguments of the process: none but the program's own name when nobody gives any."""
    whole = single(External(thing.module, (*thing.path, f".{name}")))
    own = () if thing.path == (".Deno",) else (whole, whole)
    return settable("argument", "on the command line", single(arrays.record(own)))


def plain_member(thing: External, name: str) -> Value:
    """One step further; the default export of a module is the module."""
    if name == "default" and not thing.path and thing.module != "globalThis":
        return single(thing)
    if thing.module == "globalThis" and not thing.path and name in {"global", "globalThis"}:
        return single(thing)
    return single(External(thing.module, (*thing.path, f".{name}"), thing.calls))


def any_member(thing: Thing) -> Value:
    """Some member that is named by a value we do not know."""
    if is_environment(thing):
        return settable("env", "*", absent())
    return unknown(UnknownReason.DYNAMIC)


def _url_member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    if thing.path not in {(".URL", "new"), (".parse", "()")} or thing.module not in {"globalThis", "url"}:
        return None
    module, call = thing.calls[-1]
    if not call.arguments:
        return None
    return each(evaluator.value(module, call.arguments[0]), lambda text: _part_of(text, name))


def _part_of(text: Thing, name: str) -> Value:
    match text:
        case Absent() | Known(None):  # there is no address without a text: the program ends
            return unknown(UnknownReason.REQUIRED_SETTING)
        case Known(str() as url):
            return builtins.url_part(url, name)
        case Setting():
            return single(text)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def external_call(evaluator: Evaluator, callee: External, module: Module, call: Call, frame: Frame | None) -> Value:
    """What calling something external gives."""
    key = (callee.module, callee.path)
    if key in _ENVIRONMENT_GETTERS:
        return _from_environment(evaluator, module, call, frame)
    if key in _ENVIRONMENT_MAKERS:
        return single(External("process", (".env",)))
    if key in _SAME or (len(callee.path) == 1 and callee.path[0] in _IDENTITY):
        return _first(evaluator, module, call, frame)
    if (merge := merges.merge_of(callee)) is not None:
        return merges.merged(evaluator, merge, module, call, frame)
    found = _global_call(evaluator, callee, module, call, frame) if callee.module == "globalThis" else None
    if found is None:
        found = entries.call(evaluator, callee, evaluator.arguments(module, call, frame) or ())
    if found is not None:
        return found
    if callee.path[-1:] in {(".existsSync",), (".pathExistsSync",)}:
        return _existence(evaluator, module, call, frame)
    if key == ("module", (".createRequire", "()")):
        return loaded(evaluator, module, call, frame)
    step = "new" if call.is_new else "()"
    extended = External(callee.module, (*callee.path, step), (*callee.calls, (module, call)))
    return _read(evaluator, extended, module, call, frame) or single(extended)


def _read(evaluator: Evaluator, thing: External, module: Module, call: Call, frame: Frame | None) -> Value | None:
    """What the call that ends `thing` reads of what somebody sets; None where it reads nothing."""
    found = options.call(evaluator, thing, module, call, frame)
    if found is None:
        given = evaluator.arguments(module, call, frame) or ()
        found = schemas.call(evaluator, thing, given)
    for read in (config_packages.call, nest_config.call, express_settings.call, file_readers.call):
        if found is None:
            found = read(evaluator, thing, module, call, frame)
    return found


def _first(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    if not call.arguments:
        return absent()
    value = evaluator.value(module, call.arguments[0], frame)
    if not all(isinstance(case.thing, FunctionCase) for case in value.cases):
        return value
    name = call.callee
    return value if module.text(name).endswith(("promisify", "pify")) else _results(evaluator, value)


def _results(evaluator: Evaluator, value: Value) -> Value:
    """`defineConfig(() => ({...}))`: the object that the function makes."""
    return join(
        evaluator.returned(case.thing) if isinstance(case.thing, FunctionCase) else single(case.thing)
        for case in value.cases
    )


def _from_environment(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    given = evaluator.arguments(module, call, frame)
    thing = given[0].cases[0].thing if given else None
    return evaluator.environment.variable(str(thing.value) if isinstance(thing, Known) else "*", module)


def _global_call(
    evaluator: Evaluator, callee: External, module: Module, call: Call, frame: Frame | None
) -> Value | None:
    given = evaluator.arguments(module, call, frame) or ()
    match callee.path:
        case (".Object", ".hasOwn") if len(given) > 1:
            return membership.is_in(evaluator, given[1], given[0])
        case (".Array", ".isArray") if given:
            return each(given[0], arrays.is_array_test)
        case (".Promise",) if call.is_new:
            return callbacks.resolved(evaluator, module, call, frame)
        case (".JSON", ".parse"):
            return _parsed(evaluator, module, call, frame)
        case (".Reflect", ".get"):
            return proxies.reflected(evaluator, module, call, frame)
        case (name,) if not call.is_new:
            return builtins.global_call(name.removeprefix("."), given)
        case (".Number", ".parseInt" | ".parseFloat" as name):
            return builtins.global_call(name.removeprefix("."), given)
        case (".Number", ".isNaN") if given:
            return each(given[0], builtins.is_the_nan)
        case _:
            return None


def loaded(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    """`require(x)` and `import(x)`: a module where `x` is known, else a file that somebody else chooses."""
    if not call.arguments:
        return unknown(UnknownReason.MODULE)
    first = call.arguments[0]
    text = " ".join(module.text(first).split())[:_LONGEST_NAME]
    place = files_of(evaluator, module, first, frame, scripts=True)
    return each(evaluator.value(module, first, frame), lambda thing: _loaded(evaluator, module, thing, text, place))


def _loaded(evaluator: Evaluator, module: Module, specifier: Thing, text: str, place: tuple[str, ...]) -> Value:
    match specifier:
        case Known(str() as name):
            return evaluator.program.exported(evaluator, module.path, name, "*")
        case External() if place:
            return evaluator.program.exported(evaluator, "", f"./{place[0]}", "*")
        case _:
            return single(Setting("file", text))


def _parsed(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value | None:
    """`JSON.parse`: a copy of what was written, or a file's content, which somebody else writes."""
    if not call.arguments:
        return None
    texts = evaluator.value(module, call.arguments[0], frame)
    return each(texts, lambda thing: _parsed_text(evaluator, thing, frame))


def _parsed_text(evaluator: Evaluator, text: Thing, frame: Frame | None) -> Value:
    match text:
        case Known(str() as json):
            return json_modules.parsed(json)
        case External("globalThis", (".JSON", ".stringify", "()"), calls) if calls[-1][1].arguments:
            origin, inner = calls[-1]
            return evaluator.value(origin, inner.arguments[0])
        case External():
            return file_readers.read(evaluator, text, frame) or unknown(UnknownReason.DYNAMIC)
        case Setting():
            return single(text)
        case _:
            return unknown(UnknownReason.DYNAMIC)


def _existence(evaluator: Evaluator, module: Module, call: Call, frame: Frame | None) -> Value:
    """A file that marks a container is taken as not there; any other may be there or not."""
    given = evaluator.arguments(module, call, frame)
    thing = given[0].cases[0].thing if given else None
    if isinstance(thing, Known) and thing.value in _MARKS_OF_A_CONTAINER:
        return settable("file", str(thing.value), known(value=False))
    return unknown(UnknownReason.DYNAMIC)


def callback_arguments(evaluator: Evaluator, callee: External, module: Module, call: Call) -> tuple[Value, ...] | None:
    """What a package passes to a function that it is given; None where that is not known."""
    return options.callback_arguments(evaluator, callee, module, call)


def handler_arguments(callee: External, module: Module, call: Call, key: str) -> tuple[Value, ...] | None:
    """What a package passes to the function under `key` in an object that it is given; None where it is not known."""
    return options.handler_arguments(callee, module, call, key)


def exported_handler(evaluator: Evaluator, module: Module) -> tuple[Value, ...] | None:
    """What a package passes to the exported `handler` of a module; None where that is no command of a program."""
    return options.exported_handler(evaluator, module)


def described_handler(evaluator: Evaluator, module: Module, literal: Object) -> tuple[Value, ...] | None:
    """What a package passes to the `handler` of an object; None where that is no command of a program."""
    return options.described_handler(evaluator, module, literal)
