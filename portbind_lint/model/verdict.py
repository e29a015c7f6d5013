"""What is decided about a site."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from portbind_lint.model.evidence import Review
from portbind_lint.model.site import Address, AnySite, Context


class Verdict(str, Enum):
    """HIGH, MEDIUM, ACCEPT, or none where nothing is exposed to anybody."""

    HIGH = "high"
    MEDIUM = "medium"
    ACCEPT = "accept"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ReviewedSite:
    """A site with everything that was found out about it: what a rule judges."""

    site: AnySite
    address: Address
    context: Context
    review: Review


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a report says of a rule. `severity` is GitHub's security-severity (0.1 to 10.0), 0 for a note.

    `when` is its row of the decision table in words. `title` is the first line of the rule's docstring, `what`, `why`,
    `remedy` are its sections as plain Markdown, `prose` is the whole docstring, `references` are links.
    """

    id: str
    when: str
    title: str
    verdict: Verdict
    severity: float
    what: str
    why: str
    remedy: str
    prose: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a site; `rule` is None where no rule speaks (accept, none), and then `remedy` and `why` are ""."""

    verdict: Verdict
    rule: RuleInfo | None
    message: str
    remedy: str = ""
    why: str = ""
