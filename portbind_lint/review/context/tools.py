"""Whom a program serves that a command line starts or a data file configures."""

from __future__ import annotations

from portbind_lint.model.library import Command, Purpose
from portbind_lint.model.site import Context, ToolSite
from portbind_lint.review.context import words
from portbind_lint.review.context.paths import tokens


def tool_context(site: ToolSite, by_path: Context | None, by_package: Context | None) -> Context:
    """The one answer, from where the command stands, the name of its script and what the program is for."""
    named = frozenset(tokens(site.script))
    if by_path in (Context.TEST, Context.EXAMPLE):
        return by_path
    if by_package is Context.EXAMPLE:
        return by_package
    if words.TEST_SCRIPT_TOKENS & named:
        return Context.TEST
    if words.EXAMPLE_SCRIPT_TOKENS & named:
        return Context.EXAMPLE
    if Context.DEV in (by_path, by_package) or words.DEV_SCRIPT_TOKENS & named:
        return Context.DEV
    return Context.PRODUCT if _serves_users(site, named) else Context.DEV


def _serves_users(site: ToolSite, named: frozenset[str]) -> bool:
    if not isinstance(site.tool, Command):
        return False
    if site.tool.purpose is Purpose.PREVIEW:
        return bool(words.START_SCRIPT_TOKENS & named)
    return site.tool.purpose is Purpose.SERVER
