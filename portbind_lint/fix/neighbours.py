"""The listeners of other scripts that read what the fix of a finding would rewrite."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portbind_lint.model.report import ReportedSite
from portbind_lint.model.verdict import ReviewedSite

Lines = frozenset[tuple[str, int]]
Listening = Callable[[str], tuple[tuple[ReportedSite, ReviewedSite], ...]]


class Neighbours:
    """Searches other scripts for listeners, each once; `own` are the listeners whose fixes are sought."""

    def __init__(self, own: Iterable[ReviewedSite], listeners: Listening) -> None:
        sites = tuple(own)
        self._listeners = listeners
        self.own = _passed(sites)
        self._known: dict[str, tuple[tuple[ReportedSite, ReviewedSite], ...]] = {}
        self._passed = {site.site.location.path: self.own for site in sites}

    def listening(self, path: str) -> Lines:
        """The lines that the addresses of the listeners in the script at `path` pass."""
        if path not in self._passed:
            self._known[path] = self._listeners(path)
            self._passed[path] = _passed(reviewed for _, reviewed in self._known[path])
        return self._passed[path]

    @property
    def found(self) -> tuple[tuple[ReportedSite, ReviewedSite], ...]:
        """The listeners of the other scripts that were searched so far."""
        return tuple(found for path in sorted(self._known) for found in self._known[path])


def _passed(sites: Iterable[ReviewedSite]) -> Lines:
    return frozenset((step.path, step.line) for site in sites for step in site.address.trail)
