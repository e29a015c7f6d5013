"""The package `config`: the files of a folder, `default` below those of the deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, join, single, under
from portbind_lint.evaluate.data.data_files import data_value
from portbind_lint.evaluate.data.paths import working_folders
from portbind_lint.evaluate.objects import merges
from portbind_lint.evaluate.settings.setting_trees import Path, settable_tree
from portbind_lint.model.regex import regex
from portbind_lint.model.value import Absent, Known, Record, Setting, Unknown, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module

_DEEPEST = 8
_CONFIG_FILE = regex(
    r"(?:(.*)/)?config/(default|development|local|production|custom-environment-variables)"
    r"\.(json5?|ya?ml|[cm]?[jt]s)"
)


def folder_value(evaluator: Evaluator, module: Module | None) -> Value | None:
    """What `config/default.json` and the files beside it hold for a program that nobody told its environment.

    None where the repository has no such files.
    """
    found: dict[str, dict[str, str]] = {}
    for path in evaluator.program.repository.files_like("config/"):
        if (match := _CONFIG_FILE.fullmatch(path)) is not None:
            found.setdefault(match.group(1) or "", {}).setdefault(match.group(2), path)
    wanted = working_folders(evaluator, module.path) if module is not None else ()
    folder = next((f for f in (*wanted, *sorted(found, key=len)) if f in found), None)
    if folder is None:
        return None
    files = found[folder]
    key = ("config", folder)
    return evaluator.remember(key, lambda: _layered(evaluator, files))


def _layered(evaluator: Evaluator, files: dict[str, str]) -> Value:
    names = [name for name in ("local", "development", "default") if name in files]
    layers = tuple(_config_file(evaluator, files[name]) for name in names)
    whole = merges.together(evaluator, layers) if layers else single(Record((), rest=True))
    mapped, deployed = files.get("custom-environment-variables"), files.get("production")
    variables = _config_file(evaluator, mapped) if mapped is not None else None
    production = _config_file(evaluator, deployed) if deployed is not None else None

    def settings_of(path: Path) -> tuple[Setting, ...]:
        return (*_variable(evaluator, variables, path), Setting("config", ".".join(path)))

    opened = settable_tree(evaluator, whole, settings_of)
    if production is None:
        return opened
    return _deployed(evaluator, opened, production)


def _deployed(evaluator: Evaluator, value: Value, production: Value, depth: int = 0) -> Value:
    """`value` with what a production deployment has in the same places."""
    members, more = evaluator.entries(production)
    own, open_ = evaluator.entries(value)
    if not members or depth > _DEEPEST:
        deployed = (case for case in production.cases if not isinstance(case.thing, (Absent, Unknown)))
        return join((value, under(Value(tuple(deployed) or value.cases), (Setting("env", "NODE_ENV"),))))
    found = dict(own)
    for name, inner in members:
        found[name] = _deployed(evaluator, found.get(name, absent()), inner, depth + 1)
    return single(Record(tuple(found.items()), open_ or more))


def _config_file(evaluator: Evaluator, path: str) -> Value:
    if path.endswith((".json", ".json5", ".yml", ".yaml")):
        return data_value(evaluator.program.repository, path, None)
    return evaluator.program.export(evaluator, path, "default")


def _variable(evaluator: Evaluator, variables: Value | None, path: Path) -> tuple[Setting, ...]:
    """The environment variable that is mapped to the key `path`."""
    value = variables
    for name in path:
        value = None if value is None else evaluator.property(value, name)
    if value is None:
        return ()
    for found in (value, evaluator.property(value, "__name")):
        thing = found.cases[0].thing
        if isinstance(thing, Known) and isinstance(thing.value, str):
            return (Setting("env", thing.value),)
    return ()
