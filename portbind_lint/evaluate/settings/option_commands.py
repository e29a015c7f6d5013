"""Which command of a parser an object is, and the calls that are made on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.settings.option_declarations import declares, word_of
from portbind_lint.evaluate.settings.option_tables import NAMED
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call, Member
from portbind_lint.model.value import External, Known, Setting, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portbind_lint.evaluate.evaluator import Evaluator

_MAKES_COMMAND = frozenset({".command", ".createCommand"})


def own_calls(thing: External) -> Iterator[tuple[Module, Call]]:
    """The declaring calls in the chain that made `thing`, those of its own command."""
    if thing.module in NAMED:
        for place, (module, node) in enumerate(thing.calls):
            if declares(node) and (word_of(node) != "command" or place == len(thing.calls) - 1):
                yield module, node
        return
    _, start = owner_of(thing)
    yield from ((module, node) for module, node in thing.calls[start:] if declares(node) and word_of(node) != "command")


def owner_of(thing: External) -> tuple[Call | None, int]:
    """The call that made the command, and how many calls were made up to it."""
    owner, count, made = None, 0, 0
    for place, step in enumerate(thing.path):
        if step not in {"()", "new"} or made >= len(thing.calls):
            continue
        made += 1
        if step == "new" or place == 0 or thing.path[place - 1] in _MAKES_COMMAND:
            owner, count = thing.calls[made - 1][1], made
    return owner, count


def parent_of(thing: External) -> External:
    """The program that a command was made by; itself where that is not seen."""
    made = 0
    parent = thing
    for place, step in enumerate(thing.path):
        if step == "()" and place and thing.path[place - 1] in _MAKES_COMMAND:
            parent = External(thing.module, thing.path[: place - 1], thing.calls[:made])
        made += step in {"()", "new"}
    return parent


def statements_on(
    evaluator: Evaluator, thing: External, words: tuple[str, ...], *, only_own: bool = True
) -> Iterator[tuple[Module, Call]]:
    """The calls of `words` on the same parser, or only on the same command, in the modules that it is made in."""
    modules = {id(module): module for module, _ in thing.calls}
    for module in modules.values() or evaluator.program.modules:
        for word in words:
            for node in module.calls(word):
                if not isinstance(node.callee, Member):
                    continue
                receiver = evaluator.value(module, node.callee.object)
                if any(_is_on(case.thing, thing, only_own=only_own) for case in receiver.cases):
                    yield module, node


def _is_on(receiver: Thing, parser: External, *, only_own: bool) -> bool:
    """Whether `receiver` is that parser, as far as can be seen, or its same command."""
    if not isinstance(receiver, External):
        return not only_own and not isinstance(receiver, (Known, Setting))
    if receiver.module != parser.module:
        return False
    if not only_own:
        return True
    if parser.module in NAMED:
        return _scope(receiver) in {None, _scope(parser)}
    return owner_of(receiver)[0] is owner_of(parser)[0]


def _scope(thing: External) -> Call | None:
    """The call that declares the command whose builder or handler `thing` was given to."""
    made = 0
    for place, step in enumerate(thing.path):
        made += step in {"()", "new"}
        if thing.path[place : place + 3] == (".command", "()", ".argv") and made < len(thing.calls):
            return thing.calls[made][1]
    return None
