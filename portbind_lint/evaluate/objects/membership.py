"""Whether an object has a key: `in`, `hasOwnProperty`, `Object.hasOwn`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import each, known, single, unknown
from portbind_lint.evaluate.primitives.primitives import text_of
from portbind_lint.evaluate.settings.environment import is_environment
from portbind_lint.model.value import (
    Absent,
    Case,
    ClassCase,
    Instance,
    Known,
    ObjectCase,
    Record,
    Setting,
    Thing,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator


def is_in(evaluator: Evaluator, key: Value, owner: Value) -> Value:
    """`key in owner`."""
    return each(owner, lambda thing: each(key, lambda name: _has(evaluator, thing, name)))


def _has(evaluator: Evaluator, owner: Thing, key: Thing) -> Value:
    if not isinstance(key, Known):
        return unknown(UnknownReason.DYNAMIC)
    name = text_of(key.value)
    if is_environment(owner):
        return Value((Case(Known(value=False)), Case(Known(value=True), (), (Setting("env", name),))))
    if not isinstance(owner, (ObjectCase, Record, Instance, ClassCase)):
        return unknown(UnknownReason.DYNAMIC)
    return _listed(evaluator, owner, name)


def _listed(evaluator: Evaluator, owner: Thing, name: str) -> Value:
    whole = single(owner)
    listed, more = evaluator.keys(whole)
    if name in listed and not more:
        return known(value=True)
    absent = [isinstance(case.thing, Absent) for case in evaluator.property(whole, name).cases]
    if not any(absent):
        return known(value=True)
    return known(value=False) if all(absent) and not more else unknown(UnknownReason.DYNAMIC)
