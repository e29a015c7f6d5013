"""Suppressions of both kinds, comments in scripts and entries of `.portbind.yml`, laid over the sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from portbind_lint.config.settings import Config
from portbind_lint.discover.patterns import compile_patterns, is_plain
from portbind_lint.model.errors import UserError
from portbind_lint.model.report import Notice, ReportedSite
from portbind_lint.model.verdict import RuleInfo
from portbind_lint.sources import Sources
from portbind_lint.triage.suppress import Comments, Dated, Ignore, by_path, in_force, read_comments, silence


def suppressed(
    sites: tuple[ReportedSite, ...], comments: Iterable[Comments], config: Config, today: date
) -> tuple[tuple[ReportedSite, ...], tuple[Notice, ...]]:
    """The sites, those marked that somebody has judged already, and what is wrong with the suppressions."""
    configured, expired = in_force(_configured(config), today)
    ignores: list[Ignore] = []
    notices: list[Notice] = [*expired]
    for read in comments:
        ignores += read.ignores
        notices += read.notices
    silenced, unused = silence(sites, (*ignores, *configured))
    return silenced, (*notices, *unused)


def comments_in(scripts: Iterable[str], sources: Sources, rules: Iterable[RuleInfo]) -> Iterator[Comments]:
    """The suppressions that stand in scripts which hold the word."""
    known = frozenset(rule.id for rule in rules)
    for path in scripts:
        module = sources.module(path)
        if module is not None:
            yield read_comments(module, known)


def check_config(config: Config, rules: Iterable[RuleInfo]) -> None:
    """Raises `UserError` where the configuration names a rule that does not exist, or has a pattern that is none."""
    suppressing = (configured.pattern for configured in config.suppressions)
    for pattern in (*config.include, *config.exclude, *suppressing):
        if not is_plain(pattern):
            raise UserError(
                f"{config.path}: {pattern!r} is no pattern that is tried: at most 300 letters, two `**`, "
                "and a star in each part of the path, in one of them two"
            )
    known = sorted(rule.id for rule in rules)
    for configured in config.suppressions:
        place = configured.suppression.location
        for rule in configured.suppression.rules:
            if rule not in known:
                raise UserError(f"{place.path}:{place.line}: unknown rule {rule!r}; the rules are {', '.join(known)}")


def _configured(config: Config) -> Iterator[Dated]:
    for configured in config.suppressions:
        matches = compile_patterns((configured.pattern,)).match_file
        yield Dated(by_path(configured.suppression, matches), configured.until)
