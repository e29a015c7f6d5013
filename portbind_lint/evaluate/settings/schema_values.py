"""What a schema makes of data of which nobody has set anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.evaluate.cases import absent, each, gather, join, settable, single, under, unknown
from portbind_lint.evaluate.frames import Reader
from portbind_lint.evaluate.functions.arguments import Arguments
from portbind_lint.evaluate.settings.schema_words import LIBRARIES, Meaning, Words
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call
from portbind_lint.model.value import (
    Absent,
    Case,
    External,
    FunctionCase,
    Known,
    ObjectCase,
    Record,
    Setting,
    Thing,
    Unknown,
    UnknownReason,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

_DEEPEST = 40
_MISSING = Unknown(UnknownReason.REQUIRED_SETTING)
_EMPTY = single(Record((), rest=False))
_OBJECTS = frozenset({Meaning.OBJECT, Meaning.EXTENDS, Meaning.PARTIAL})


@dataclass(frozen=True, slots=True)
class _Step:
    """The last call of a schema: its word's meaning, its arguments, and the schema that it was called on."""

    evaluator: Evaluator
    words: Words
    meaning: Meaning | None
    module: Module
    call: Call
    inner: External | None
    depth: int

    def argument(self, position: int) -> Value | None:
        """The value of an argument, None where it is not given."""
        if position >= len(self.call.arguments):
            return None
        return self.evaluator.value(self.module, self.call.arguments[position])

    def before(self, data: Value) -> Value:
        """What the schema before this call makes of `data`."""
        return data if self.inner is None else _by(self.evaluator, self.inner, data, self.depth + 1)

    def by_argument(self, position: int, data: Value) -> Value:
        """What the schema in an argument makes of `data`."""
        schema = self.argument(position)
        if schema is None:
            return data
        return _by_any(self.evaluator, schema, data, self.depth + 1)


def applied(evaluator: Evaluator, schema: Value, data: Value) -> Value:
    """What `schema` makes of `data`."""
    return _by_any(evaluator, schema, data, 0)


def members_of(evaluator: Evaluator, schema: Thing) -> dict[str, Value] | None:
    """The schemas of the members of an object schema; None where `schema` is none."""
    step = _last_step(evaluator, schema, 0)
    return None if step is None else _shape(step)


def is_missing_setting(thing: Thing) -> bool:
    """Whether the program refuses to start because something is not set."""
    return thing == _MISSING


def checked_members(
    evaluator: Evaluator, members: tuple[tuple[str, Value], ...], data: Value, depth: int = 0
) -> dict[str, Value]:
    """The members of `data` as their schemas, by name, make them."""
    return {name: _by_any(evaluator, schema, _held(evaluator, data, name), depth + 1) for name, schema in members}


def _by_any(evaluator: Evaluator, schema: Value, data: Value, depth: int) -> Value:
    return each(schema, lambda thing: _by(evaluator, thing, data, depth))


def _held(evaluator: Evaluator, data: Value, name: str) -> Value:
    """The member of the data; what is not seen of data from elsewhere may be set by somebody."""

    def member(thing: Thing) -> Value:
        value = evaluator.property(single(thing), name)
        foreign = isinstance(thing, (External, Unknown)) and any(
            isinstance(case.thing, (External, Unknown)) for case in value.cases
        )
        return settable("option", name, absent()) if foreign else value

    return each(data, member)


def _by(evaluator: Evaluator, schema: Thing, data: Value, depth: int) -> Value:
    if depth > _DEEPEST:
        return unknown(UnknownReason.LIMIT)
    step = _last_step(evaluator, schema, depth)
    if step is not None:
        return _SEEN_AS[step.meaning](step, data) if step.meaning in _SEEN_AS else _of_type(step, data)
    if isinstance(schema, (ObjectCase, Record)):
        return _declared(evaluator, schema, data, depth)
    return each(data, lambda thing: unknown(UnknownReason.DYNAMIC) if isinstance(thing, Absent) else single(thing))


def _last_step(evaluator: Evaluator, schema: Thing, depth: int) -> _Step | None:
    if not isinstance(schema, External) or len(schema.path) < 2 or not schema.calls:  # noqa: PLR2004 - word and call
        return None
    words = LIBRARIES.get(schema.module)
    if words is None or schema.path[-1] != "()":
        return None
    inner = External(schema.module, schema.path[:-2], schema.calls[:-1]) if "()" in schema.path[:-2] else None
    meaning = words.meanings.get(schema.path[-2].removeprefix("."))
    if meaning is None and inner is not None:
        meaning = Meaning.PASSES
    return _Step(evaluator, words, meaning, *schema.calls[-1], inner, depth)


def _declared(evaluator: Evaluator, schema: Thing, data: Value, depth: int) -> Value:
    """`{ schema: z.string(), defaults: { _: 'x' } }`: a schema with its default beside it."""
    inner = evaluator.property(single(schema), "schema")
    default = evaluator.property(evaluator.property(single(schema), "defaults"), "_")
    result = _by_any(evaluator, inner, data, depth + 1)
    return _instead(result, is_missing_setting, default)


def _instead(value: Value, replaced: Callable[[Thing], bool], default: Value) -> Value:
    """`value` with the cases that are `replaced` by `default`."""
    cases: list[Case] = []
    for case in value.cases:
        cases.extend(under(default, case.set_by, case.condition).cases if replaced(case.thing) else (case,))
    return gather(cases)


