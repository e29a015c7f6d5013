"""What concerns the paths that the caller names: they limit what is reported, never what is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portbind_lint.model.report import Report, ReportedSite


class Scope:
    """Files and folders, as POSIX paths relative to the root; "" is the root and so everything."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._everything = "" in self._paths

    def holds(self, path: str) -> bool:
        """Whether `path` is one of the files, or lies in one of the folders."""
        if self._everything or path in self._paths:
            return True
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self._paths:
                return True
        return False

    def concerns(self, site: ReportedSite) -> bool:
        """Whether the call, a step of its address, or anything that the verdict rests on or did is in scope."""
        return any(self.holds(path) for path in _paths_of(site))


def _paths_of(site: ReportedSite) -> Iterable[str]:
    yield site.location.path
    for step in site.address.trail:
        yield step.path
    for piece in (*site.documentation.evidence, *site.guidance.evidence):
        yield piece.location.path
    for control in site.controls:
        yield control.location.path
    for gone in site.gone:
        yield gone.location.path


def limited(report: Report, scope: Scope) -> Report:
    """What of the report concerns the paths of `scope`."""
    return replace(
        report,
        sites=tuple(site for site in report.sites if scope.concerns(site)),
        not_analysed=tuple(part for part in report.not_analysed if scope.holds(part.path)),
        notices=tuple(notice for notice in report.notices if scope.holds(notice.location.path)),
    )
