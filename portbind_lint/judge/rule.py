"""What a rule file must hold, and the page that its docstring is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from portbind_lint.model.regex import regex
from portbind_lint.model.verdict import ReviewedSite, RuleInfo, Verdict

HEADINGS = ("What it does", "Why it matters", "Example", "Instead", "What to do", "References")
_LINK = regex(r"\]\((https://[^)\s]+)\)")
_CODE = regex(r"^```(?:js|ts)$", re.MULTILINE)


class RuleError(Exception):
    """A rule file is incomplete: our bug, found the first time that the rules are loaded."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the decision table.

    `position` is the number of its row, from 1; the first row that matches decides. `when` is what `matches` asks, in
    the words of the table that people read. `severity` is GitHub's
    security-severity, 0 for a note. `personas` are those whose runs show the rule. `headline` is the message's first
    sentence, which has to make sense by itself; `remedy` says what to do about this site.
    """

    position: int
    when: str
    verdict: Verdict
    severity: float
    matches: Callable[[ReviewedSite], bool]
    headline: Callable[[ReviewedSite], str]
    remedy: Callable[[ReviewedSite], str]
    personas: tuple[str, ...] = ("regular", "audit")


def read_page(rule_id: str, rule: Rule, docstring: str | None) -> RuleInfo:
    """The rule's page; raises `RuleError` where a heading, its text, a code example or a CWE reference is missing."""
    if not docstring:
        raise RuleError(f"rule {rule_id} has no docstring (or Python runs with -OO, which removes it)")
    prose = docstring.strip()
    first, _, rest = prose.partition("\n")
    if not first.startswith("# "):
        raise RuleError(f"rule {rule_id}: the first line is not a title, '# ...'")
    sections = _sections(rest)
    if tuple(sections) != HEADINGS:
        raise RuleError(f"rule {rule_id}: the headings are {tuple(sections)}, not {HEADINGS}")
    for heading, text in sections.items():
        if not text:
            raise RuleError(f"rule {rule_id}: nothing under '{heading}'")
    for heading in ("Example", "Instead"):
        if not _CODE.search(sections[heading]):
            raise RuleError(f"rule {rule_id}: no js or ts block under '{heading}'")
    references = tuple(_LINK.findall(sections["References"]))
    if not any("cwe.mitre.org" in link for link in references):
        raise RuleError(f"rule {rule_id}: no CWE under 'References'")
    return RuleInfo(
        id=rule_id,
        when=rule.when,
        title=first.removeprefix("# ").rstrip("."),
        verdict=rule.verdict,
        severity=rule.severity,
        what=sections["What it does"],
        why=sections["Why it matters"],
        remedy=sections["What to do"],
        prose=prose,
        references=references,
    )


def _sections(text: str) -> dict[str, str]:
    """The text under each `##` heading, in order; headings inside code fences are code."""
    lines: dict[str, list[str]] = {}
    current: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        if line.startswith("## ") and not fenced:
            current = lines.setdefault(line.removeprefix("## "), [])
        else:
            current.append(line)
    return {heading: "\n".join(body).strip() for heading, body in lines.items()}
