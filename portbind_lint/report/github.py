"""Workflow commands that GitHub Actions turns into annotations.

GitHub shows ten annotations of each level for a step and drops the rest without a word, so the tenth counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portbind_lint.model.report import Report
from portbind_lint.model.source import Location
from portbind_lint.report.parts.text import neutral
from portbind_lint.report.parts.words import by_severity, explained, level, not_shown
from portbind_lint.report.registry import RenderOptions

LIMIT = 10
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class _Annotation:
    command: str
    location: Location | None
    title: str
    message: str


def render(report: Report, options: RenderOptions) -> str:
    """One command a line, the worst first; nothing where there is nothing to say."""
    del options
    annotations = tuple(_annotations(report))
    lines = []
    for command in _COMMANDS.values():
        of_level = [annotation for annotation in annotations if annotation.command == command]
        shown = of_level[:LIMIT]
        for number, annotation in enumerate(shown, 1):
            hidden = len(of_level) - LIMIT if number == LIMIT else 0
            lines.append(_command(annotation, hidden))
    return "".join(line + "\n" for line in lines)


def _annotations(report: Report) -> Iterator[_Annotation]:
    for site, rule in by_severity(report):
        title = f"portbind-lint {rule.id}"
        yield _Annotation(_COMMANDS[level(rule.verdict)], site.primary, title, explained(site))
    besides = not_shown(report)
    if besides:
        yield _Annotation("notice", None, "portbind-lint", f"Not shown: {besides}.")
    for notice in report.notices:
        yield _Annotation("notice", notice.location, "portbind-lint", notice.message)
    for part in report.not_analysed:
        message = f"Not analysed, so nothing is known of its listeners: {part.reason}"
        yield _Annotation("notice", Location(part.path, max(part.line, 1)), "portbind-lint", message)


def _command(annotation: _Annotation, hidden: int) -> str:
    place = _place(annotation.location) if annotation.location else ()
    properties = (*place, ("title", annotation.title))
    message = annotation.message
    if hidden:
        message += f" (And {hidden} more of this level: the full report has them.)"
    written = ",".join(f"{key}={_property(value)}" for key, value in properties)
    return f"::{annotation.command} {written}::{_data(message)}"


def _place(location: Location) -> Iterator[tuple[str, str]]:
    line = max(location.line, 1)
    yield "file", location.path
    yield "line", str(line)
    if location.end_line == line and location.end_column > location.column:
        yield "endLine", str(line)
        yield "col", str(location.column)
        yield "endColumn", str(location.end_column - 1)


def _data(text: str) -> str:
    return neutral(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
