"""Steps 2 to 4 of the method for one site: documents, deployment files and controls put together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Architecture, AuthMode, Documentation, DocumentationStatus, Guidance, Review
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Context, Site, ToolSite
from portbind_lint.review import controls
from portbind_lint.review.address_settings import is_of_others
from portbind_lint.review.architecture import architecture
from portbind_lint.review.context.paths import example_folder
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documentation import documentation, guidance, weigh
from portbind_lint.review.documents import Documents
from portbind_lint.review.help_pages import may_be_help, topics_of
from portbind_lint.review.mcp import McpServers
from portbind_lint.review.meant import ANY, Listening
from portbind_lint.review.neighbours import Neighbours
from portbind_lint.review.phrases.load import ClaimKind
from portbind_lint.review.ports import ports_of
from portbind_lint.review.redirects import awaits_redirect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.model.site import Address, AnySite
    from portbind_lint.model.source import Location, Repository
    from portbind_lint.review.claims import Claim
    from portbind_lint.review.documents import DocumentRef
    from portbind_lint.review.neighbours import Neighbourhood

_LOCAL = frozenset({ClaimKind.LOCALHOST_URL, ClaimKind.LOOPBACK_DEFAULT, ClaimKind.LOCAL_ONLY})
_CONTAINER = "container"
_COMPOSE = regex(r"\bcompose\b", re.IGNORECASE)
_NOTHING = Documentation(DocumentationStatus.SILENT), Guidance(False)


class Reviewer:
    """Reviews the sites of one repository; each document is read once, and none before a site needs it."""

    def __init__(
        self,
        repository: Repository,
        evaluator: Evaluator,
        documents: Documents,
        deployments: Deployments,
        neighbourhood: Neighbourhood,
    ) -> None:
        """`neighbourhood` tells what listens in the other scripts of the repository."""
        self._evaluator = evaluator
        self._neighbours = Neighbours(repository, neighbourhood)
        self._documents = documents
        self._deployments = deployments
        guarding = controls.Guarding(repository, evaluator)
        self._mcp = McpServers(repository, guarding)
        self._controls = controls.Finder(repository, evaluator, guarding)

    def review(self, site: AnySite, address: Address, context: Context) -> Review:
        """What the repository says about `site`: documents for exposed sites, controls for all but tests."""
        if not context.serves:
            return Review(_NOTHING[0], AuthMode.NONE, (), _NOTHING[1])
        status, advice = _NOTHING
        mcp = self._mcp.of(site)
        design = Architecture(mcp=mcp)
        documents: tuple[str, ...] = ()
        if address.cls.exposed:
            status, advice = (
                review_redirect(self._documents, site.location)
                if awaits_redirect(site)
                else review_documents(
                    self._documents,
                    self._deployments,
                    Asked(
                        site.location,
                        context is Context.DEV,
                        (site.location.path, *(step.path for step in address.trail)),
                        topics_of(site),
                        self._listening(site, context),
                        isinstance(site, ToolSite) or site.config is not None,
                        address.settings,
                    ),
                )
            )
            design = architecture(site.location, context, status, mcp)
            documents = tuple(ref.path for ref in self._documents.speaking_for(site.location.path))
        # A command has no code of its own in which a control could stand.
        found = self._controls.of(site) if isinstance(site, Site) else ()
        return Review(status, controls.auth_mode(found), found, advice, design, documents)

    def _listening(self, site: AnySite, context: Context) -> Listening:
        """What tells the documents of `site` from those of other listeners."""
        return Listening(
            cache(lambda: ports_of(site, self._evaluator)), lambda port: self._neighbours.listens(port, context)
        )


def review_redirect(documents: Documents, location: Location) -> tuple[Documentation, Guidance]:
    """The same for a listener that awaits the redirect of a login: only where it stands on localhost counts."""
    said = weigh((ref, documents.claims(ref.path)) for ref in documents.speaking_for(location.path))
    local = [one for one in said if one.claim.kind in _LOCAL]
    return documentation(local, (), dev=False), Guidance(False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The listener that documents are asked about; `dev` if it serves a developer.

    `code` are the files that its address comes from: their help texts name its default. Of help pages only the sections
    called as one of `topics` count, where there are any. `by_tool` says that a tool listens, by its configuration or
    command, and no code of the repository. `settings` move its address.
    """

    location: Location
    dev: bool = False
    code: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    listening: Listening = ANY
    by_tool: bool = False
    settings: tuple[str, ...] = ()


def review_documents(documents: Documents, deployments: Deployments, asked: Asked) -> tuple[Documentation, Guidance]:
    """What the documents and deployment files say about a listener."""
    location, dev = asked.location, asked.dev
    speaking = (*documents.speaking_for(location.path), *documents.speaking_in(asked.code))
    deployed = deployments.for_site(location, asked.listening)
    # Of what is deployed with its port every document of the deployment speaks, too.
    listening = ANY if asked.listening.is_published_by(deployed) else asked.listening
    composed = bool(deployed) or not deployments.composes_others(location)
    said = weigh(
        (
            ref,
            listening.meant_by(
                _about(documents.claims(ref.path), ref, asked, composed=composed), partial(documents.named, ref.path)
            ),
        )
        for ref in speaking
    )
    examples = example_folder(location.path)
    if examples:
        # What the project is deployed for is no reason for an example that its own README keeps local.
        own = documentation([one for one in said if one.claim.location.path.startswith(f"{examples}/")], (), dev=dev)
        if own.status is DocumentationStatus.CONTRADICTS:
            return own, guidance(said)
    return documentation(said, deployed, dev=dev), guidance(said)


def _starts_by_compose(claim: Claim) -> bool:
    return _COMPOSE.search(claim.location.text) is not None


def _about(claims: Sequence[Claim], ref: DocumentRef, asked: Asked, *, composed: bool) -> Sequence[Claim]:
    """The claims of a document without those that are about something else; `composed` if Compose may start it."""
    claims = [claim for claim in claims if not is_of_others(claim.settings, asked.settings)]
    if not composed:
        claims = [claim for claim in claims if not (claim.architecture == _CONTAINER and _starts_by_compose(claim))]
    if asked.dev and (asked.by_tool or ref.tier):
        # The default of an option is that of the program which the document's package makes.
        options = {claim.location.line for claim in claims if claim.kind is ClaimKind.WILDCARD_DEFAULT}
        claims = [claim for claim in claims if claim.location.line not in options]
    if not asked.topics:
        return claims
    return [
        claim
        for claim in claims
        if not may_be_help(claim.location.path) or not claim.headings or claim.headings[0] in asked.topics
    ]
