"""What one case of a host means for the listener: a class and an address, or no host at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portbind_lint.model.library import Default, DefaultClass, HostPosition
from portbind_lint.model.regex import regex
from portbind_lint.model.site import AddressClass
from portbind_lint.model.source import Location
from portbind_lint.model.value import Absent, Case, External, Known, Setting, Unknown, UnknownReason
from portbind_lint.resolve.spelling import host_class, host_of

_RANK = (
    AddressClass.WILDCARD, AddressClass.WILDCARD_DEFAULT, AddressClass.SPECIFIC, AddressClass.LOOPBACK,
    AddressClass.LOOPBACK_DEFAULT, AddressClass.PIPE, AddressClass.UNKNOWN,
)  # fmt: skip
_SPECIAL_CLASS = {"wildcard": AddressClass.WILDCARD, "loopback": AddressClass.LOOPBACK}
_OWN_ADDRESS = regex(r"(networkInterfaces|hostname|internalIpV[46]|address|ip|getLocalIP)$")
_OWN_MODULES = (
    "os",
    "ip",
    "internal-ip",
    "default-gateway",
    "network-address",
    "address",
    "my-local-ip",
    "local-ip-address",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that the listener can bind.

    `settings` must be set for it; `condition` could not be decided. `versions` are those of a library that bind it,
    where others that the manifest allows bind something safe.
    """

    cls: AddressClass
    value: str
    trail: tuple[Location, ...] = ()
    settings: tuple[Setting, ...] = ()
    condition: str = ""
    reason: str = ""
    versions: str = ""

    @property
    def rank(self) -> int:
        """0 for the most exposed."""
        return _RANK.index(self.cls)


def of_case(case: Case, position: HostPosition, special: tuple[tuple[str, str], ...]) -> Outcome | None:
    """What a case in a host position binds; None where it is no host, so that the library chooses."""
    found = _of_thing(case, position, dict(special))
    if found is None:
        return None
    return replace(found, trail=case.trail, settings=case.set_by, condition=case.condition)


def _of_thing(case: Case, position: HostPosition, special: dict[str, str]) -> Outcome | None:
    match case.thing:
        case Known(value) if isinstance(value, str):
            return _of_text(value, position, special)
        case Known(value) if not isinstance(value, str):
            return _of_other(value, position, special)
        case External(module, path):
            return _of_external(module, path)
        case Unknown(reason):
            return Outcome(AddressClass.UNKNOWN, "", reason=reason.value)
        case _:
            return None


def _of_text(text: str, position: HostPosition, special: dict[str, str]) -> Outcome | None:
    host = host_of(text, position.form)
    if host is None:
        return Outcome(AddressClass.PIPE, text)
    if position.form != "host" and not host and text.strip().isdecimal():
        return None
    if position.form != "host" and host == "undefined":
        return Outcome(AddressClass.UNKNOWN, "", reason=UnknownReason.REQUIRED_SETTING.value)
    if host in special:
        found = _SPECIAL_CLASS.get(special[host])
        return Outcome(found, host) if found else None
    return Outcome(host_class(host), host or text)


def _of_other(value: float | bool | None, position: HostPosition, special: dict[str, str]) -> Outcome | None:
    """A host that is no text: libraries take it for none, but for what `special` says and for a zero under a key."""
    spelling = "null" if value is None else str(value).lower()
    found = _SPECIAL_CLASS.get(special.get(spelling, ""))
    if found:
        return Outcome(found, spelling)
    zero = value == 0 and not isinstance(value, bool) and position.key and spelling not in special
    return Outcome(AddressClass.WILDCARD, "0") if zero else None


def _of_external(module: str, path: tuple[str, ...]) -> Outcome | None:
    names = [step[1:] for step in path if step.startswith(".")]
    if module in _OWN_MODULES and (not names or _OWN_ADDRESS.search(names[0])):
        return Outcome(AddressClass.SPECIFIC, "this machine's own address")
    return Outcome(AddressClass.UNKNOWN, "", reason=UnknownReason.MODULE.value)


def of_default(default: Default) -> Outcome:
    """What the library binds by itself; a library that refuses to start without a host leaves the address unknown."""
    match default.binds:
        case DefaultClass.WILDCARD:
            return Outcome(AddressClass.WILDCARD_DEFAULT, default.address)
        case DefaultClass.LOOPBACK:
            return Outcome(AddressClass.LOOPBACK_DEFAULT, default.address)
        case DefaultClass.NONE:
            return Outcome(AddressClass.UNKNOWN, "", reason="the library needs a host and none is given")


def is_missing(case: Case) -> bool:
    """Whether a case says that nothing was passed."""
    return isinstance(case.thing, (Absent, Setting)) or case.thing == Known(None)
