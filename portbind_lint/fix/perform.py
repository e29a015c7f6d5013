"""Makes the fixes of a report in the files, or shows what they would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portbind_lint.fix.apply import by_path, collide, difference, digest, edited
from portbind_lint.fix.write import NotWrittenError, current, replace
from portbind_lint.model.fix import Edit, Fix, NotFixed
from portbind_lint.model.report import ReportedSite


@dataclass(frozen=True, slots=True)
class Performed:
    """The findings that were fixed, those that were not with the reason, and the files that changed."""

    fixed: tuple[tuple[ReportedSite, Fix], ...]
    left: tuple[tuple[ReportedSite, str], ...]
    paths: tuple[str, ...]


def perform(root: Path, sites: Iterable[ReportedSite]) -> Performed:
    """Write the edits of every fix, those of a file all at once or not at all."""
    plan = _Plan(root, tuple(sites))
    for path, data in plan.files.items():
        if path not in plan.refused:
            try:
                replace(root, path, edited(data, plan.edits[path]))
            except NotWrittenError as reason:
                plan.refused[path] = f"{path}: {reason}"
    return plan.performed()


def differences(root: Path, sites: Iterable[ReportedSite]) -> tuple[str, Performed]:
    """The unified diff of what `perform` would write, and what would come of it; nothing is written."""
    plan = _Plan(root, tuple(sites))
    done = plan.performed()
    return "".join(difference(path, plan.files[path], plan.edits[path]) for path in done.paths), done


class _Plan:
    """Which fixes can be made. `refused` are the files that stay as they are, with the reason."""

    def __init__(self, root: Path, sites: tuple[ReportedSite, ...]) -> None:
        self._sites = sites
        self._collided: set[int] = set()
        self.refused: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        for path, wanted in _digests(sites).items():
            self._read(root, path, wanted)
        self.edits = self._accepted()

    def _read(self, root: Path, path: str, wanted: set[str]) -> None:
        try:
            data = current(root, path)
        except NotWrittenError as reason:
            self.refused[path] = f"{path}: {reason}"
            return
        if digest(data) in wanted:
            self.files[path] = data
        else:
            self.refused[path] = f"{path}: it has changed since it was read"

    def _accepted(self) -> Mapping[str, tuple[Edit, ...]]:
        """The edits by file, but for those that touch what an earlier fix changes in another way."""
        accepted: tuple[Edit, ...] = ()
        for number, fix in self._fixes():
            if self._refusal(fix):
                continue
            if collide((*accepted, *fix.edits)):
                self._collided.add(number)
            else:
                accepted = (*accepted, *fix.edits)
        return by_path(accepted)

    def _fixes(self) -> Iterable[tuple[int, Fix]]:
        for number, site in enumerate(self._sites):
            if isinstance(site.mending, Fix):
                yield number, site.mending

    def _refusal(self, fix: Fix) -> str:
        return next((self.refused[path] for path, _ in fix.digests if path in self.refused), "")

    def performed(self) -> Performed:
        """What comes of the plan, with the refusals so far."""
        fixed: list[tuple[ReportedSite, Fix]] = []
        left: list[tuple[ReportedSite, str]] = []
        for number, site in enumerate(self._sites):
            match site.mending:
                case NotFixed(reason=reason):
                    left.append((site, reason))
                case Fix() as fix if number in self._collided:
                    left.append((site, "another fix changes the same place"))
                case Fix() as fix:
                    refusal = self._refusal(fix)
                    if refusal:
                        left.append((site, refusal))
                    else:
                        fixed.append((site, fix))
                case None:
                    continue
        paths = sorted({path for _, fix in fixed for path, _ in fix.digests})
        return Performed(tuple(fixed), tuple(left), tuple(paths))


def _digests(sites: Iterable[ReportedSite]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for site in sites:
        if isinstance(site.mending, Fix):
            for path, wanted in site.mending.digests:
                found.setdefault(path, set()).add(wanted)
    return found
