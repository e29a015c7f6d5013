"""Packages that gather a program's configuration: from defaults in the code, files, variables and flags."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, known, settable, single, unknown
from portbind_lint.evaluate.data.data_files import data_value
from portbind_lint.evaluate.data.paths import files_of
from portbind_lint.evaluate.primitives.texts import text_of_argument
from portbind_lint.evaluate.settings.config_folder import folder_value
from portbind_lint.evaluate.settings.setting_trees import Path, at, dug, settable_tree
from portbind_lint.model.syntax import Member
from portbind_lint.model.value import Absent, External, Known, Record, Setting, UnknownReason, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame
    from portbind_lint.model.facts import Module
    from portbind_lint.model.syntax import Call

_DEEPEST = 8
_CONFIG_METHODS = frozenset({"get", "has", "util", "default"})
_SEARCHES = frozenset({"cosmiconfig", "lilconfig"})
_READS = frozenset({".get", ".getProperties", ".default"})
_MOST_MODULES = 20


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The member `name` of gathered configuration; None where `thing` is none."""
    if thing.module == "config" and not thing.path and name not in _CONFIG_METHODS:
        whole = folder_value(evaluator, None)
        return None if whole is None else evaluator.property(whole, name)
    if thing.module in _SEARCHES and thing.path[-2:] == (".search", "()") and name == "config":
        tool = text_of_argument(evaluator, *thing.calls[0], 0, None) or "*"
        return settable("file", f".{tool}rc", absent())
    if thing.path[-2:] == (".useRuntimeConfig", "()"):
        return evaluator.property(_nuxt(evaluator), name)
    return None


def call(evaluator: Evaluator, thing: External, module: Module, node: Call, frame: Frame | None) -> Value | None:
    """What a call reads of gathered configuration; None where it reads none."""
    word = thing.path[-2] if len(thing.path) > 1 else ""
    key = text_of_argument(evaluator, module, node, 0, frame)
    match thing.module:
        case "convict" if word:
            return _convict(evaluator, thing, word, key)
        case "config" if word in {".get", ".has"} and key is not None:
            return _in_folder(evaluator, module, word, tuple(key.split(".")))
        case "nconf" if word == ".get" and key is not None:
            return _nconf(evaluator, tuple(key.split(":")))
        case "rc" if not word:
            return _rc(evaluator, module, node, key or "*")
        case "c12" if word == ".loadConfig":
            return _c12(evaluator, module, node)
        case "env-var" if word.startswith(".as"):
            return _env_var(evaluator, thing)
        case "conf" | "configstore" if word == ".get":
            return settable("file", key or "*", absent())
        case _:
            return None


def _in_folder(evaluator: Evaluator, module: Module, word: str, path: Path) -> Value | None:
    """`config.get('server.host')` and `config.has('server.host')`."""
    whole = folder_value(evaluator, module)
    if word == ".get":
        return dug(evaluator, absent() if whole is None else whole, path, "config")
    found = None if whole is None else at(evaluator, whole, path)
    return None if found is None else known(not all(isinstance(case.thing, Absent) for case in found.effective))


def _convict(evaluator: Evaluator, thing: External, word: str, key: str | None) -> Value | None:
    """`convict({ server: { host: { default: 'x', env: 'HOST', arg: 'host' } } }).get('server.host')`."""
    end = thing.path.index("()") + 1
    base = External(thing.module, thing.path[:end], thing.calls[:1])
    if word not in _READS:
        return single(base)
    module, made = base.calls[0]
    if not made.arguments:
        return None
    schema = evaluator.value(module, made.arguments[0])
    whole = _declared(evaluator, schema, tuple(_loaded_over(evaluator, module, made)), 0)
    return whole if key is None else dug(evaluator, whole, tuple(key.split(".")), "config")


def _loaded_over(evaluator: Evaluator, module: Module, made: Call) -> Iterator[Value]:
    """The repository's files that the module which makes a configuration loads into it."""
    for node in module.calls("loadFile"):
        receiver = evaluator.value(module, node.callee.object) if isinstance(node.callee, Member) else absent()
        things = [case.thing for case in receiver.cases if isinstance(case.thing, External)]
        if node.arguments and any(thing.calls and thing.calls[0][1] is made for thing in things):
            for path in files_of(evaluator, module, node.arguments[0], None)[:1]:
                yield data_value(evaluator.program.repository, path, Setting("file", path))


def _declared(evaluator: Evaluator, schema: Value, files: tuple[Value, ...], depth: int) -> Value:
    """The defaults of a schema, replaced by what `files` hold in the same place."""
    names = dict(evaluator.entries(schema)[0])
    if "default" in names:
        given = [value for value in files if not all(isinstance(case.thing, Absent) for case in value.effective)]
        default = evaluator.property(schema, "default") if not given else given[-1]
        return join((default, *_setters(evaluator, schema)))
    if depth > _DEEPEST:
        return unknown(UnknownReason.LIMIT)
    members = tuple(
        (name, _declared(evaluator, inner, tuple(evaluator.property(f, name) for f in files), depth + 1))
        for name, inner in names.items()
    )
    return single(Record(members, rest=False))


