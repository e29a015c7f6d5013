"""Commands that open the same listener in the same way under several names: the first one stands for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portbind_lint.model.site import ToolSite
from portbind_lint.model.verdict import ReviewedSite


def without_repeats(sites: Iterable[ReviewedSite]) -> Iterator[ReviewedSite]:
    """The sites, but of the commands in one file that give no host only the first with the same outcome."""
    seen: set[tuple[object, ...]] = set()
    for reviewed in sites:
        site = reviewed.site
        if isinstance(site, ToolSite) and not site.given:
            address = reviewed.address
            key = (site.location.path, site.library.name, id(site.tool), reviewed.context, address.cls, address.value)
            if key in seen:
                continue
            seen.add(key)
        yield reviewed
