"""Objects that a file exports and the runtime serves: `export default { port: 3000, fetch }` under Bun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portbind_lint.bind.requirements import Arguments, surely_listens
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.library import EXPORTED, Library, Listener
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Node
from portbind_lint.model.value import Case, External, Record, Value

_KEYWORD = len("export")
# A file that starts its server by a call does not export it to be started once more.
_STARTS = ("serve", "listen")


def exported_sites(module: Module, libraries: tuple[Library, ...], evaluator: Evaluator) -> Iterator[Site]:
    """The listeners that `libraries` make of what `module` exports by default."""
    known = [
        (library, listener) for library in libraries for listener in library.listeners if listener.call == EXPORTED
    ]
    known = [] if any(module.calls(name) for name in _STARTS) else known
    exports = [export for export in module.exports if export.name == "default"] if known else []
    for export in exports:
        if export.value is None:
            continue
        location = module.location(Node(export.start, export.start + _KEYWORD))
        value = evaluator.value(module, export.value)
        for library, listener in known:
            served = _served(listener, Arguments(evaluator, module, None), value)
            if served:
                yield Site(module, location, export.value, library, listener, None, EXPORTED, None, Value(served))


def _served(listener: Listener, arguments: Arguments, value: Value) -> tuple[Case, ...]:
    """The cases of an exported value that are served; an application of a framework gives the runtime no address."""
    served = (case for case in value.cases if surely_listens(listener, replace(arguments, first=Value((case,)))))
    return tuple(
        replace(case, thing=Record((), rest=False)) if isinstance(case.thing, External) else case for case in served
    )