def _setters(evaluator: Evaluator, declaration: Value) -> Iterator[Value]:
    for kind, key, dashes in (("env", "env", ""), ("flag", "arg", "--")):
        thing = evaluator.property(declaration, key).cases[0].thing
        if isinstance(thing, Known) and isinstance(thing.value, str):
            yield single(Setting(kind, f"{dashes}{thing.value}"))


def _nconf(evaluator: Evaluator, path: Path) -> Value:
    """A key of nconf, whose sources are added anywhere; files of the repository count more than defaults."""
    modules = tuple(_modules_naming(evaluator, "nconf"))
    files = [value for m in modules for node in m.calls("file") for value in _nconf_file(evaluator, m, node)]
    defaults = [
        evaluator.value(m, node.arguments[0]) for m in modules for node in m.calls("defaults") if node.arguments
    ]
    from_environment = any(m.calls("env") for m in modules)
    from_flags = any(m.calls("argv") for m in modules)

    def settings_of(further: Path) -> tuple[Setting, ...]:
        key = ":".join((*path, *further))
        own = (Setting("env", key),) if from_environment else ()
        return (*own, Setting("flag", f"--{key}")) if from_flags else own or (Setting("config", key),)

    for layer in (*files, *defaults):
        value = at(evaluator, layer, path)
        if not all(isinstance(case.thing, Absent) for case in value.effective):
            return settable_tree(evaluator, value, settings_of)
    return settable_tree(evaluator, absent(), settings_of)


def _nconf_file(evaluator: Evaluator, module: Module, node: Call) -> Iterator[Value]:
    for argument in node.arguments:
        entries = getattr(argument, "entries", ())
        places = [entry.value for entry in entries if getattr(entry, "key", None) == "file"] if entries else [argument]
        for place in places:
            for path in files_of(evaluator, module, place, None)[:1]:
                yield data_value(evaluator.program.repository, path, Setting("file", path))


def _modules_naming(evaluator: Evaluator, word: str) -> Iterator[Module]:
    for path in evaluator.program.repository.sources_naming(word)[:_MOST_MODULES]:
        module = evaluator.program.module(path)
        if module is not None:
            yield module


def _rc(evaluator: Evaluator, module: Module, node: Call, name: str) -> Value:
    defaults = evaluator.value(module, node.arguments[1]) if len(node.arguments) > 1 else single(Record((), rest=True))

    def settings_of(path: Path) -> tuple[Setting, ...]:
        flag, variable = Setting("flag", f"--{'.'.join(path)}"), Setting("env", f"{name}_{'__'.join(path)}")
        return (Setting("file", f".{name}rc"), flag, variable)

    return settable_tree(evaluator, defaults, settings_of)


def _c12(evaluator: Evaluator, module: Module, node: Call) -> Value:
    options = evaluator.value(module, node.arguments[0]) if node.arguments else absent()
    name = evaluator.property(options, "name").cases[0].thing
    file = Setting("file", f"{name.value if isinstance(name, Known) else '*'}.config")
    defaults = evaluator.property(options, "defaults")
    empty = all(isinstance(case.thing, Absent) for case in defaults.cases)
    whole = single(file) if empty else settable_tree(evaluator, defaults, lambda _: (file,))
    return single(Record((("config", whole),), rest=True))


def _env_var(evaluator: Evaluator, thing: External) -> Value | None:
    """`env.get('HOST').default('x').asString()`."""
    name, default, required = None, None, False
    for module, node in thing.calls:
        word = node.callee.property if isinstance(node.callee, Member) else getattr(node.callee, "name", "")
        if word == "get":
            name = text_of_argument(evaluator, module, node, 0, None)
        elif word == "default" and node.arguments:
            default = evaluator.value(module, node.arguments[0])
        elif word == "required":
            first = evaluator.value(module, node.arguments[0]).cases[0].thing if node.arguments else Known(True)
            required = first != Known(False)
    if name is None:
        return None
    missing = unknown(UnknownReason.REQUIRED_SETTING) if required else absent()
    return settable("env", name, missing if default is None else default)


def _nuxt(evaluator: Evaluator) -> Value:
    """`runtimeConfig` of the configuration file; each key has a variable of its own."""
    configs = evaluator.program.repository.files_like(".config.")
    names = [path for path in configs if _is_nuxt(posixpath.basename(path))]
    if not names:
        return single(Record((), rest=True))
    whole = evaluator.property(evaluator.program.export(evaluator, names[0], "default"), "runtimeConfig")
    return settable_tree(evaluator, whole, lambda path: (Setting("env", "_".join(("NUXT", *map(_snake, path)))),))


def _is_nuxt(name: str) -> bool:
    return name.startswith(("nuxt.config.", "nitro.config."))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
