"""Which of several servers in one module a control is registered on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.model.syntax import Call, Member, Name, Node
from portbind_lint.model.value import External

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import Site
    from portbind_lint.review.controls.found import Found

_REGISTERS = frozenset(
    (
        "use",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "all",
        "route",
        "register",
        "addHook",
        "onRequest",
        "ext",
        "on",
        "pre",
    )
)
_MOST_LEVELS = 16


class Owners:
    """The servers of one site: the one that listens, and the application that it was made with."""

    def __init__(self, site: Site, evaluator: Evaluator) -> None:
        self._module = site.module
        self._evaluator = evaluator
        self._own = tuple(_servers(site, evaluator))

    def of_another(self, found: Found) -> bool:
        """Whether the control is registered on another server of the same kind in the site's module."""
        if found.module is not self._module or not self._own:
            return False
        owner = self._registered_on(found.node)
        if owner is None or not owner.calls:
            return False
        alike = [own for own in self._own if (own.module, own.path) == (owner.module, owner.path)]
        return bool(alike) and all(_origin(own) is not _origin(owner) for own in alike)

    def _registered_on(self, node: Node) -> External | None:
        """What `x` is in the nearest `x.use(...)`, `x.get(...)` and the like around `node`."""
        current: Node | None = node
        for _ in range(_MOST_LEVELS):
            if current is None:
                return None
            callee = current.callee if isinstance(current, Call) else None
            if isinstance(callee, Member) and callee.property in _REGISTERS and isinstance(callee.object, Name):
                return _external(self._module, callee.object, self._evaluator)
            current = self._module.parent(current)
        return None


def _servers(site: Site, evaluator: Evaluator) -> Iterator[External]:
    if site.server is None:
        return
    yield site.server
    for module, call in site.server.calls:
        for argument in call.arguments:
            if module is site.module and isinstance(argument, Name):
                made = _external(module, argument, evaluator)
                if made is not None and made.calls:
                    yield made


def _external(module: Module, name: Name, evaluator: Evaluator) -> External | None:
    things = (case.thing for case in evaluator.value(module, name).cases)
    return next((thing for thing in things if isinstance(thing, External)), None)


def _origin(server: External) -> Call | None:
    return server.calls[0][1] if server.calls else None
