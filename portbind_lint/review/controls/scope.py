"""Which modules can guard a listener: its own, and what it imports, within the repository and without tests."""

from __future__ import annotations

import re
from heapq import heappop, heappush
from itertools import count, islice
from typing import TYPE_CHECKING

from portbind_lint.model.facts import Module, ParameterName
from portbind_lint.model.programs import DECLARATION_ENDINGS
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Expression, Member, Name, Object, Property
from portbind_lint.review.context.paths import is_test, tokens
from portbind_lint.review.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.source import Package, Repository

MOST_MODULES = 60
# Where there are more modules than are read, those come first whose names speak of callers, and those last that hold no
# program by their names: declarations, texts, data.
_OF_CALLERS = regex(
    r"auth\w*|guards?|jwt|tokens?|sessions?|login|permissions?|middlewares?|security|acl|passport|polic(y|ies)"
)
_NO_PROGRAM = regex(
    r"(enum|dto|interface|type|model|exception|constant|locale|migration|seed)s?|entit(y|ies)|i18n", re.IGNORECASE
)
# What a framework reads from its place in the package, without any module that names it.
_READ_BY_PLACE = {"sails": ("config/policies",)}
_MOST_IMPORTERS = 12
_MOST_LEVELS = 4


class Guarding:
    """The modules that guard listeners; those that are made in the same modules share the answer."""

    def __init__(self, repository: Repository, evaluator: Evaluator) -> None:
        self._repository = repository
        self._evaluator = evaluator
        self._known: dict[tuple[Module, ...], tuple[Module, ...]] = {}

    def of(self, site: Site) -> tuple[Module, ...]:
        """The site's module first, then those that made its server or hand it over, then what these import.

        They are `MOST_MODULES` at most. A package of the repository that has programs of its own is left out, and so is
        a module with a listener of its own: what guards those is not on this listener.
        """
        made = tuple(module for module, _ in site.server.calls) if site.server is not None else ()
        names = set(_givers(site) if made else _takers(site))
        calling = _calling(names, site, self._repository, self._evaluator)
        # Who has a listener of its own, and is given another one, may guard the former.
        others = (*made, *(module for module in calling if not (made and _listens(module))))
        starting = tuple({module.path: module for module in (site.module, *others)}.values())
        if starting not in self._known:
            self._known[starting] = tuple(self._around(starting))
        return self._known[starting]

    def _around(self, starting: tuple[Module, ...]) -> list[Module]:
        home = self._repository.package_of(starting[0].path)
        found = list(starting)
        seen = {module.path for module in found}
        waiting: list[tuple[int, int, str]] = []
        turn = count()

        def imports_of(module: Module) -> None:
            for path in (*_imported(module, self._evaluator), *_read_by_place(module, home, self._evaluator)):
                if not (path in seen or is_test(path) or _is_other_program(self._repository.package_of(path), home)):
                    seen.add(path)
                    heappush(waiting, (_rank(path), next(turn), path))

        for module in starting:
            imports_of(module)
        while waiting and len(found) < MOST_MODULES:
            imported = self._evaluator.program.module(heappop(waiting)[-1])
            if imported is not None and not _listens(imported):
                found.append(imported)
                imports_of(imported)
        return found


def _rank(path: str) -> int:
    """Which of the modules that wait is read first: the lowest number."""
    *folders, name = path.split("/")
    words = tokens(name.rpartition(".")[0])
    if any(_NO_PROGRAM.fullmatch(word) for word in (*folders, *words[-1:])):
        return 2
    named = (token for part in (*folders[-2:], name) for token in tokens(part))
    return 0 if any(_OF_CALLERS.fullmatch(token) for token in named) else 1


def _calling(names: set[str], site: Site, repository: Repository, evaluator: Evaluator) -> Iterator[Module]:
    """The modules that call a function around the listener, which is called one of `names`."""
    paths = (path for path in repository.importers(site.module.path) if names and not is_test(path))
    for path in islice(paths, _MOST_IMPORTERS):
        module = evaluator.program.module(path)
        if module is not None and any(module.calls(name) for name in names):
            yield module


def _givers(site: Site) -> Iterator[str]:
    """The name of the function around a listener that gives its caller what listens: the caller may add to it."""
    receiver = _receiver(site)
    function = site.module.enclosing_function(site.node)
    if receiver is None or function is None:
        return
    bound = site.module.binding(receiver)
    for returned in site.module.returns(function):
        if any(isinstance(given, Name) and site.module.binding(given) is bound for given in _parts(returned)):
            yield name_of(site.module, function)


def _parts(returned: Expression) -> Iterator[Expression]:
    """What is returned: the values of an object that is written there, else the expression."""
    if not isinstance(returned, Object):
        yield returned
        return
    yield from (entry.value for entry in returned.entries if isinstance(entry, Property))


def _receiver(site: Site) -> Name | None:
    """What listens, where it has a name: `app` of `app.listen()`."""
    callee = site.listening_call.callee if site.listening_call is not None else None
    receiver = callee.object if isinstance(callee, Member) else None
    return receiver if isinstance(receiver, Name) else None


def _takers(site: Site) -> Iterator[str]:
    """The names of the functions around a listener whose receiver is a parameter."""
    receiver = _receiver(site)
    if receiver is None or not isinstance(site.module.binding(receiver), ParameterName):
        return
    function = site.module.enclosing_function(site.node)
    for _ in range(_MOST_LEVELS):
        if function is None:
            return
        name = name_of(site.module, function)
        if name:
            yield name
        function = site.module.enclosing_function(function)


def _listens(module: Module) -> bool:
    return any(isinstance(call.callee, Member) for call in module.calls("listen"))


def _is_other_program(package: Package | None, home: Package | None) -> bool:
    return package is not None and bool(package.bin) and (home is None or package.folder != home.folder)


def _read_by_place(module: Module, home: Package | None, evaluator: Evaluator) -> tuple[str, ...]:
    """The files of the package that a framework which `module` names reads by itself."""
    places = (place for framework, places in _READ_BY_PLACE.items() if framework in module.sources for place in places)
    return tuple(evaluator.program.files(home.manifest, (f"./{place}" for place in places))) if home is not None else ()


def _imported(module: Module, evaluator: Evaluator) -> tuple[str, ...]:
    """The files of the repository that `module` names as sources; what only declares types guards nothing."""
    paths = evaluator.program.files(module.path, module.sources)
    return tuple(path for path in paths if not path.endswith(DECLARATION_ENDINGS))
