"""The findings that a project knows and lives with for now: a file that is kept in the repository.

One line is one finding, sorted by path, and every line but the last ends alike, so that two branches that both add
findings merge as text. A finding is recognised by its fingerprint, which holds no line number; the rest of an entry is
for people. An entry covers its finding as long as that does not become more severe.

    {
    "<fingerprint>": {"path": "src/a.js", "rule": "...", "call": "app.listen", "address": "::", "reason": ""},
    "schema": "portbind-lint-baseline/1"
    }
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Union

from portbind_lint.model.errors import UserError
from portbind_lint.model.regex import regex
from portbind_lint.model.report import Notice, SilencedBy, Suppression
from portbind_lint.model.source import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portbind_lint.model.report import ReportedSite
    from portbind_lint.model.verdict import RuleInfo

FILE_NAME = ".portbind-baseline.json"
LIMIT = 20_000_000
"""Bytes: a hundred thousand findings have fewer."""

_SCHEMA = "portbind-lint-baseline/1"
_FINGERPRINT = regex(r'^\s*"([0-9a-f]{64})"\s*:')
_CONFLICT = regex(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_TEXTS = ("path", "rule", "call", "address", "reason")

_Json = Union[None, bool, int, float, str, "list[_Json]", "dict[str, _Json]"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding that is known; `line` is that of the baseline's file, 0 for one that is not written yet."""

    fingerprint: str
    path: str
    rule: str
    call: str
    address: str
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of one file; `path` is the file as reports show it."""

    path: str
    entries: tuple[Entry, ...] = ()


def read_baseline(path: str, data: bytes) -> Baseline:
    """The baseline in `data`; raises `UserError`, with what to do, for anything else."""
    text = data.decode("utf-8-sig", "replace")
    if _CONFLICT.search(text):
        raise UserError(f"{path}: a merge left its conflict here; keep the lines of both sides, and remove the markers")
    try:
        document: _Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UserError(f"{path}{place}: not valid JSON; portbind-lint baseline create writes this file") from error
    if not isinstance(document, dict) or document.get("schema") != _SCHEMA:
        raise UserError(f"{path}: not a baseline of the schema {_SCHEMA}; portbind-lint baseline create writes one")
    lines = {
        found[1]: number for number, line in enumerate(text.splitlines(), 1) if (found := _FINGERPRINT.match(line))
    }
    entries = (_entry(path, key, value, lines.get(key, 1)) for key, value in document.items() if key != "schema")
    return Baseline(path, tuple(entries))


def _entry(path: str, key: str, value: _Json, line: int) -> Entry:
    if not isinstance(value, dict) or not re.fullmatch(r"[0-9a-f]{64}", key):
        raise UserError(f"{path}:{line}: {key[:80]!r} is no entry of a baseline")
    texts = {name: text for name in _TEXTS if isinstance(text := value.get(name, ""), str)}
    if texts.keys() != set(_TEXTS) or value.keys() - set(_TEXTS):
        raise UserError(f"{path}:{line}: an entry holds the texts {', '.join(_TEXTS)}, and nothing else")
    return Entry(key, **texts, line=line)


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline; the same findings give the same text, whatever the order and the lines."""
    lines = []
    for entry in sorted(entries, key=lambda entry: (entry.path, entry.rule, entry.call, entry.fingerprint)):
        fields = {name: getattr(entry, name) for name in _TEXTS}
        lines.append(f'"{entry.fingerprint}": {json.dumps(fields)},\n')
    return "{\n" + "".join(lines) + f'"schema": "{_SCHEMA}"\n}}\n'


def recorded(sites: Iterable[ReportedSite], before: Baseline, reason: str = "") -> tuple[Entry, ...]:
    """An entry for each finding that is open or covered by `before`, whose reasons are kept."""
    reasons = {entry.fingerprint: entry.reason for entry in before.entries}
    return tuple(
        Entry(
            site.fingerprint,
            site.location.path,
            site.rule.id,
            site.call,
            site.address.value or site.address.cls.value,
            reasons.get(site.fingerprint, "") or reason,
        )
        for site in sites
        if site.rule is not None and (site.suppressed is None or site.suppressed.by is SilencedBy.BASELINE)
    )


def pruned(baseline: Baseline, sites: Iterable[ReportedSite]) -> tuple[Entry, ...]:
    """The entries that cover one of the sites."""
    covered = {site.fingerprint for site in sites if site.suppressed and site.suppressed.by is SilencedBy.BASELINE}
    return tuple(entry for entry in baseline.entries if entry.fingerprint in covered)


def covered(
    sites: Iterable[ReportedSite], baseline: Baseline, rules: Iterable[RuleInfo]
) -> tuple[tuple[ReportedSite, ...], tuple[Notice, ...]]:
    """The sites, those silenced that the baseline knows, and a notice for each entry that covers nothing."""
    severities = {rule.id: rule.severity for rule in rules}
    entries = {entry.fingerprint: entry for entry in baseline.entries}
    used: set[str] = set()
    found = []
    for site in sites:
        entry = entries.get(site.fingerprint)
        if entry is not None and site.suppressed is None and _covers(entry, site, severities):
            used.add(entry.fingerprint)
            location = Location(baseline.path, entry.line)
            reason = entry.reason or "known when the baseline was written"
            suppression = Suppression(location, (entry.rule,), reason, SilencedBy.BASELINE)
            found.append(replace(site, suppressed=suppression))
        else:
            found.append(site)
    stale = (entry for entry in baseline.entries if entry.fingerprint not in used)
    return tuple(found), tuple(_stale(baseline.path, entry) for entry in stale)


def _covers(entry: Entry, site: ReportedSite, severities: Mapping[str, float]) -> bool:
    return site.rule is not None and severities.get(entry.rule, -1.0) >= site.rule.severity


def _stale(path: str, entry: Entry) -> Notice:
    text = f"this entry of the baseline covers nothing any more ({entry.rule} in {entry.path}): "
    return Notice(Location(path, entry.line), text + "portbind-lint baseline prune removes it")
