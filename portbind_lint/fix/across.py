"""Fixes that were tried on a part of the listeners only: what they would do to the others forbids them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from portbind_lint.model.fix import Edit, Fix, NotFixed
from portbind_lint.model.report import ReportedSite

_Line = tuple[str, int]


def undisputed(parts: Sequence[Sequence[ReportedSite]]) -> Iterator[tuple[ReportedSite, ...]]:
    """The parts, without the fixes that edit a line on which the address of a listener of another part is decided.

    A fix stays where the other listener serves nobody, or where its own fix makes the same edits there.
    """
    deciding: defaultdict[_Line, list[tuple[int, ReportedSite]]] = defaultdict(list)
    for number, part in enumerate(parts):
        for site in part:
            for step in site.address.trail:
                deciding[step.path, step.line].append((number, site))
    for number, part in enumerate(parts):
        yield tuple(
            _judged(site, (other for line in _lines(site) for at, other in deciding[line] if at != number))
            for site in part
        )


def _judged(site: ReportedSite, others: Iterable[ReportedSite]) -> ReportedSite:
    for other in others:
        if other.context.serves and not _edits_of(site) <= _edits_of(other):
            place = f"{other.location.path}:{other.location.line}"
            return replace(site, mending=NotFixed(f"the edit would decide where {place} listens, too"))
    return site


def _edits_of(site: ReportedSite) -> frozenset[Edit]:
    return frozenset(site.mending.edits) if isinstance(site.mending, Fix) else frozenset()


def _lines(site: ReportedSite) -> frozenset[_Line]:
    return frozenset((edit.location.path, edit.location.line) for edit in _edits_of(site))
