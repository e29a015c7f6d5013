"""The door of the room: what may make one finding local, or why nothing may."""

from __future__ import annotations

from collections.abc import Iterator

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.command import for_tool
from portbind_lint.fix.missing import Texts, added
from portbind_lint.fix.uses import Uses
from portbind_lint.fix.written import rewritten
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.site import Address, AddressClass, Site, ToolSite
from portbind_lint.model.verdict import ReviewedSite

_WANTED = {
    DocumentationStatus.JUSTIFIED: "the documentation says that other machines are meant to reach it",
    DocumentationStatus.DEPLOY_CONFIG: "a deployment file needs the network",
}


def is_wanted(site: ReviewedSite) -> bool:
    """Whether the repository wants the listener to be reached over the network."""
    return site.review.documentation.status in _WANTED


def candidates(site: ReviewedSite, evaluator: Evaluator, texts: Texts, uses: Uses) -> Iterator[Candidate]:
    """The edits that may make a site local, the likeliest first; raises `UncertainError` where none is certain.

    A listener that the repository wants to be reached is left alone: there a guard is missing, not loopback.
    `uses` tells what else reads a written value.
    """
    address = site.address
    if is_wanted(site):
        raise UncertainError(_WANTED[site.review.documentation.status])
    if isinstance(site.site, ToolSite):
        place = address.trail[-1] if address.trail else site.site.location
        yield for_tool(site.site, address, texts(place.path))
    elif address.cls is AddressClass.WILDCARD:
        yield _in_place(address, texts, uses)
    else:
        yield from _added(site.site, address, evaluator, texts)


def _in_place(address: Address, texts: Texts, uses: Uses) -> Candidate:
    if not address.trail:
        raise UncertainError("the address is not written in the code")
    written = address.trail[-1]
    found = rewritten(texts(written.path), written)
    other = uses.other(address)
    if other is not None:
        raise UncertainError(f"{other.path}:{other.line} uses the same value for something else")
    return found


def _added(site: Site, address: Address, evaluator: Evaluator, texts: Texts) -> Iterator[Candidate]:
    try:
        yield from added(site, evaluator, texts)
    except UncertainError:
        if not address.settings:
            raise
        names = ", ".join(address.settings)
        raise UncertainError(f"{names} gives the host and has no default; 127.0.0.1 would be one") from None
