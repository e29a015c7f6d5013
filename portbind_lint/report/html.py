"""The audit as one page for a browser: nothing is loaded from anywhere, and it is readable without JavaScript.

The template escapes whatever it is given. The page's own style and script are the only ones that the browser is allowed
to run, by their hashes, so that not even an escaping mistake could run anything of the analysed repository.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from portbind_lint.model.report import Report
from portbind_lint.report.audit import page
from portbind_lint.report.audit.exposure import exposure_map
from portbind_lint.report.audit.links import line_link, web_link
from portbind_lint.report.audit.records import LABELS, Audit, audit_of, searched
from portbind_lint.report.parts.frame import source_window
from portbind_lint.report.parts.text import neutral, source_line
from portbind_lint.report.parts.words import not_analysed_place
from portbind_lint.report.registry import RenderOptions

# More listeners than these share a row of the map only in number.
_LISTED = 12


def render(report: Report, options: RenderOptions) -> str:
    """The whole page; `options.link_base` is where the links to lines lead."""
    audit = audit_of(report)
    style, script = _text("page.css"), _text("page.js")
    return _template().render(
        audit=audit,
        map=exposure_map(audit.records),
        labels=LABELS,
        before=dict(_starts(audit)).__getitem__,
        choices=_choices(audit),
        searched=searched(report),
        unread=[(not_analysed_place(part), part.reason) for part in report.not_analysed],
        listed=_LISTED,
        link=lambda location: line_link(options.link_base, location),
        web=web_link,
        quoted=source_line,
        window=source_window,
        style=Markup(style),  # noqa: S704 - the page's own
        script=Markup(script),  # noqa: S704 - the page's own
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


@cache
def _template() -> Template:
    """Text of a repository reaches the page as values only, and each of them is made harmless and then escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_harmless, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("page.html"))


def _text(name: str) -> str:
    return resources.files(page).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """The hash by which a content security policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _harmless(value: object) -> object:
    return neutral(value) if type(value) is str else value


def _starts(audit: Audit) -> list[tuple[str, int]]:
    """Where each verdict's part of the bar begins."""
    starts, at = [], 0
    for verdict, number in audit.totals:
        starts.append((verdict, at))
        at += number
    return starts


def _choices(audit: Audit) -> tuple[tuple[str, str, list[str]], ...]:
    """The menus: the name of the data attribute, the label, and the values that occur."""
    sites = [record.site for record in audit.records]
    return (
        ("context", "Context", sorted({site.context.value for site in sites})),
        ("rule", "Rule", sorted({site.rule.id for site in sites if site.rule})),
        ("library", "Library", sorted({site.library for site in sites})),
    )
