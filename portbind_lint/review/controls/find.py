"""The controls of a site, from everything that recognises them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import AuthMode, Control, ControlKind
from portbind_lint.model.facts import Module
from portbind_lint.model.site import Site
from portbind_lint.model.source import Repository
from portbind_lint.model.syntax import Call, Name, Node
from portbind_lint.model.value import FunctionCase
from portbind_lint.review.controls.alone import answers_alone
from portbind_lint.review.controls.endpoints import beside_endpoints
from portbind_lint.review.controls.flags import find_flags
from portbind_lint.review.controls.found import Found
from portbind_lint.review.controls.guards import find_guards
from portbind_lint.review.controls.known import load_known
from portbind_lint.review.controls.modes import Modes
from portbind_lint.review.controls.owners import Owners
from portbind_lint.review.controls.policies import find_policies
from portbind_lint.review.controls.presented import only_if_presented
from portbind_lint.review.controls.refusals import Refusals, verifies
from portbind_lint.review.controls.requests import find_reads
from portbind_lint.review.controls.routes import left_to_a_switch, mostly_open
from portbind_lint.review.controls.scope import Guarding
from portbind_lint.review.controls.transport import find_transport
from portbind_lint.review.controls.unused import Unused
from portbind_lint.review.controls.uses import find_uses

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator

MOST_OF_A_KIND = 3
MOST_IN_A_MODULE = 60


class Finder:
    """Finds the controls of the listeners of one unit; what the same modules hold is searched once for all of them."""

    def __init__(self, repository: Repository, evaluator: Evaluator, guarding: Guarding) -> None:
        self._repository = repository
        self._evaluator = evaluator
        self._guarding = guarding
        self._written: dict[tuple[Module, ...], tuple[Found, ...]] = {}

    def of(self, site: Site) -> tuple[Control, ...]:
        """At most `MOST_OF_A_KIND` of a kind on the listener at `site`, those that are always on first."""
        modules = self._guarding.of(site)
        modes = Modes(site, modules, self._repository, self._evaluator)
        owners = Owners(site, self._evaluator)
        alone = answers_alone(site)
        written = self._written_in(modules if alone is None else (site.module,))
        everything = (*find_transport(site, self._evaluator), *_within(alone, written))
        every = [found for found in everything if not owners.of_another(found)]
        guards = [found for found in every if found.kind is ControlKind.AUTH]
        # Whoever asks for credentials on a few routes only has not guarded the listener.
        left_open = mostly_open(guards, modules)
        beside = beside_endpoints(guards, modules)
        unused = Unused(site, modules, self._repository)
        refusals = Refusals(modules)
        idle = {
            id(found)
            for found in guards
            if left_open or id(found) in beside or unused.is_unused(found) or only_if_presented(found, refusals)
        }
        mode = {id(found): AuthMode.NONE if id(found) in idle else modes.mode(found) for found in every}
        always = [guard for guard in guards if mode[id(guard)] is AuthMode.REQUIRED]
        switched = [guard for guard in guards if mode[id(guard)] is AuthMode.OPTIONAL]
        if left_to_a_switch(always, switched, modules):
            mode |= {id(guard): AuthMode.OPTIONAL for guard in always}
        controls = [Control(found.kind, found.module.location(found.node), mode[id(found)]) for found in every]
        return tuple(_shown(controls))

    def _written_in(self, modules: tuple[Module, ...]) -> tuple[Found, ...]:
        if modules not in self._written:
            self._written[modules] = tuple(_found(modules, self._evaluator))
        return self._written[modules]


def _within(alone: tuple[Node, ...] | None, written: Sequence[Found]) -> Iterator[Found]:
    """What stands in the handlers of a server that answers by itself; everything for any other server."""
    for found in written:
        if alone is None or any(each.start <= found.node.start and found.node.end <= each.end for each in alone):
            yield found


def auth_mode(controls: Sequence[Control]) -> AuthMode:
    """Whether callers must authenticate: REQUIRED if one control always asks, OPTIONAL if one can be switched on."""
    modes = {control.mode for control in controls if control.kind is ControlKind.AUTH}
    if AuthMode.REQUIRED in modes:
        return AuthMode.REQUIRED
    return AuthMode.OPTIONAL if AuthMode.OPTIONAL in modes else AuthMode.NONE


def _found(modules: tuple[Module, ...], evaluator: Evaluator) -> Iterator[Found]:
    known = load_known()
    refusals = Refusals(modules)
    understood: set[int] = set()
    for module in modules:
        for found in (
            *islice(find_reads(module, known, refusals), MOST_IN_A_MODULE),
            *islice(find_uses(module, known, refusals), MOST_IN_A_MODULE),
            *islice(find_flags(module, refusals), MOST_IN_A_MODULE),
            *find_policies(module),
        ):
            if _only_takes(found, evaluator):
                continue
            if found.kind is ControlKind.AUTH:
                understood.add(id(found.reader))
            yield found
    for module in modules:
        # A check whose reads are understood speaks for itself: they tell whether it is on.
        guards = islice(find_guards(module, refusals, evaluator), MOST_IN_A_MODULE)
        yield from (guard for guard in guards if id(guard.reader) not in understood)


def _only_takes(found: Found, evaluator: Evaluator) -> bool:
    """Whether a function of the repository takes a credential out of a request that nobody checks: it goes upstream."""
    node = found.node
    if found.kind is not ControlKind.AUTH or found.reader is None or not isinstance(node, Call):
        return False
    if not isinstance(node.callee, Name) or verifies(found.module, found.reader, node.callee.name):
        return False
    things = [case.thing for case in evaluator.value(found.module, node.callee).cases]
    functions = [thing for thing in things if isinstance(thing, FunctionCase)]
    return bool(functions) and not any(verifies(each.module, each.node, node.callee.name) for each in functions)


def _shown(controls: Sequence[Control]) -> Iterator[Control]:
    """The first few of each kind, in the order of the kinds; one for each line."""
    for kind in ControlKind:
        lines: set[tuple[str, int]] = set()
        for control in sorted((c for c in controls if c.kind is kind), key=_always_on_first):
            place = (control.location.path, control.location.line)
            if place not in lines and len(lines) < MOST_OF_A_KIND:
                lines.add(place)
                yield control


def _always_on_first(control: Control) -> int:
    return (AuthMode.REQUIRED, AuthMode.OPTIONAL, AuthMode.NONE).index(control.mode)
