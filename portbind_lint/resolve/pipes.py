"""Tells a socket path, a pipe or an inherited handle from a port."""

from __future__ import annotations

import re

from portbind_lint.model.library import HostPosition
from portbind_lint.model.regex import regex
from portbind_lint.model.value import Case, External, Known, Setting, Unknown
from portbind_lint.resolve.outcome import is_missing
from portbind_lint.resolve.places import Places

_SOCKET_NAME = regex(r"sock(et)?(_?path|_?file|_?name)?$|pipe(_?path|_?name)?$|unix|listen_?path$", re.IGNORECASE)
_PATH_MAKERS = ("path", "os", "url", "temp", "tempy", "tmp", "fs", "fs/promises")
_HANDLE_MAKERS = ("net", "http", "https", "tls", "http2")


def pipe_of(places: Places, position: HostPosition) -> Case | None:
    """The case that names a pipe in `position`; None where the site takes a port.

    A value that can be either is a port; one that nobody sets by default is what its name says. Under a key the key
    alone decides, but Node lets `port` win over it.
    """
    if not position.key:
        if places.excludes_numbers(position):
            return next((case for case in places.value(position).cases if not _is_number(case)), None)
        if places.is_named_port(position):
            return None
    value = places.value(position)
    cases = [case for case in value.effective if not is_missing(case) and not _is_switch(case)]
    if position.key:
        # A path that is handed over, with no port beside it, is what the listener is made for.
        named = cases or [case for case in value.cases if _is_handed_over(case)]
        return named[0] if named and not _has_port(places, position) else None
    text = places.text(position)
    if not cases and _SOCKET_NAME.search(text):
        return value.cases[0]
    return cases[0] if cases and all(_is_pipe(case, text) for case in cases) else None


def _has_port(places: Places, position: HostPosition) -> bool:
    head, dot, _ = position.key.rpartition(".")
    port = HostPosition(position.argument, f"{head}{dot}port", position.construct)
    return any(not is_missing(case) or isinstance(case.thing, Setting) for case in places.value(port).cases)


def _is_switch(case: Case) -> bool:
    """Whether it only says that there is no path: Node refuses to listen on a boolean."""
    return isinstance(case.thing, Known) and isinstance(case.thing.value, bool)


def _is_handed_over(case: Case) -> bool:
    """Whether it comes from whoever calls the function or starts the program, as an argument without a name."""
    return isinstance(case.thing, Setting) and case.thing.kind in {"argument", "option"}


def _is_number(case: Case) -> bool:
    return isinstance(case.thing, Known) and isinstance(case.thing.value, (int, float))


def _is_pipe(case: Case, text: str) -> bool:
    match case.thing:
        case Known(str(path)):
            return bool(path.strip()) and not path.strip().isdecimal()
        case External(module, path) if module in _HANDLE_MAKERS:
            return bool({"()", "new"} & set(path))
        case External(module):
            return module in _PATH_MAKERS or _SOCKET_NAME.search(text) is not None
        case Unknown():
            return _SOCKET_NAME.search(text) is not None
        case _:
            return False
