"""Step 3 of the method: which legitimate context a listener on all interfaces has, or which red flag."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from portbind_lint.model.evidence import Architecture, ArchitectureKind, Documentation, DocumentationStatus, Evidence
from portbind_lint.model.site import Context
from portbind_lint.review.phrases.load import load_phrases

if TYPE_CHECKING:
    from portbind_lint.model.source import Location

# What the phrase files call the contexts, and the readers of deployment files that stand for one.
_KINDS = {
    "streamable-transport": ArchitectureKind.STREAMABLE_TRANSPORT,
    "web-application": ArchitectureKind.WEB_APPLICATION,
    "microservice": ArchitectureKind.MICROSERVICE,
    "container": ArchitectureKind.CONTAINER,
    "orchestration": ArchitectureKind.CONTAINER,
    "load-balancer": ArchitectureKind.LOAD_BALANCER,
    "cloud": ArchitectureKind.HOSTING,
    "lan": ArchitectureKind.NETWORK_SERVICE,
    "dockerfile": ArchitectureKind.CONTAINER,
    "compose": ArchitectureKind.CONTAINER,
    "devcontainer": ArchitectureKind.CONTAINER,
    "kubernetes": ArchitectureKind.CONTAINER,
    "proxy": ArchitectureKind.LOAD_BALANCER,
}


def architecture(
    place: Location, context: Context, documentation: Documentation, mcp: tuple[Evidence, ...]
) -> Architecture:
    """The context of the exposed listener at `place`; `mcp` is what makes it an MCP server over HTTP."""
    evidence = documentation.evidence
    match documentation.status:
        case DocumentationStatus.JUSTIFIED if mcp:
            # What the documents ask the network for is this transport, wherever the server is deployed.
            return Architecture(ArchitectureKind.STREAMABLE_TRANSPORT, (*evidence[:1], *mcp[:1]), mcp)
        case DocumentationStatus.JUSTIFIED | DocumentationStatus.DEPLOY_CONFIG:
            kind = _kind(evidence[0])
            return Architecture(kind, tuple(piece for piece in evidence if _kind(piece) is kind), mcp)
        case _ if context is Context.DEV:
            return Architecture(ArchitectureKind.DEVELOPMENT_ONLY, (Evidence(place, "development"),), mcp)
        case DocumentationStatus.CONTRADICTS:
            return Architecture(ArchitectureKind.INCONSISTENT, evidence, mcp)
        case _:
            return Architecture(ArchitectureKind.UNDOCUMENTED, (Evidence(place, "undocumented"),), mcp)


def _kind(piece: Evidence) -> ArchitectureKind:
    """A file of a hosting platform, or of the machine's own services, says where it is deployed, and no more."""
    return _KINDS.get(_said().get(piece.claim, piece.claim), ArchitectureKind.HOSTING)


@functools.cache
def _said() -> dict[str, str]:
    return {phrase.id: phrase.architecture for phrase in load_phrases() if phrase.architecture}
