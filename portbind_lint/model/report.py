"""All that a reporter ever sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from portbind_lint.model.evidence import Architecture, AuthMode, Control, Documentation, Guidance
from portbind_lint.model.fix import Mending
from portbind_lint.model.site import Address, Context
from portbind_lint.model.source import Location, NotAnalysed
from portbind_lint.model.verdict import RuleInfo, Verdict


class SilencedBy(str, Enum):
    """What keeps a finding from being shown; the values are those of the JSON report."""

    COMMENT = "comment"
    CONFIGURATION = "configuration"
    BASELINE = "baseline"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is not shown: somebody has judged it, or it is not new.

    `location` is that of the comment or the entry; of an unchanged finding it is the finding's own in the state that it
    was compared with. `rules` are the ids that it names, `reason` what people say for it.
    """

    location: Location
    rules: tuple[str, ...]
    reason: str
    by: SilencedBy = SilencedBy.COMMENT


@dataclass(frozen=True, slots=True)
class Gone:
    """What a verdict rested on before a change, and no longer does.

    `location` is in the state before. `what` says what it gave (`authentication`). `removed` says that the line itself
    is gone; else it is still there and no longer counts.
    """

    location: Location
    what: str
    removed: bool


@dataclass(frozen=True, slots=True)
class ReportedSite:
    """One site with its verdict, ready to print.

    `library` and `library_url` name whose default is meant. `fingerprint` holds no line number. `message`, `remedy` and
    `why` are those of the decision. `package` names the package that the listener belongs to ("" where none does), and
    `documents` are the documents that were read for it. `mending` is the fix of a finding, or why it has none; None
    where nobody asked. `gone` is what a change took away that brought the finding about.
    """

    location: Location
    library: str
    library_url: str
    call: str
    context: Context
    address: Address
    documentation: Documentation
    auth: AuthMode
    controls: tuple[Control, ...]
    guidance: Guidance
    verdict: Verdict
    rule: RuleInfo | None
    message: str
    fingerprint: str
    suppressed: Suppression | None = None
    remedy: str = ""
    architecture: Architecture = field(default_factory=Architecture)
    package: str = ""
    documents: tuple[str, ...] = ()
    mending: Mending | None = None
    gone: tuple[Gone, ...] = ()
    why: str = ""

    @property
    def primary(self) -> Location:
        """Where an annotation belongs: where the value is written, else the call."""
        return self.address.trail[-1] if self.address.trail else self.location


@dataclass(frozen=True, slots=True)
class Notice:
    """Something wrong with how the tool is steered: an unused or unknown suppression."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole outcome of one run, sorted by path and line. `rules` are all rules that ran, fired or not.

    `left_out` counts the files that discovery left out, by reason (`vendored`, `minified`, `built`).
    `line_hashes` are (path, line, hash) with GitHub's
    `primaryLocationLineHash` for the lines that findings point at. `scripts` is the number of JS/TS files searched.
    `name` is what the repository calls itself, its folder's name where it does not.
    """

    version: str
    sites: tuple[ReportedSite, ...]
    not_analysed: tuple[NotAnalysed, ...]
    notices: tuple[Notice, ...]
    rules: tuple[RuleInfo, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    line_hashes: tuple[tuple[str, int, str], ...] = ()
    scripts: int = 0
    name: str = ""

    @property
    def findings(self) -> tuple[ReportedSite, ...]:
        """The sites with a rule that nobody has suppressed."""
        return tuple(site for site in self.sites if site.rule is not None and site.suppressed is None)

    @property
    def open_findings(self) -> tuple[ReportedSite, ...]:
        """The findings that nobody has judged, those included that are not new."""
        unchanged = SilencedBy.UNCHANGED
        return tuple(
            site
            for site in self.sites
            if site.rule is not None and (site.suppressed is None or site.suppressed.by is unchanged)
        )
