"""The questions that several rules ask of a site."""

from __future__ import annotations

from portbind_lint.model.evidence import AuthMode, DocumentationStatus
from portbind_lint.model.site import AddressClass, Context
from portbind_lint.model.verdict import ReviewedSite


def exposed(site: ReviewedSite) -> bool:
    """Whether other machines can reach it."""
    return site.address.cls.exposed


def is_class(site: ReviewedSite, cls: AddressClass) -> bool:
    """Whether the address is of this class."""
    return site.address.cls is cls


def is_debugger(site: ReviewedSite) -> bool:
    """Whether what listens is a debugger, by the catalogue."""
    return site.site.library.role == "debugger"


def is_context(site: ReviewedSite, context: Context) -> bool:
    """Whether the listener serves this purpose."""
    return site.context is context


def documented(site: ReviewedSite, *statuses: DocumentationStatus) -> bool:
    """Whether the documentation has one of these statuses."""
    return site.review.documentation.status in statuses


def requires_auth(site: ReviewedSite) -> bool:
    """Whether callers must authenticate when nobody sets anything."""
    return site.review.auth is AuthMode.REQUIRED


def guided(site: ReviewedSite) -> bool:
    """Whether deployers are told how to expose it safely."""
    return site.review.guidance.present
