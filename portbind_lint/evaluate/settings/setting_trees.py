"""Configuration objects whose every value somebody can set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, each, join, settable, single
from portbind_lint.evaluate.objects import merges
from portbind_lint.model.value import Absent, Record, Setting, Thing, Unknown, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

Path = tuple[str, ...]
SettingsOf = Callable[[Path], tuple[Setting, ...]]

_DEEPEST = 8


def settable_tree(evaluator: Evaluator, value: Value, settings_of: SettingsOf, path: Path = ()) -> Value:
    """`value` with every value in it open to the settings that `settings_of` gives for its place."""
    if not any(merges.is_plain(case.thing) for case in value.cases) or len(path) > _DEEPEST:
        return join((value, *(single(setting) for setting in settings_of(path))))

    def opened(thing: Thing) -> Value:
        if not merges.is_plain(thing):
            return single(thing)
        names, more = evaluator.keys(single(thing))
        held = ((name, evaluator.property(single(thing), name)) for name in names)
        found = tuple((name, settable_tree(evaluator, inner, settings_of, (*path, name))) for name, inner in held)
        return single(Record(found, more))

    return each(value, opened)


def at(evaluator: Evaluator, value: Value, path: Path) -> Value:
    """What stands in `value` at the end of `path`."""
    for name in path:
        value = evaluator.property(value, name)
    return value


def dug(evaluator: Evaluator, value: Value, path: Path, kind: str) -> Value:
    """What stands at the end of `path`; where nothing does, somebody may set it."""
    found = at(evaluator, value, path)
    missing = all(isinstance(case.thing, (Absent, Unknown)) for case in found.cases)
    return settable(kind, ".".join(path), absent()) if missing else found
