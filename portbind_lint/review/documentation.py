"""From claims and deployments to what the repository says about one site: the status, and the guidance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import basename
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Documentation, DocumentationStatus, Evidence, Guidance
from portbind_lint.model.regex import regex
from portbind_lint.review.phrases.load import ClaimKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portbind_lint.review.claims import Claim
    from portbind_lint.review.deployed import Deployed
    from portbind_lint.review.documents import DocumentRef

# The decisive line and up to three that support it.
_MOST = 4
# A justification up to this weight says no more than that a deployment file exists.
_HINT = 2
# What weighs less, where it stands, is a passing remark.
_REMARK = 1.5
# What advice on a page of a docs folder must weigh, unless the page or the section is about deploying: pages advise on
# much else.
_ADVICE_ON_A_PAGE = 4
_ABOUT_DEPLOYING = regex(
    r"deploy|docker|container|kubernetes|k8s|helm|production|secur|host|prox(y|ies)|expos|network|remote|transport|https?|tls",
    re.IGNORECASE,
)
# What makes a developer's server need the network: other devices, not how the product is deployed.
_FOR_DEVELOPERS = frozenset({"lan"})
_TRANSPORT = "streamable-transport"
_FOR = frozenset({ClaimKind.JUSTIFIES, ClaimKind.WILDCARD_DEFAULT})
_AGAINST = frozenset({ClaimKind.LOCAL_ONLY, ClaimKind.LOOPBACK_DEFAULT})


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as it weighs for one site: less the farther its document stands from a README beside the site.

    `depth` is that of its document.
    """

    claim: Claim
    weight: float
    order: tuple[int, int]
    depth: int


def weigh(documents: Iterable[tuple[DocumentRef, Sequence[Claim]]]) -> tuple[Statement, ...]:
    """The claims of the documents, the weightiest first and then in reading order."""
    found = [
        Statement(claim, claim.weight - _distance(ref), (ref.tier, ref.rank), ref.depth)
        for ref, claims in documents
        for claim in claims
    ]
    return tuple(sorted(found, key=lambda said: (-said.weight, said.order, said.claim.location)))


def _justifies(one: Statement, dev: bool) -> bool:
    if one.claim.kind not in _FOR or one.weight < _REMARK:
        return False
    return not dev or (one.claim.architecture in _FOR_DEVELOPERS and not _is_settings_file(one.claim.location.path))


def _names_a_transport(one: Statement) -> bool:
    """Whether a claim says no more than which protocol is spoken; addresses on localhost say who speaks it."""
    return one.claim.architecture == _TRANSPORT and one.claim.weight <= _HINT


def _is_settings_file(path: str) -> bool:
    """Whether a file is a sample of the settings that the product reads; a developer's tool has a configuration."""
    return "env" in basename(path).lower().replace("-", ".").split(".")


def _distance(ref: DocumentRef) -> float:
    """Half a step for each package boundary, two at most, and a whole one for each step down into the documentation."""
    return 0.5 * min(ref.tier, 2) + ref.depth


def documentation(said: Sequence[Statement], deployed: Sequence[Deployed], *, dev: bool) -> Documentation:
    """The status with its decisive line first; `dev` if the site serves a developer."""
    justified = [one for one in said if _justifies(one, dev)]
    against = [one for one in said if one.claim.kind in _AGAINST]
    local = [one for one in said if one.claim.kind is ClaimKind.LOCALHOST_URL]
    best, worst = _top(justified), _top(against)
    if worst > best:
        return Documentation(DocumentationStatus.CONTRADICTS, _evidence([*against, *local]))
    deployed = [one for one in deployed if one.for_developers is dev]
    if local and not deployed and justified and all(_names_a_transport(one) for one in justified):
        return Documentation(DocumentationStatus.CONTRADICTS, _evidence(local))
    if justified and not (deployed and justified[0].weight <= _HINT):
        return Documentation(DocumentationStatus.JUSTIFIED, _evidence(justified))
    if deployed:
        lines = tuple(Evidence(one.location, one.reader) for one in deployed[:_MOST])
        return Documentation(DocumentationStatus.DEPLOY_CONFIG, lines)
    if local:
        return Documentation(DocumentationStatus.CONTRADICTS, _evidence(local))
    return Documentation(DocumentationStatus.SILENT)


def guidance(said: Sequence[Statement]) -> Guidance:
    """Whether deployers are told how to expose the server safely."""
    lines = [one for one in said if one.claim.kind is ClaimKind.GUIDANCE and _advises(one)]
    return Guidance(bool(lines), _evidence(lines))


def _advises(one: Statement) -> bool:
    """Whether a page says it in so many words, or is about deploying, or its section, or the README says it."""
    if one.weight < _REMARK:
        return False
    titles = (basename(one.claim.location.path), *one.claim.headings)
    about = any(_ABOUT_DEPLOYING.search(title) for title in titles)
    return one.depth == 0 or about or one.claim.weight >= _ADVICE_ON_A_PAGE


def _top(said: Sequence[Statement]) -> float:
    return said[0].weight if said else 0.0


def _evidence(said: Sequence[Statement]) -> tuple[Evidence, ...]:
    """The first lines that say something new, at most `_MOST`: a README often repeats a sentence word for word."""
    chosen: dict[str, Evidence] = {}
    seen: set[tuple[str, int]] = set()
    for one in said:
        location = one.claim.location
        # A line is looked at once: some documents are a single one, and make thousands of claims.
        if (location.path, location.line) in seen:
            continue
        seen.add((location.path, location.line))
        chosen.setdefault(" ".join(location.text.split()), Evidence(location, one.claim.phrase))
        if len(chosen) == _MOST:
            break
    return tuple(chosen.values())
