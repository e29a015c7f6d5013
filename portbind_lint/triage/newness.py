"""Which findings a change has brought about, and what it took away that had kept them from being findings.

A finding is new where the state before had none at the same identity that was as severe: one that moved is not, one
whose address changed is, and so is one whose documentation, deployment file, check or suppression went.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import AuthMode, Control, ControlKind, DocumentationStatus
from portbind_lint.model.report import Gone, SilencedBy, Suppression
from portbind_lint.triage.fingerprint import with_fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from portbind_lint.model.report import Report, ReportedSite
    from portbind_lint.model.source import Location

_GIVES = {
    DocumentationStatus.JUSTIFIED: "documentation",
    DocumentationStatus.DEPLOY_CONFIG: "deployment",
}
_STRENGTH = (AuthMode.NONE, AuthMode.OPTIONAL, AuthMode.REQUIRED)
# A file that is read for its lines only; what is larger is no document.
_TEXT_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Before:
    """The state before: its name for people, its sites (at their old paths), and the new path of each renamed file."""

    name: str
    sites: tuple[ReportedSite, ...]
    renames: Mapping[str, str]


def compared(
    sites: Iterable[ReportedSite], before: Before, read: Callable[[str], bytes | None]
) -> tuple[ReportedSite, ...]:
    """The sites, the findings of before silenced as unchanged, the new ones with what is gone.

    `read` gives the bytes of a file as it is now.
    """
    known = _Known(before)
    lines = _Lines(read)
    found = []
    for site, ordinal in _numbered(sites):
        was = known.same(site)
        if site.rule is None or site.suppressed is not None:
            found.append(site)
        elif was is not None and _is_as_severe(was, site):
            found.append(replace(site, suppressed=_unchanged(was, before.name), gone=()))
        else:
            lost = _lost(was or known.alike(site, ordinal), site)
            gone = (Gone(place, what, lines.lacks(place, before.renames)) for place, what in lost)
            found.append(replace(site, gone=tuple(dict.fromkeys((*site.gone, *gone)))))
    return tuple(found)


def with_unchanged(report: Report) -> Report:
    """The report with the findings that were there before as findings again."""
    return replace(report, sites=tuple(_again(site) for site in report.sites))


def _again(site: ReportedSite) -> ReportedSite:
    unchanged = site.suppressed is not None and site.suppressed.by is SilencedBy.UNCHANGED
    return replace(site, suppressed=None) if unchanged else site


class _Known:
    """The sites of before, found again by identity and, where the address has changed, by place."""

    def __init__(self, before: Before) -> None:
        moved = [_at(site, before.renames) for site in before.sites]
        self._same = {now.fingerprint: was for now, was in zip(with_fingerprints(moved), before.sites, strict=True)}
        self._alike = {
            (*_call(now), ordinal): was for (now, ordinal), was in zip(_numbered(moved), before.sites, strict=True)
        }

    def same(self, site: ReportedSite) -> ReportedSite | None:
        """The site that has been there before."""
        return self._same.get(site.fingerprint)

    def alike(self, site: ReportedSite, ordinal: int) -> ReportedSite | None:
        """The same call, whatever it bound."""
        return self._alike.get((*_call(site), ordinal))


class _Lines:
    """The lines that files have now; each file is read once."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._known: dict[str, frozenset[str]] = {}

    def lacks(self, place: Location, renames: Mapping[str, str]) -> bool:
        """Whether the line of `place` stands nowhere in its file any more; an entry's text is not known."""
        path = renames.get(place.path, place.path)
        if path not in self._known:
            now = (self._read(path) or b"")[:_TEXT_BYTES].decode("utf-8", "replace")
            self._known[path] = frozenset(line.strip() for line in now.splitlines())
        text = place.text.strip()
        return not text or text not in self._known[path]


def _at(site: ReportedSite, renames: Mapping[str, str]) -> ReportedSite:
    path = site.location.path
    return replace(site, location=replace(site.location, path=renames.get(path, path)))


def _call(site: ReportedSite) -> tuple[str, str, str]:
    return site.location.path, site.library, site.call


def _numbered(sites: Iterable[ReportedSite]) -> Iterator[tuple[ReportedSite, int]]:
    """The sites, each with its number among the same calls of its file."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for site in sites:
        seen[_call(site)] += 1
        yield site, seen[_call(site)]


def _is_as_severe(was: ReportedSite, site: ReportedSite) -> bool:
    if was.rule is None or site.rule is None or was.suppressed is not None:
        return False
    return was.rule.severity >= site.rule.severity


def _unchanged(was: ReportedSite, name: str) -> Suppression:
    rules = (was.rule.id,) if was.rule else ()
    return Suppression(was.location, rules, f"it was there before, in {name}", SilencedBy.UNCHANGED)


def _lost(was: ReportedSite | None, site: ReportedSite) -> Iterator[tuple[Location, str]]:
    """The places of before that the verdict rested on, and what each gave."""
    if was is None:
        return
    if was.suppressed is not None:
        yield was.suppressed.location, "suppression"
    if was.address.cls is not site.address.cls or was.address.value != site.address.value:
        yield was.primary, f"address {was.address.value or was.address.cls.value}"
    yield from _lost_documents(was, site)
    if _STRENGTH.index(was.auth) > _STRENGTH.index(site.auth):
        kept = {_signature(control) for control in site.controls}
        for control in was.controls:
            if control.kind is ControlKind.AUTH and _signature(control) not in kept:
                yield control.location, "authentication"


def _lost_documents(was: ReportedSite, site: ReportedSite) -> Iterator[tuple[Location, str]]:
    documented = was.documentation
    if documented.status in _GIVES and documented.status is not site.documentation.status:
        kept = {piece.location.text.strip() for piece in site.documentation.evidence}
        for piece in documented.evidence:
            if piece.location.text.strip() not in kept:
                yield piece.location, _GIVES[documented.status]
    if was.guidance.present and not site.guidance.present:
        for piece in was.guidance.evidence:
            yield piece.location, "guidance for deployers"


def _signature(control: Control) -> tuple[str, str, str]:
    return control.location.path, control.location.text.strip(), control.mode.value
