"""The audit as Markdown, for a pull request, a wiki or a file: the template of the method for every listener.

Text of the repository stands in code spans or is escaped, so that it can make no link, no heading and no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from portbind_lint.model.regex import regex
from portbind_lint.model.report import Report
from portbind_lint.model.source import Location
from portbind_lint.report.audit.exposure import exposure_map
from portbind_lint.report.audit.lines import Line, Section
from portbind_lint.report.audit.links import line_link, web_link
from portbind_lint.report.audit.records import LABELS, Audit, Record, audit_of, searched
from portbind_lint.report.parts.text import neutral, source_line
from portbind_lint.report.parts.words import not_analysed_place
from portbind_lint.report.registry import RenderOptions

# Everything that means something to CommonMark or to GitHub in the middle of a line.
_SPECIAL = regex(r"([\\`*_{}\[\]<>#!|~&@]|:(?=//)|(?<=[wW])\.)")
_TICKS = regex(r"`+")
_QUOTE = 200
_LISTED = 12


def render(report: Report, options: RenderOptions) -> str:
    """The whole report; `options.link_base` is where the links to lines lead."""
    audit = audit_of(report)
    lines = [*_head(audit), *_map(audit, options.link_base), *_records(audit, options.link_base), *_rest(audit)]
    return "\n".join(lines) + "\n"


def _head(audit: Audit) -> Iterator[str]:
    yield f"# Network binding audit for {_code(audit.report.name)}"
    yield ""
    yield _plain(audit.lead)
    yield ""
    yield from _table(
        [LABELS[verdict] for verdict, _ in audit.totals], [[str(number) for _, number in audit.totals]], align="--:"
    )
    yield ""
    yield _plain(searched(audit.report))


def _map(audit: Audit, base: str) -> Iterator[str]:
    ways = exposure_map(audit.records)
    if not ways:
        return
    yield ""
    yield "## Exposure map"
    yield ""
    yield from _table(
        ["Reached from", "Guarded by", "Address", "Process", "Listeners"],
        [
            [_plain(reach.value), way.guards, _cell(way.address), _cell(way.process), _places(way.records, base)]
            for reach, found in ways
            for way in found
        ],
    )


def _places(records: tuple[Record, ...], base: str) -> str:
    links = [_place(record.site.location, base).replace("|", "\\|") for record in records[:_LISTED]]
    more = [f"and {len(records) - _LISTED} more"] if len(records) > _LISTED else []
    return ", ".join([*links, *more])


def _records(audit: Audit, base: str) -> Iterator[str]:
    yield ""
    yield "## Listeners"
    if not audit.records:
        yield ""
        yield "There are none."
    for record in audit.records:
        yield ""
        yield f"### {record.number}. {record.label}: network binding analysis for {_code(record.process)}"
        yield ""
        yield f"**{record.label}.** {_plain(record.headline)}"
        for section in record.sections:
            yield from _section(section, base)


def _section(section: Section, base: str) -> Iterator[str]:
    yield ""
    yield f"#### {section.title}"
    yield ""
    for fact in section.facts:
        first, *others = fact.lines
        if first.ticked is None:
            yield f"- **{fact.label}:** {_line(first, base)}"
        else:
            others = [first, *others]
        indent = "" if first.ticked is not None else "  "
        for line in others:
            yield f"{indent}- {_tick(line)}{_line(line, base)}"


def _tick(line: Line) -> str:
    return "" if line.ticked is None else f"[{'x' if line.ticked else ' '}] "


def _line(line: Line, base: str) -> str:
    parts = [f"{_code(line.value)},"] if line.value else []
    if line.text:
        parts.append(_plain(line.text))
    if line.place is not None:
        parts.append(_place(line.place, base))
        if not line.bare and line.place.text.strip():
            parts.append(_code(source_line(line.place)[:_QUOTE]))
    if web_link(line.url):
        parts.append(f"<{_address(line.url)}>")
    return " ".join(parts)


def _rest(audit: Audit) -> Iterator[str]:
    yield from _list("Not analysed", [(not_analysed_place(part), part.reason) for part in audit.report.not_analysed])
    notices = [(f"{notice.location.path}:{notice.location.line}", notice.message) for notice in audit.report.notices]
    yield from _list("About the suppressions", notices)
    yield ""
    yield f"Made by portbind-lint {audit.report.version} from the files of the repository alone: nothing was run."


def _list(title: str, items: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [f"- {_code(place)}: {_plain(text)}" for place, text in items]
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _table(titles: list[str], rows: list[list[str]], align: str = "---") -> Iterator[str]:
    for row in (titles, [align] * len(titles), *rows):
        yield f"| {' | '.join(row)} |"


def _place(location: Location, base: str) -> str:
    return f"[{_code(f'{location.path}:{location.line}')}](<{_address(line_link(base, location))}>)"


def _address(url: str) -> str:
    """A URL that cannot leave its angle brackets."""
    return re.sub(r"[<>\\\s|]|[^ -~]", lambda found: f"%{ord(found[0]) % 256:02X}", url)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", neutral(text))


def _cell(text: str) -> str:
    return _code(text).replace("|", "\\|")


def _code(text: str) -> str:
    """A code span that `text` cannot end."""
    inert = neutral(text) if text.strip() else "(empty)"
    fence = "`" * (max((len(run) for run in _TICKS.findall(inert)), default=0) + 1)
    padding = " " if inert.startswith("`") or inert.endswith("`") or (inert[0] == inert[-1] == " ") else ""
    return f"{fence}{padding}{inert}{padding}{fence}"
