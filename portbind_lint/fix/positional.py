"""A host as an argument of its own: `listen(port, cb)` becomes `listen(port, '127.0.0.1', cb)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portbind_lint.fix.arguments import closing, outer_end
from portbind_lint.fix.candidates import UncertainError
from portbind_lint.fix.types import may_be_text
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Expression, Literal, Name
from portbind_lint.model.value import Absent, FunctionCase, Instance, ObjectCase, Record, Setting, Unknown

if TYPE_CHECKING:
    from portbind_lint.fix.place import Place
    from portbind_lint.model.fix import Edit

_OPTIONS = regex(r"opt|conf|setting|param|arg|addr|listen", re.IGNORECASE)


def argument_edits(place: Place) -> tuple[Edit, ...]:
    """The edits that make the host the argument that it has to be; raises `UncertainError`."""
    index, given = place.position.argument, place.call.arguments
    if place.position.moves:
        return (_in_front(place),)
    if index > len(given):
        raise UncertainError(f"argument {index} is missing too, and what it should be is not known")
    if index and _may_be_options(place, given[0]):
        raise UncertainError("its first argument may be an object of options")
    if place.position.numeric and index and may_be_text(place.module, given[index - 1]):
        raise UncertainError(f"{place.source(given[index - 1])} may be a text, which its types refuse beside a host")
    if index == len(given):
        return (_behind(place, index),)
    here = given[index]
    if _is_nothing(here):
        return (place.text.edit(here.start, here.end, place.host),)
    if not _is_callback(place, here):
        raise UncertainError(f"{place.source(here)} stands in the host's place, and nothing gives it a value")
    return (_behind(place, index),)


def _in_front(place: Place) -> Edit:
    given = place.call.arguments
    if not given:
        raise UncertainError("the call has no arguments")
    place.require_bare(given[0])
    return place.text.edit(given[0].start, given[0].start, f"{place.host}, ")


def _behind(place: Place, index: int) -> Edit:
    """Behind the argument before `index`, in the layout of the arguments."""
    given, data = place.call.arguments, place.text.data
    end = closing(data, place.call)
    if end is None or not index:
        raise UncertainError("the call has no arguments")
    limit = given[index].start if index < len(given) else end
    last = outer_end(data, given[index - 1], limit)
    indent = place.text.indent(given[index - 1].start)
    between = " " if indent is None else f"{place.text.line_end(last)}{indent}"
    return place.text.edit(last, last, f",{between}{place.host}")


def _is_nothing(expression: Expression) -> bool:
    match expression:
        case Name(name="undefined") | Literal(value=None):
            return True
        case _:
            return False


def _is_callback(place: Place, expression: Expression) -> bool:
    """Whether what stands in the host's place is a function; what is unknown there was taken for one."""
    things = [case.thing for case in place.value(expression).cases]
    if any(isinstance(thing, FunctionCase) for thing in things):
        return True
    absent = any(isinstance(thing, (Absent, Setting)) for thing in things)
    return not absent and any(isinstance(thing, Unknown) for thing in things)


def _may_be_options(place: Place, first: Expression) -> bool:
    things = [case.thing for case in place.value(first).cases]
    if any(isinstance(thing, (ObjectCase, Record, Instance)) for thing in things):
        return True
    return any(isinstance(thing, Unknown) for thing in things) and _OPTIONS.search(place.source(first)) is not None
