"""Objects that a file exports and the runtime serves: `export default { port: 3000, fetch }` under Bun."""

from __future__ import annotations

from collections.abc import Iterator

from portbind_lint.bind.requirements import Arguments, surely_listens
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Export, Module
from portbind_lint.model.library import EXPORTED, Library, Listener
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Expression, Node
from portbind_lint.model.value import Value

_KEYWORD = len("export")


def exported_sites(module: Module, libraries: tuple[Library, ...], evaluator: Evaluator) -> Iterator[Site]:
    """The listeners that `libraries` make of what `module` exports by default."""
    listeners = [
        (library, listener) for library in libraries for listener in library.listeners if listener.call == EXPORTED
    ]
    if not listeners:
        return
    for export in module.exports:
        if export.name == "default" and export.value is not None:
            for library, listener in listeners:
                yield from _site(module, export, export.value, library, listener, evaluator)


def _site(
    module: Module, export: Export, node: Expression, library: Library, listener: Listener, evaluator: Evaluator
) -> Iterator[Site]:
    value = evaluator.value(module, node)
    served = [
        case
        for case in value.cases
        if surely_listens(listener, Arguments(evaluator, module, None, first=Value((case,))))
    ]
    if served:
        location = module.location(Node(export.start, export.start + _KEYWORD))
        yield Site(module, location, node, library, listener, None, EXPORTED, None, listening=Value(tuple(served)))
