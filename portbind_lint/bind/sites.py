"""Where a file starts listeners: its calls meet the catalogue."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Protocol

from portbind_lint.bind.configs import config_sites
from portbind_lint.bind.exported import exported_sites
from portbind_lint.bind.owned import can_listen
from portbind_lint.bind.paths import Match, matches
from portbind_lint.bind.requirements import Arguments, listening_cases, listens, surely_listens
from portbind_lint.bind.servers import externals, is_unidentified
from portbind_lint.bind.subclasses import Candidate, subclass_calls
from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.evaluate.names.naming import last_name, name_given
from portbind_lint.model.facts import Module
from portbind_lint.model.library import Library, path_steps
from portbind_lint.model.present import present
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Call, Expression, Literal, Member, Name, Node, Super, This
from portbind_lint.model.value import External, Value

MOST_SITES = 5_000
"""Listeners of one file that are looked for; whoever writes more wants to keep somebody busy."""

_LONGEST_TEXT = 60
_SUPER = "super"
_INDIRECT = ("call", "apply")
_WRAPPING = ("promisify", "pify", "bind")


class Catalogue(Protocol):
    """What is asked of the catalogue here."""

    def calls_in(self, names: Iterable[str]) -> tuple[str, ...]:
        """The last names of the listening calls that matter where these modules and packages are at hand."""

    def owners(self, word: str) -> tuple[str, ...]:
        """The packages of which one must be named somewhere for a call of `word` to listen; () where none need be."""

    @property
    def generic(self) -> Library:
        """The entry for a server that nothing identifies."""

    def of_module(self, specifier: str) -> tuple[Library, ...]:
        """The libraries that are imported by `specifier`."""

    def of_config(self, path: str) -> tuple[Library, ...]:
        """The libraries that read the file `path` as their configuration."""

    def of_exports(self, names: Iterable[str]) -> tuple[Library, ...]:
        """The libraries that serve an exported object where these modules and packages are at hand."""


def find_sites(module: Module, catalogue: Catalogue, evaluator: Evaluator) -> tuple[Site, ...]:
    """Every listener that `module` starts, in source order, one for each call, exported or configuration object.

    At `MOST_SITES` the search ends.
    """
    found = {site.node.start: site for site in config_sites(module, catalogue.of_config(module.path), evaluator)}
    exporting = catalogue.of_exports(_at_hand(module, evaluator))
    found.update((site.node.start, site) for site in exported_sites(module, exporting, evaluator))
    for candidate in _candidates(module, catalogue, evaluator):
        if len(found) >= MOST_SITES:
            break
        if candidate.call.start not in found:
            match = _match(module, catalogue, evaluator, candidate)
            if match is not None:
                found[candidate.call.start] = _site(module, evaluator, candidate, match)
    return tuple(sorted(found.values(), key=lambda site: site.location))


def _candidates(module: Module, catalogue: Catalogue, evaluator: Evaluator) -> Iterator[Candidate]:
    """The calls that could listen, by name: of a listening word, of a renamed import, indirectly, or by a subclass."""
    words = frozenset(catalogue.calls_in(_at_hand(module, evaluator)))
    here = present(words, module.text(Node(0, sys.maxsize)))
    renamed = _renamed(module, catalogue)
    for word in sorted(here | renamed):
        calls = module.calls(word)
        if calls and (word in renamed or can_listen(word, catalogue, evaluator.program.repository)):
            yield from (Candidate(word, call) for call in calls)
    yield from subclass_calls(module, sorted(here | renamed), evaluator)
    for indirect in _INDIRECT:
        for call in module.calls(indirect):
            inner = call.callee.object if isinstance(call.callee, Member) else None
            if isinstance(inner, (Member, Name)) and last_name(inner) in words:
                yield Candidate(last_name(inner), call)
    yield from _promised(module, words)
    for call in module.calls("require"):
        outer = module.parent(call)
        if isinstance(outer, Call) and outer.callee is call:
            yield Candidate("", outer)


def _promised(module: Module, words: frozenset[str]) -> Iterator[Candidate]:
    """The calls of what `promisify(server.listen)` or `server.listen.bind(server)` makes, at once or by a variable."""
    for wrapping in _WRAPPING:
        for made in module.calls(wrapping):
            word = next((word for word in _wrapped(made) if word in words), None)
            if word is None:
                continue
            outer = _outermost(module, made)
            parent = module.parent(outer)
            if isinstance(parent, Call) and parent.callee is outer:
                yield Candidate(word, parent)
                continue
            name = name_given(module, outer)
            for call in module.calls(name) if name else ():
                yield Candidate(word, call)


def _outermost(module: Module, made: Call) -> Call:
    """The `.bind(...)` behind `made`, if there is one."""
    member = module.parent(made)
    call = module.parent(member) if isinstance(member, Member) and member.property == "bind" else None
    return call if isinstance(call, Call) and call.callee is member else made


def _wrapped(made: Call) -> Iterator[str]:
    """The names of the functions that a call wraps: its receiver, or its first argument."""
    if isinstance(made.callee, Member):
        yield last_name(made.callee.object)
    for argument in made.arguments[:1]:
        yield last_name(argument)
        if isinstance(argument, Call) and isinstance(argument.callee, Member) and argument.callee.property == "bind":
            yield last_name(argument.callee.object)


def _at_hand(module: Module, evaluator: Evaluator) -> Iterator[str]:
    """What the file imports and what its package depends on."""
    yield from module.sources
    package = evaluator.program.repository.package_of(module.path)
    if package is not None:
        yield package.name
        for name, _ in (*package.dependencies, *package.dev_dependencies):
            yield name


def _renamed(module: Module, catalogue: Catalogue) -> set[str]:
    """The local names of imports that are listening functions themselves (`import { serve as start }`)."""
    named = [(item.local, item.source, item.imported) for item in module.imports if item.local]
    return {
        local
        for local, source, imported in (*named, *_required(module))
        for library in catalogue.of_module(source)
        if any(_is_imported(path_steps(listener.call), imported) for listener in library.listeners)
    }


def _required(module: Module) -> Iterator[tuple[str, str, str]]:
    """The variables that hold a whole required module."""
    for call in module.calls("require"):
        match call.arguments:
            case (Literal(value=str(source)),) if name := name_given(module, call):
                yield name, source, "default"
            case _:
                pass


def _is_imported(path: tuple[str, ...], imported: str) -> bool:
    whole = imported in ("default", "*") and path in ((), ("new",))
    return whole or path in ((f".{imported}",), (f".{imported}", "new"))


def _match(module: Module, catalogue: Catalogue, evaluator: Evaluator, candidate: Candidate) -> Match | None:
    word, call, base = candidate.word, candidate.call, candidate.base
    if _is_function_bind(call, word):
        return None
    callee = _callee(module, evaluator, call) if base is None else evaluator.value(module, base)
    is_new = call.is_new or base is not None
    arguments = Arguments(evaluator, module, call)
    identified = False
    for called in externals(evaluator, callee, word):
        for library in catalogue.of_module(called.module):
            for match in matches(library, called, is_new=is_new):
                identified = True
                construct = Arguments(evaluator, *_construct(module, match))
                if listens(match.listener, arguments, construct):
                    return match
                if listening_cases(match.listener, arguments, construct) is not None:
                    return match
    if identified or not is_unidentified(callee) or is_new:
        return None
    return _generic(catalogue.generic, arguments, word)


def _is_function_bind(call: Call, word: str) -> bool:
    """`f.bind(this)`: no socket's."""
    return word == "bind" and bool(call.arguments) and isinstance(call.arguments[0], This)


