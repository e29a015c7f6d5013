"""What was fixed, what would be, and what was not, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portbind_lint.model.fix import Fix
from portbind_lint.model.report import ReportedSite
from portbind_lint.report.parts.text import neutral
from portbind_lint.report.parts.words import plural


def fixed_lines(fixed: Iterable[tuple[ReportedSite, Fix]], paths: tuple[str, ...], verb: str) -> Iterator[str]:
    """One line for each fix, with what can no longer be reached, under a headline; `verb` is `Fixed`, `Would fix`."""
    listed = tuple(fixed)
    if listed:
        yield f"{verb} {plural(len(listed), 'finding')} in {plural(len(paths), 'file')}:"
    else:
        yield "There is nothing to fix."
    for site, fix in listed:
        yield _line(site, f"{fix.change} {fix.effect}")


def left_lines(left: Iterable[tuple[ReportedSite, str]]) -> Iterator[str]:
    """One line for each finding that has no fix, with the reason."""
    listed = tuple(left)
    if listed:
        yield f"No fix for {plural(len(listed), 'finding')}:"
    for site, reason in listed:
        yield _line(site, f"{reason}.")


def shown_difference(text: str) -> str:
    """A diff that cannot steer a terminal: characters that could are spelled out, so it may not apply there."""
    return "\n".join(_shown(line) for line in text.split("\n"))


def _line(site: ReportedSite, text: str) -> str:
    return neutral(f"  {site.location.path}:{site.location.line}  {text}")


def _shown(line: str) -> str:
    body = line.removesuffix("\r")
    return "\t".join(neutral(part) for part in body.split("\t")) + line[len(body) :]
