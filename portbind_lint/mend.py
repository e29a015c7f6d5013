"""The fixes of findings: proposed, tried in memory, and kept only where the listener is local afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from portbind_lint.fix.apply import collide, digest
from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.neighbours import Neighbours
from portbind_lint.fix.propose import candidates, is_wanted
from portbind_lint.fix.text import Text
from portbind_lint.fix.uses import Uses
from portbind_lint.model.errors import UserError
from portbind_lint.model.fix import Edit, Fix, Mending, NotFixed
from portbind_lint.model.report import ReportedSite
from portbind_lint.model.source import Location
from portbind_lint.model.verdict import ReviewedSite
from portbind_lint.triage.scope import Scope
from portbind_lint.trial import Outcome, Surroundings, Trials

_Result = TypeVar("_Result")

# Each trial parses the edited files again: all findings are tried at once first, and few of them one by one.
_MOST_TOGETHER = 60
_MOST_ALONE = 50
_MOST_CANDIDATES = 3
_MOST_TARGETS = 1_000
"""Findings of one unit; nobody mends so many that stand together, and to try takes as long as to find them."""
_MOST_LOOKS = 4_000
"""Listeners that are looked at in all trials but the first one, each as often as it is looked at."""
_MANY = NotFixed("too many findings depend on each other to try each by itself")


def mended(
    sites: Iterable[tuple[ReportedSite, ReviewedSite]], around: Surroundings, scope: Scope
) -> tuple[ReportedSite, ...]:
    """The sites, each exposed finding in `scope` with its fix or with the reason why it has none.

    No file outside of `scope` is edited.
    """
    listed = tuple(sites)
    targets = {n: reviewed for n, (site, reviewed) in enumerate(listed) if _is_target(site) and scope.concerns(site)}
    if not targets:
        return tuple(site for site, _ in listed)
    mendings = _Mender(tuple(reviewed for _, reviewed in listed), targets, around, scope).mend()
    return tuple(replace(site, mending=mendings.get(number)) for number, (site, _) in enumerate(listed))


def _is_target(site: ReportedSite) -> bool:
    return site.rule is not None and site.suppressed is None and site.address.cls.exposed


class _Mender:
    """Looks for the fixes of one analysis."""

    def __init__(
        self,
        reviewed: tuple[ReviewedSite, ...],
        targets: Mapping[int, ReviewedSite],
        around: Surroundings,
        scope: Scope,
    ) -> None:
        self._targets = targets
        self._around = around
        self._scope = scope
        self._neighbours = Neighbours(reviewed, around.listeners)
        self._uses = Uses(around.evaluator, self._neighbours.own, self._neighbours.listening)
        self._reviewed = reviewed
        self._trials_left = _MOST_TOGETHER
        self._looks_left = _MOST_LOOKS
        self._is_tried = False
        self._digests: dict[str, str] = {}
        self._last: Text | None = None

    def mend(self) -> dict[int, Mending]:
        """A fix, or the reason for none, for each of the targets."""
        if len(self._targets) > _MOST_TARGETS:
            return dict.fromkeys(self._targets, NotFixed("too many findings stand together to try fixes for them"))
        found: dict[int, Mending] = {}
        proposed: dict[int, tuple[Candidate, ...]] = {}
        for number, site in self._targets.items():
            options = self._contained(site, partial(self._candidates, site))
            if isinstance(options, NotFixed):
                found[number] = options
            else:
                proposed[number] = options
        self._trials = self._trial_ground()
        together = self._together({number: options[0] for number, options in proposed.items()})
        alone = 0
        for number, options in proposed.items():
            if number in together:
                found[number] = self._fix(self._targets[number], options[0])
            elif alone < _MOST_ALONE and self._looks_left > 0:
                alone += 1
                site = self._targets[number]
                found[number] = self._contained(site, partial(self._alone, site, options))
            else:
                found[number] = _MANY
        return found

    def _trial_ground(self) -> Trials:
        """Trials that look at the listeners of other scripts too, where those read a value that would be rewritten."""
        others = self._neighbours.found
        targets = [reviewed for site, reviewed in others if _is_target(site) and self._scope.concerns(site)]
        reviewed = (*self._reviewed, *(reviewed for _, reviewed in others))
        return Trials(reviewed, self._around, _movable(reviewed, (*self._targets.values(), *targets)))

    def _contained(self, site: ReviewedSite, work: Callable[[], _Result]) -> _Result | NotFixed:
        """What `work` gives; what it raises costs one site its fix and nothing else."""
        try:
            return work()
        except UncertainError as reason:
            return NotFixed(str(reason))
        except UserError:
            raise
        except Exception as error:
            self._around.failed(site.site.location.path, error)
            return NotFixed(f"the search for a fix failed ({type(error).__name__})")

    def _candidates(self, site: ReviewedSite) -> tuple[Candidate, ...]:
        options: list[Candidate] = []
        for option in candidates(site, self._around.evaluator, self._text, self._uses):
            options.append(option)
            if len(options) == _MOST_CANDIDATES:
                break
        paths = [edit.location.path for option in options for edit in option.edits]
        foreign = [path for path in paths if not self._scope.holds(path)]
        if foreign:
            raise UncertainError(f"it takes an edit of {foreign[0]}, which is not among the given paths")
        return tuple(options)

    def _text(self, path: str) -> Text:
        """The file at `path`; that of the finding before is kept, for findings stand together."""
        if self._last is None or self._last.path != path:
            self._last = self._read(path)
        return self._last

    def _read(self, path: str) -> Text:
        data = self._around.repository.read(path)
        if data is None:
            raise UncertainError(f"{path} cannot be read")
        try:
            data.decode()
        except UnicodeDecodeError:
            raise UncertainError(f"{path} is not UTF-8 throughout") from None
        return Text(path, data)

    def _together(self, options: Mapping[int, Candidate]) -> frozenset[int]:
        """Those whose edits do what they should when all of them are made; what spoils that is looked for by halves."""
        if not options or not self._trials_left or self._looks_left <= 0:
            return frozenset()
        self._trials_left -= 1
        numbers = list(options)
        edits = tuple(edit for option in options.values() for edit in option.edits)
        outcome = NotFixed("") if collide(edits) else self._try(self._targets[numbers[0]], edits)
        if isinstance(outcome, NotFixed) or outcome.harm:
            half = len(numbers) // 2
            return frozenset().union(*(self._only(options, part) for part in (numbers[:half], numbers[half:]) if half))
        fine = [number for number in numbers if not outcome.reason_for(self._targets[number])]
        return frozenset(fine) if len(fine) == len(numbers) else self._only(options, fine)

    def _only(self, options: Mapping[int, Candidate], numbers: list[int]) -> frozenset[int]:
        return self._together({number: options[number] for number in numbers})

    def _try(self, site: ReviewedSite, edits: tuple[Edit, ...]) -> Outcome | NotFixed:
        return self._contained(site, partial(self._tried, edits))

    def _tried(self, edits: tuple[Edit, ...]) -> Outcome:
        """What comes of `edits`. A trial looks at all listeners of the edited files; the first one is not counted."""
        outcome = self._trials.of(edits)
        self._looks_left -= outcome.looks if self._is_tried else 0
        self._is_tried = True
        return outcome

    def _alone(self, site: ReviewedSite, options: tuple[Candidate, ...]) -> Mending:
        reason = ""
        for option in options:
            trial = self._tried(option.edits)
            failed = trial.reason_for(site) or trial.harm
            if not failed:
                return self._fix(site, option)
            reason = reason or failed
        return NotFixed(reason)

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = digest(self._around.repository.read(path) or b"")
        return self._digests[path]

    def _fix(self, site: ReviewedSite, option: Candidate) -> Fix:
        paths = sorted({edit.location.path for edit in option.edits})
        digests = tuple((path, self._digest(path)) for path in paths)
        return Fix(option.edits, f"{option.change[:1].upper()}{option.change[1:]}.", _effect(site), digests)


def _effect(site: ReviewedSite) -> str:
    place = site.site.location
    unless = f" unless {', '.join(site.address.settings)} says so" if site.address.settings else ""
    listener = f"the listener of {site.site.library.name} at {place.path}:{place.line}"
    return f"Other machines can then no longer reach {listener}{unless}."


def _movable(reviewed: Iterable[ReviewedSite], targets: Iterable[ReviewedSite]) -> frozenset[Location]:
    """The places of listeners that may bind another address: findings that nobody wants, and what serves nobody."""
    served = {site.site.location for site in reviewed if site.context.serves}
    unserved = {site.site.location for site in reviewed} - served
    return frozenset(unserved | {site.site.location for site in targets if not is_wanted(site)})
