"""A site's identity, which outlives moved lines: it holds no line number."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portbind_lint.model.report import ReportedSite


def with_fingerprints(sites: Iterable[ReportedSite]) -> tuple[ReportedSite, ...]:
    """The sites, each with its fingerprint; equal ones in one file are told apart by their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for site in sites:
        identity = (site.location.path, site.library, site.call, site.address.cls.value, site.address.value)
        seen[identity] += 1
        text = json.dumps([*identity, seen[identity]])
        found.append(replace(site, fingerprint=hashlib.sha256(text.encode()).hexdigest()))
    return tuple(found)
