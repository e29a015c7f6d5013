"""A host as a key of an options object: `listen({ port })` becomes `listen({ port, host: '127.0.0.1' })`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.fix.arguments import closing, outer_end
from portbind_lint.fix.candidates import UncertainError
from portbind_lint.fix.objects import entry_of, with_key
from portbind_lint.model.facts import Variable
from portbind_lint.model.syntax import Expression, Literal, Name, Object
from portbind_lint.model.value import FunctionCase

if TYPE_CHECKING:
    from portbind_lint.fix.place import Place
    from portbind_lint.model.fix import Edit


def key_edits(place: Place) -> tuple[Edit, ...]:
    """The edits that put the host under its key; raises `UncertainError`."""
    index, given = place.position.argument, place.call.arguments
    *outer, key = place.position.key.split(".")
    if index < len(given):
        written = _object(place, given[index])
        if written is not None:
            return _in_object(place, written, outer, key)
        return _without_object(place, given[index], key)
    if outer or index != len(given):
        raise UncertainError("it gets no options object to write the host in")
    return (_new_object(place, key),)


def _object(place: Place, argument: Expression) -> Object | None:
    """The object literal that an argument is: in its place, or of a constant that nothing else uses."""
    match argument:
        case Object():
            return argument
        case Name():
            binding = place.module.binding(argument)
            if not isinstance(binding, Variable) or not isinstance(binding.value, Object) or binding.path:
                return None
            if len(place.module.uses(binding)) > 1:
                raise UncertainError(f"{argument.name} is used elsewhere too")
            return binding.value
        case _:
            return None


def _in_object(place: Place, written: Object, outer: list[str], key: str) -> tuple[Edit, ...]:
    for name in outer:
        entry = entry_of(written, name)
        if entry is None or not isinstance(entry.value, Object):
            raise UncertainError(f"its options hold no object {name!r} to write the host in")
        written = entry.value
    if entry_of(written, key):
        raise UncertainError(f"its option {key!r} is there, and nothing gives it a value")
    return with_key(place.text, written, key, place.host)


def _without_object(place: Place, argument: Expression, key: str) -> tuple[Edit, ...]:
    """The argument is a port alone, or what stands behind the options."""
    value = place.value(argument)
    if place.position.moves and any(isinstance(case.thing, FunctionCase) for case in value.cases):
        place.require_bare(argument)
        return (place.text.edit(argument.start, argument.start, f"{{ {key}: {place.host} }}, "),)
    if place.position.port and isinstance(argument, Literal) and isinstance(argument.value, (int, float)):
        place.require_bare(argument)
        return (
            place.text.edit(argument.start, argument.start, f"{{ {place.position.port}: "),
            place.text.edit(argument.end, argument.end, f", {key}: {place.host} }}"),
        )
    raise UncertainError(f"{place.source(argument)} is no object literal to write the host in")


def _new_object(place: Place, key: str) -> Edit:
    """An options object as the last argument, where the library takes options nowhere else."""
    data, given = place.text.data, place.call.arguments
    end = closing(data, place.call)
    if end is None or not place.is_only_object:
        raise UncertainError("it gets no options object to write the host in")
    written = f"{{ {key}: {place.host} }}"
    if not given:
        return place.text.edit(end, end, written)
    last = outer_end(data, given[-1], end)
    return place.text.edit(last, last, f", {written}")