def _callee(module: Module, evaluator: Evaluator, call: Call) -> Value:
    """What is called; for `f.call(...)` and `f.apply(...)` that is `f`."""
    callee = call.callee
    if isinstance(callee, Member) and callee.property in _INDIRECT and isinstance(callee.object, (Member, Name)):
        return evaluator.value(module, callee.object)
    return evaluator.callee(module, call)


def _generic(library: Library, arguments: Arguments, word: str) -> Match | None:
    """The fallback: an unknown object with a listening method whose arguments look like a server's."""
    for listener in library.listeners:
        if listener.call == f".{word}" and surely_listens(listener, arguments):
            return Match(library, listener, External("", ()))
    return None


def _construct(module: Module, match: Match) -> tuple[Module, Call | None]:
    """The call that made the server, if it is known."""
    return match.server.calls[-1] if match.server.calls else (module, None)


def _site(module: Module, evaluator: Evaluator, candidate: Candidate, match: Match) -> Site:
    call = candidate.call
    construct = Arguments(evaluator, *_construct(module, match))
    word = _SUPER if isinstance(call.callee, Super) else candidate.word
    length = len("new" if call.is_new else word.encode())
    return Site(
        module=module,
        location=module.location(Node(call.name_start, call.name_start + length)),
        node=call,
        library=match.library,
        listener=match.listener,
        config=None,
        call=f"new {_text(call.callee)}" if call.is_new else _text(call.callee),
        server=match.server if match.server.module else None,
        listening=listening_cases(match.listener, Arguments(evaluator, module, call), construct),
    )


def _text(callee: Expression) -> str:
    """A callee for people, on one line: the receiver and the method, long chains cut at their beginning."""
    parts: list[str] = []
    expression: Expression = callee
    while len("".join(parts)) < _LONGEST_TEXT:
        match expression:
            case Member():
                parts.append(f".{expression.property}")
                expression = expression.object
            case Call():
                parts.append("()")
                expression = expression.callee
            case Name():
                return "".join([expression.name, *reversed(parts)])
            case This() | Super():
                return "".join(["this" if isinstance(expression, This) else _SUPER, *reversed(parts)])
            case _:
                break
    return "".join(["…", *reversed(parts)])
