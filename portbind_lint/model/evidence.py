"""What the review read: claims of the documentation, deployment files and controls, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from portbind_lint.model.source import Location


class DocumentationStatus(str, Enum):
    """What the documents say about reaching the server over a network (RUBRIC: docs)."""

    JUSTIFIED = "justified"
    DEPLOY_CONFIG = "deploy-config"
    CONTRADICTS = "contradicts"
    SILENT = "silent"


class AuthMode(str, Enum):
    """Whether callers must authenticate when nobody sets anything (RUBRIC: controls)."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class ControlKind(str, Enum):
    """The kinds of security control; the values are those of the JSON report."""

    AUTH = "auth"
    AUTHZ = "authz"
    SESSION = "session"
    RATELIMIT = "ratelimit"
    IPALLOW = "ipallow"
    CORS = "cors"
    HOST_CHECK = "host-check"
    TLS = "tls"
    HEADERS = "headers"
    MTLS = "mtls"
    ERROR_HANDLING = "error-handling"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line that was read, and what it says to us (`claim`, the phrase or reader that recognised it)."""

    location: Location
    claim: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """The verdict of the documents on one site; the first piece of evidence decided."""

    status: DocumentationStatus
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Guidance:
    """Whether the documents tell a deployer how to expose the server safely."""

    present: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """One security control on a listener. `mode` matters for `auth` only; others are `required`."""

    kind: ControlKind
    location: Location
    mode: AuthMode


# What the MCP specification demands of a server's HTTP transport.
MCP_TRANSPORT = "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning"


class ArchitectureKind(str, Enum):
    """What a wide address is for (METHODOLOGY, step 3): the contexts that justify one, then the red flags."""

    STREAMABLE_TRANSPORT = "streamable-transport"
    WEB_APPLICATION = "web-application"
    MICROSERVICE = "microservice"
    CONTAINER = "container-orchestration"
    LOAD_BALANCER = "load-balancer-backend"
    HOSTING = "hosted-deployment"
    NETWORK_SERVICE = "network-service"
    UNDOCUMENTED = "undocumented"
    DEVELOPMENT_ONLY = "development-only"
    INCONSISTENT = "inconsistent"

    @property
    def red_flag(self) -> bool:
        """Whether it speaks against the exposure."""
        return self in (
            ArchitectureKind.UNDOCUMENTED,
            ArchitectureKind.DEVELOPMENT_ONLY,
            ArchitectureKind.INCONSISTENT,
        )


@dataclass(frozen=True, slots=True)
class Architecture:
    """What the listener is in the design of the whole.

    `kind` is None where nothing is exposed, so that nothing needs a reason; `evidence` are the lines that say it. `mcp`
    are the lines by which an MCP server over HTTP is known; empty for every other server.
    """

    kind: ArchitectureKind | None = None
    evidence: tuple[Evidence, ...] = ()
    mcp: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """All that the repository says about one site.

    `documents` are the paths of the documents that were read for it, the weightiest first.
    """

    documentation: Documentation
    auth: AuthMode
    controls: tuple[Control, ...]
    guidance: Guidance
    architecture: Architecture = field(default_factory=Architecture)
    documents: tuple[str, ...] = ()
