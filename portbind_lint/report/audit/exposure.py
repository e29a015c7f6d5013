"""The exposure map: who reaches which process at which address, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from portbind_lint.model.evidence import AuthMode
from portbind_lint.model.site import AddressClass
from portbind_lint.report.audit.binding import address_text
from portbind_lint.report.audit.records import Record
from portbind_lint.report.audit.reviewed import guard_text


class Reach(Enum):
    """From where a listener is reached; the value is for people."""

    NETWORK = "any machine that can route to this one"
    CHOSEN = "wherever the one chosen address leads"
    UNKNOWN = "wherever the caller or a setting decides"
    LOCAL = "this machine only"


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a process; listeners that differ in nothing but their place share it.

    `guarded` tells how well: "required", "optional" or "none".
    """

    reach: Reach
    guards: str
    guarded: str
    address: str
    process: str
    records: tuple[Record, ...]


def exposure_map(records: tuple[Record, ...]) -> tuple[tuple[Reach, tuple[Way, ...]], ...]:
    """The ways into the repository's processes by reach, in the order of the records; tests and probes left out."""
    grouped: dict[tuple[Reach, str, AuthMode, str, str], list[Record]] = {}
    for record in records:
        site = record.site
        if site.context.serves:
            key = (_reach(site.address.cls), guard_text(site), site.auth, address_text(site), record.process)
            grouped.setdefault(key, []).append(record)
    ways = [
        Way(reach, guards, auth.value, address, process, tuple(found))
        for (reach, guards, auth, address, process), found in grouped.items()
    ]
    by_reach = ((reach, tuple(way for way in ways if way.reach is reach)) for reach in Reach)
    return tuple((reach, found) for reach, found in by_reach if found)


def _reach(cls: AddressClass) -> Reach:
    if cls.exposed:
        return Reach.NETWORK
    return {AddressClass.SPECIFIC: Reach.CHOSEN, AddressClass.UNKNOWN: Reach.UNKNOWN}.get(cls, Reach.LOCAL)
