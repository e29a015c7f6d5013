"""Which of a library's defaults holds for a call: by version and by the form of its arguments."""

from __future__ import annotations

from dataclasses import replace

from portbind_lint.model.library import Default, DefaultClass, HostPosition
from portbind_lint.model.value import FunctionCase, Instance, ObjectCase, Record, Value
from portbind_lint.resolve.outcome import Outcome, of_default
from portbind_lint.resolve.places import Places
from portbind_lint.resolve.version import overlaps


def form_of(places: Places, values: list[tuple[HostPosition, Value]]) -> str:
    """How a call is written: with a `callback` in the host's place, with an `object`, or `positional`."""
    for position, value in values:
        if not position.key and (_is_function(value) or places.holds_callback(position)):
            return "callback"
    if places.is_named_port(HostPosition(0)):
        return "positional"
    first = places.value(HostPosition(0))
    is_object = any(isinstance(case.thing, (ObjectCase, Record, Instance)) for case in first.cases)
    return "object" if is_object else "positional"


def _is_function(value: Value) -> bool:
    return any(isinstance(case.thing, FunctionCase) for case in value.cases)


def default_of(defaults: tuple[Default, ...], requested: str | None, form: str) -> Outcome:
    """The default for the version that the manifest asks for.

    Where a range allows several the exposed one counts; where nothing is known the newest, which entries list first.
    """
    fitting = [default for default in defaults if _fits(default, form)]
    by_version: dict[str, Default] = {}
    for default in fitting or list(defaults):
        by_version.setdefault(default.versions, default)
    known = [d for d in by_version.values() if requested is not None and overlaps(requested, d.versions)]
    exposed = [default for default in known if default.binds is DefaultClass.WILDCARD]
    chosen = (exposed or known or list(by_version.values()))[0]
    return replace(of_default(chosen), versions=chosen.versions if 0 < len(exposed) < len(known) else "")


def _fits(default: Default, form: str) -> bool:
    """A call with a callback in the host's place is positional too."""
    return default.form in ("", form) or (default.form == "positional" and form == "callback")
