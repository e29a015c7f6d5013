"""What else reads a value that is written once: an edit of it would reach further than the listener."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Union

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.facts import Module
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Address
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Binary, Call, Index, Member, Name, Node, Template

_LAST_NAME = regex(r"([A-Za-z_$][\w$]*)\W*$")
_REPORTING = regex(r"\b(?:console|log|logger|logging|debug|info|warn|error|print|write|Error|chalk)\b", re.IGNORECASE)
_MOST_REFERENCES = 400
_MOST_IMPORTERS = 20
_HIGHEST = 12

Lines = frozenset[tuple[str, int]]
_Reading = tuple[Location, Module, Union[Name, Member, Index]]


class Uses:
    """Tells what reads a value besides listeners; places that read the same names are gone through once.

    `own` are the lines that the trails of the listeners to be fixed pass, `listening` gives those of the listeners in a
    script: what happens to listeners is seen by looking at them.
    """

    def __init__(self, evaluator: Evaluator, own: Lines, listening: Callable[[str], Lines]) -> None:
        self._evaluator = evaluator
        self._own = own
        self._listening = listening
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[_Reading, ...]] = {}

    def other(self, address: Address) -> Location | None:
        """Where the written value of `address` is read for something else than to listen or to be shown to people.

        A value that too many places could read counts as used by the first place that was not looked at.
        """
        origin = address.trail[-1]
        names = tuple(sorted({found[1] for step in address.trail[:-1] if (found := _LAST_NAME.search(_marked(step)))}))
        paths = tuple(sorted({step.path for step in address.trail}))
        if (names, paths) not in self._known:
            self._known[names, paths] = tuple(self._readings(names, paths))
        others = (reading for reading in self._known[names, paths] if reading[0] != origin)
        for looked_at, (here, module, node) in enumerate(others):
            if looked_at == _MOST_REFERENCES:
                return here
            if not _comes_from(origin, module, node, self._evaluator) or _is_shown(module, node):
                continue
            if (here.path, here.line) not in self._listening(here.path):
                return here
        return None

    def _readings(self, names: tuple[str, ...], paths: tuple[str, ...]) -> Iterator[_Reading]:
        """The places that read one of `names` in the files at `paths` and their importers, but for own lines."""
        program = self._evaluator.program
        modules = {path: module for path in paths if (module := program.module(path)) is not None}
        for path in paths:
            modules.update({module.path: module for module in program.search.importers(path, names, _MOST_IMPORTERS)})
        for _, module in sorted(modules.items()):
            for name in names:
                for reference in module.references(name):
                    node = reference.node
                    if reference.role not in ("read", "member") or not isinstance(node, (Name, Member, Index)):
                        continue
                    here = module.location(node)
                    if (here.path, here.line) not in self._own:
                        yield here, module, node


def _marked(step: Location) -> str:
    """The text that a step marks; the model counts columns in UTF-16 code units."""
    units = step.text.encode("utf-16-le", "surrogatepass")
    return units[2 * (step.column - 1) : 2 * (step.end_column - 1)].decode("utf-16-le", "replace")


def _comes_from(origin: Location, module: Module, node: Name | Member | Index, evaluator: Evaluator) -> bool:
    return any(case.trail[-1:] == (origin,) for case in evaluator.value(module, node).cases)


def _is_shown(module: Module, node: Node) -> bool:
    """Whether a value becomes part of a text, or is handed to something that shows it."""
    parent = module.parent(node)
    for _ in range(_HIGHEST):
        match parent:
            case None:
                return False
            case Template() | Binary(operator="+"):
                return True
            case Call() if _REPORTING.search(module.text(parent.callee)):
                return True
            case Node():
                parent = module.parent(parent)
    return False
