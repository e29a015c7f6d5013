"""From claims and deployments to what the repository says about one site: the status, and the guidance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Documentation, DocumentationStatus, Evidence, Guidance
from portbind_lint.review.phrases.load import ClaimKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portbind_lint.review.claims import Claim
    from portbind_lint.review.deployed import Deployed

# The decisive line and up to three that support it.
_MOST = 4
_SAYS_SO = 5
_FOR = frozenset({ClaimKind.JUSTIFIES, ClaimKind.WILDCARD_DEFAULT})
_AGAINST = frozenset({ClaimKind.LOCAL_ONLY, ClaimKind.LOOPBACK_DEFAULT})


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as it weighs for one site: less for each package boundary between the document and the site."""

    claim: Claim
    weight: float
    order: tuple[int, int]


def weigh(documents: Iterable[tuple[int, int, Sequence[Claim]]]) -> tuple[Statement, ...]:
    """The claims of (tier, rank, claims), the weightiest first and then in reading order."""
    found = [
        Statement(claim, claim.weight - 0.5 * min(tier, 2), (tier, rank))
        for tier, rank, claims in documents
        for claim in claims
    ]
    return tuple(sorted(found, key=lambda said: (-said.weight, said.order, said.claim.location)))


def documentation(said: Sequence[Statement], deployed: Sequence[Deployed], *, dev: bool) -> Documentation:
    """The status with its decisive line first; `dev` if the site serves a developer."""
    justified = [one for one in said if one.claim.kind in _FOR]
    against = [one for one in said if one.claim.kind in _AGAINST]
    local = [one for one in said if one.claim.kind is ClaimKind.LOCALHOST_URL]
    best, worst = _top(justified), _top(against)
    if worst > best:
        return Documentation(DocumentationStatus.CONTRADICTS, _evidence([*against, *local]))
    if justified:
        return Documentation(DocumentationStatus.JUSTIFIED, _evidence(justified))
    if deployed:
        lines = tuple(Evidence(one.location, one.reader) for one in deployed[:_MOST])
        return Documentation(DocumentationStatus.DEPLOY_CONFIG, lines)
    if local:
        return Documentation(DocumentationStatus.CONTRADICTS, _evidence(local))
    return Documentation(DocumentationStatus.SILENT)


def guidance(said: Sequence[Statement]) -> Guidance:
    """Whether deployers are told how to expose the server safely."""
    lines = [one for one in said if one.claim.kind is ClaimKind.GUIDANCE]
    return Guidance(bool(lines), _evidence(lines))


def _top(said: Sequence[Statement]) -> float:
    return said[0].weight if said else 0.0


def _evidence(said: Sequence[Statement]) -> tuple[Evidence, ...]:
    chosen: dict[tuple[str, int], Evidence] = {}
    for one in said:
        location = one.claim.location
        chosen.setdefault((location.path, location.line), Evidence(location, one.claim.phrase))
        if len(chosen) == _MOST:
            break
    return tuple(chosen.values())