def _is_absent(thing: Thing) -> bool:
    return isinstance(thing, Absent)


def _is_unset(thing: Thing) -> bool:
    return isinstance(thing, Absent) or thing == Known(None)


def _made(step: _Step, position: int) -> Value:
    """A default: a value or a function that makes one; an empty object where none is given."""
    value = step.argument(position)
    if value is None:
        return _EMPTY
    return each(
        value, lambda thing: step.evaluator.returned(thing) if isinstance(thing, FunctionCase) else single(thing)
    )


def _changed(step: _Step, position: int, data: Value) -> Value:
    """What the function in an argument makes of `data`; what fails before does not reach it."""
    function = step.argument(position)
    functions = [c.thing for c in function.cases if isinstance(c.thing, FunctionCase)] if function else []

    def change(thing: Thing) -> Value:
        if isinstance(thing, Unknown):
            return single(thing)
        if not functions:
            return unknown(UnknownReason.DYNAMIC)
        return join(
            step.evaluator.returned(f, Arguments((single(thing),)), Reader(step.module, step.call)) for f in functions
        )

    return each(data, change)


def _default(step: _Step, data: Value) -> Value:
    return step.before(_instead(data, _is_absent, _made(step, 0)))


def _optional(step: _Step, data: Value) -> Value:
    return each(data, lambda thing: single(thing) if _is_absent(thing) else step.before(single(thing)))


def _wraps(step: _Step, data: Value) -> Value:
    default = _made(step, 1) if len(step.call.arguments) > 1 else absent()

    def member(thing: Thing) -> Value:
        if not _is_absent(thing):
            return step.by_argument(0, single(thing))
        return each(default, lambda made: single(made) if _is_absent(made) else step.by_argument(0, single(made)))

    return each(data, member)


def _wraps_setting(step: _Step, data: Value) -> Value:
    return _instead(step.by_argument(0, data), is_missing_setting, absent())


def _required(step: _Step, data: Value) -> Value:
    return _instead(step.before(data), _is_unset, single(_MISSING))


def _sequence(step: _Step, data: Value) -> Value:
    for position in range(min(len(step.call.arguments), _DEEPEST)):
        data = step.by_argument(position, data)
    return data


def _of_type(step: _Step, data: Value) -> Value:
    """A base type: what is missing is an error, unless the library lets it be or the type has a default."""
    missing = _defaulted_type(step) if step.words.option else absent() if step.words.lenient else single(_MISSING)
    return _instead(data, _is_absent, missing)


def _defaulted_type(step: _Step) -> Value:
    """`str({ default: 'x', devDefault: 'y' })`: the second counts in development, which somebody must say."""
    options = step.argument(max(len(step.call.arguments) - 1, 0))
    if options is None:
        return single(_MISSING)
    keys, _ = step.evaluator.keys(options)
    words = step.words
    found = [step.evaluator.property(options, words.option) if words.option in keys else single(_MISSING)]
    if words.option_in_development in keys:
        way = (Setting("env", "NODE_ENV"),)
        found.append(under(step.evaluator.property(options, words.option_in_development), way))
    return join(found)


def _object(step: _Step, data: Value) -> Value:
    shape = _shape(step)
    if shape is None:
        return data
    whole = _instead(data, _is_absent, _EMPTY)
    members = checked_members(step.evaluator, tuple(shape.items()), whole, step.depth)
    if step.meaning is Meaning.PARTIAL:
        members = {name: _instead(value, is_missing_setting, absent()) for name, value in members.items()}
    return single(Record(tuple(members.items()), rest=True), step.module.location(step.call))


def _shape(step: _Step) -> dict[str, Value] | None:
    """The members that an object schema checks, with their schemas; None for another schema."""
    if step.depth > _DEEPEST:
        return None
    before = None if step.inner is None else _last_step(step.evaluator, step.inner, step.depth + 1)
    found = (_shape(before) if before is not None else None) or {}
    if step.meaning not in _OBJECTS:
        return found or None
    for position in range(min(len(step.call.arguments), 1)):
        argument = step.argument(position)
        for case in () if argument is None else argument.cases:
            other = _last_step(step.evaluator, case.thing, step.depth + 1)
            if other is not None:
                found = {**found, **(_shape(other) or {})}
            else:
                found = {**found, **dict(step.evaluator.entries(single(case.thing))[0])}
    return found


_SEEN_AS: dict[Meaning | None, Callable[[_Step, Value], Value]] = {
    Meaning.PASSES: lambda step, data: step.before(data),
    Meaning.DEFAULT: _default,
    Meaning.CATCHES: lambda step, data: _instead(step.before(data), is_missing_setting, _made(step, 0)),
    Meaning.OPTIONAL: _optional,
    Meaning.WRAPS: _wraps,
    Meaning.WRAPS_SETTING: _wraps_setting,
    Meaning.WRAPS_FALLBACK: lambda step, data: _instead(step.by_argument(0, data), is_missing_setting, _made(step, 1)),
    Meaning.REQUIRED: _required,
    Meaning.CHANGES: lambda step, data: _changed(step, 0, step.before(data)),
    Meaning.CHAINS: lambda step, data: step.by_argument(0, step.before(data)),
    Meaning.PREPARES: lambda step, data: step.by_argument(1, _changed(step, 0, data)),
    Meaning.SEQUENCE: _sequence,
    Meaning.OBJECT: _object,
    Meaning.EXTENDS: _object,
    Meaning.PARTIAL: _object,
}
