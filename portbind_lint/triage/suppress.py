"""Findings that somebody has judged: comments in the code, and the entries of the configuration.

A comment reads `// portbind-lint: ignore[rule-id, other-rule] -- reason` and stands on the line of the call, on the
line where the address is written, or on the line before either. `ignore-next-line[...]` is for the line after it,
wherever the comment stands, and `ignore-file[...]` for all of its file. Without a reason none silences anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.report import Notice, Suppression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from portbind_lint.model.facts import Comment, Module
    from portbind_lint.model.report import ReportedSite
    from portbind_lint.model.source import Location

WORD = "portbind-lint"
"""What a file must hold to have a suppression in it."""


_COMMENT = regex(r"portbind-lint:[ \t]*ignore(-next-line|-file)?(?:\[([^\]\n]{0,500})\])?[ \t]*([^\n]{0,1000})")
_REASON = regex(r"--[ \t]*(\S[^\n]*)")
_HOW = "write // portbind-lint: ignore[rule-id] -- reason"


@dataclass(frozen=True, slots=True)
class Ignore:
    """A suppression and the sites that it can silence."""

    suppression: Suppression
    covers: Callable[[ReportedSite], bool]


@dataclass(frozen=True, slots=True)
class Dated:
    """A suppression of the configuration; `until` is the last day on which it counts, None for ever."""

    ignore: Ignore
    until: date | None


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments that were found: those that can silence something, and what is wrong with the others."""

    ignores: tuple[Ignore, ...]
    notices: tuple[Notice, ...]


def read_comments(module: Module, known_rules: frozenset[str]) -> Comments:
    """The ignore comments of one file."""
    ignores: list[Ignore] = []
    notices: list[Notice] = []
    for comment in module.comments(f"{WORD}:"):
        match = _COMMENT.search(comment.text)
        if match is None:
            continue
        location = module.location_at(comment.start)
        rules = tuple(filter(None, (name.strip() for name in (match.group(2) or "").split(","))))
        reason = _reason(match.group(3))
        problem = _problem(rules, reason, known_rules)
        if problem:
            notices.append(Notice(location, problem))
        named = tuple(rule for rule in rules if rule in known_rules)
        if reason and named:
            ignores.append(Ignore(Suppression(location, named, reason), _reach(match.group(1), location, comment)))
    return Comments(tuple(ignores), tuple(notices))


def silence(
    sites: Iterable[ReportedSite], ignores: Iterable[Ignore]
) -> tuple[tuple[ReportedSite, ...], tuple[Notice, ...]]:
    """The sites, those marked that an ignore covers, and a notice for each rule that an ignore names for nothing."""
    listed = tuple(ignores)
    used: set[tuple[int, str]] = set()
    found: list[ReportedSite] = []
    for site in sites:
        silenced = site
        for number, ignore in enumerate(listed):
            if site.rule is not None and site.rule.id in ignore.suppression.rules and ignore.covers(site):
                used.add((number, site.rule.id))
                if silenced.suppressed is None:
                    silenced = replace(site, suppressed=ignore.suppression)
        found.append(silenced)
    unused = tuple(
        Notice(ignore.suppression.location, f"nothing to ignore here for {rule}: remove this suppression")
        for number, ignore in enumerate(listed)
        for rule in ignore.suppression.rules
        if (number, rule) not in used
    )
    return tuple(found), unused


def by_path(suppression: Suppression, matches: Callable[[str], bool]) -> Ignore:
    """A suppression of the configuration: it covers the sites whose call, or whose written address, is in a path."""
    return Ignore(suppression, lambda site: matches(site.location.path) or matches(site.primary.path))


def in_force(suppressions: Iterable[Dated], today: date) -> tuple[tuple[Ignore, ...], tuple[Notice, ...]]:
    """The suppressions of the configuration that count `today`, and a notice for each that has expired."""
    ignores, notices = [], []
    for dated in suppressions:
        if dated.until is not None and dated.until < today:
            notices.append(_expired(dated.ignore.suppression, dated.until))
        else:
            ignores.append(dated.ignore)
    return tuple(ignores), tuple(notices)


def _expired(suppression: Suppression, until: date) -> Notice:
    rules = ", ".join(suppression.rules)
    return Notice(
        suppression.location,
        f"this suppression of {rules} expired on {until}: mend what it silenced, or judge it anew and give a later day",
    )


def _reach(form: str | None, location: Location, comment: Comment) -> Callable[[ReportedSite], bool]:
    """What a comment covers: all of its file, or one line.

    Without a form that is its own line for a comment behind code, else the line after the comment's last one.
    """
    if form == "-file":
        return _inside(location.path)
    behind_code = bool(location.text[: location.column - 1].strip())
    if behind_code and form is None:
        return _near(location.path, location.line)
    return _near(location.path, location.line + comment.text.count("\n") + 1)


def _inside(path: str) -> Callable[[ReportedSite], bool]:
    return lambda site: path in (site.location.path, site.primary.path)


def _near(path: str, line: int) -> Callable[[ReportedSite], bool]:
    def covers(site: ReportedSite) -> bool:
        return any(place.path == path and place.line == line for place in (site.location, site.primary))

    return covers


def _reason(rest: str) -> str:
    match = _REASON.match(rest)
    return match.group(1).removesuffix("*/").removesuffix("*/}").strip() if match else ""


def _problem(rules: tuple[str, ...], reason: str, known_rules: frozenset[str]) -> str:
    unknown = [rule for rule in rules if rule not in known_rules]
    if not rules:
        return f"this suppression names no rule and silences nothing: {_HOW}"
    if unknown:
        return f"unknown rule {', '.join(unknown)} in this suppression; {', '.join(sorted(known_rules))} are known"
    if not reason:
        return f"this suppression gives no reason and silences nothing: {_HOW}"
    return ""
