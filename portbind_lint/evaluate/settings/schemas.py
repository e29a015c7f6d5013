"""Schema libraries: `z.object({HOST: z.string().default('0.0.0.0')}).parse(process.env).HOST` and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, known, single, unknown
from portbind_lint.evaluate.settings.schema_values import applied, checked_members, is_missing_setting, members_of
from portbind_lint.evaluate.settings.schema_words import GATHERS, LIBRARIES, Gather, Parse
from portbind_lint.model.value import Absent, External, Record, UnknownReason, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_SHAPES = frozenset({"shape", "entries", "fields"})
ENVIRONMENT = single(External("process", (".env",)))


def call(evaluator: Evaluator, thing: External, given: tuple[Value, ...]) -> Value | None:
    """What a call that checks `given` against a schema gives; None where `thing` is no such call."""
    if len(thing.path) < 2:  # noqa: PLR2004 - the function and its call
        return None
    if (gather := GATHERS.get((thing.module, thing.path[-2]))) is not None:
        return _gathered(evaluator, gather, given)
    words = LIBRARIES.get(thing.module)
    parse = None if words is None else words.parses.get(thing.path[-2].removeprefix("."))
    if parse is None:
        return None
    return _parsed(evaluator, thing, parse, given)


def member(evaluator: Evaluator, thing: External, name: str) -> Value | None:
    """The members of an object schema with their schemas (`settings.shape`); None where that is not asked for."""
    words = LIBRARIES.get(thing.module)
    if name not in _SHAPES or words is None or name in words.meanings:
        return None
    found = members_of(evaluator, thing)
    return None if found is None else single(Record(tuple(found.items()), rest=False))


def _parsed(evaluator: Evaluator, thing: External, parse: Parse, given: tuple[Value, ...]) -> Value | None:
    receiver = thing.path[:-2]
    position, data_at = parse.schema, parse.data
    if position is None and "()" not in receiver:
        position, data_at = 0, 1
    if position is None:
        schema = single(External(thing.module, receiver, thing.calls[:-1]))
    elif position < len(given):
        schema = given[position]
    else:
        return None
    if not any(isinstance(case.thing, External) and case.thing.module in LIBRARIES for case in schema.cases):
        return None
    result = applied(evaluator, schema, given[data_at] if data_at < len(given) else absent())
    return _wrapped(result, parse.result) if parse.result else result


def _wrapped(result: Value, key: str) -> Value:
    """`{ success, error, data }`: it succeeds where nothing is missing that must be set."""
    fails = any(is_missing_setting(case.thing) for case in result.effective) or any(
        is_missing_setting(case.thing)
        for whole in result.effective
        if isinstance(whole.thing, Record)
        for _, value in whole.thing.members
        for case in value.effective
    )
    open_ = unknown(UnknownReason.DYNAMIC)
    members = (
        (key, result),
        ("success", open_ if fails else known(value=True)),
        ("error", open_ if fails else absent()),
    )
    return single(Record(members, rest=False))


def _gathered(evaluator: Evaluator, gather: Gather, given: tuple[Value, ...]) -> Value:
    shapes = [value for place in gather.shapes if (value := _at(evaluator, given, place)) is not None]
    data = next((value for place in gather.data if (value := _at(evaluator, given, place)) is not None), ENVIRONMENT)
    found: dict[str, Value] = {}
    rest = not shapes
    for shape in shapes:
        members, more = evaluator.entries(shape)
        found.update(checked_members(evaluator, members, data))
        rest = rest or more
    return single(Record(tuple(found.items()), rest=rest))


def _at(evaluator: Evaluator, given: tuple[Value, ...], place: tuple[int, str]) -> Value | None:
    position, key = place
    if position >= len(given):
        return None
    value = evaluator.property(given[position], key) if key else given[position]
    return None if all(isinstance(case.thing, Absent) for case in value.cases) else value
