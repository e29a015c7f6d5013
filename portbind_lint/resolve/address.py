"""The address that a site binds when nobody sets anything, and how it got there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.model.library import ConfigFile, HostPosition, Listener
from portbind_lint.model.site import Address, AddressClass, AnySite, ToolSite
from portbind_lint.model.value import Absent, Case, Known, Setting, Value
from portbind_lint.resolve.defaults import default_of, form_of
from portbind_lint.resolve.outcome import Outcome, is_missing, of_case
from portbind_lint.resolve.pipes import pipe_of
from portbind_lint.resolve.places import Places
from portbind_lint.resolve.version import covers, outside, overlaps

Version = Callable[[str], str | None]
Hosts = list[tuple[HostPosition, Value]]

_UNDER_KEY = HostPosition(0, "host")
_DEFAULTS = (AddressClass.WILDCARD_DEFAULT, AddressClass.LOOPBACK_DEFAULT)


def resolve(site: AnySite, evaluator: Evaluator, version: Version) -> Address:
    """What `site` binds. `version` gives the version or range of a package that the manifest asks for, or None."""
    requested = _requested(site, evaluator, version)
    if isinstance(site, ToolSite):
        return _of_tool(site, requested)
    places = Places(site, evaluator)
    if site.config is not None:
        return _of_config(site.config, places, requested)
    listener = site.listener
    if listener is None:
        return Address(AddressClass.UNKNOWN, "", configurable=False, trail=(), reason="nothing is known of the call")
    for position in listener.pipes:
        case = pipe_of(places, position)
        if case is not None:
            return _pipe(case)
    return _on_a_port(places, listener, requested)


def _of_config(config: ConfigFile, places: Places, requested: str | None) -> Address:
    """What a tool binds that reads a configuration, where its version reads that key."""
    default = default_of(config.defaults, requested, "")
    values = [(replace(_UNDER_KEY, versions=config.versions), places.configured(config.host))]
    return _by_version(values, requested, lambda read: _address(read, config.special, default, ()))


def _of_tool(site: ToolSite, requested: str | None) -> Address:
    """What a program that is run binds: what the command or the file says, else what the program does by itself."""
    default = default_of(site.tool.defaults, requested, "")
    return _by_version(site.hosts, requested, lambda values: _address(values, site.tool.special, default, ()))


def _requested(site: AnySite, evaluator: Evaluator, version: Version) -> str | None:
    """The version that the manifest asks for, of the first of the library's packages that it names.

    In the library's own repository that is no version: what stands in its manifest is often a placeholder.
    """
    package = evaluator.program.repository.package_of(site.location.path)
    for module in site.library.modules:
        found = version(module) if package is None or package.name != module else None
        if found is not None:
            return found
    return None


def _pipe(case: Case) -> Address:
    value = str(case.thing.value) if isinstance(case.thing, Known) else ""
    return Address(AddressClass.PIPE, value, configurable=False, trail=case.trail)


def _on_a_port(places: Places, listener: Listener, requested: str | None) -> Address:
    values = [(position, places.value(position)) for position in listener.hosts]
    default = default_of(listener.defaults, requested, form_of(places, values))
    return _by_version(values, requested, lambda read: _address(read, listener.special, default, listener.settings))


def _by_version(
    values: Iterable[tuple[HostPosition, Value]], requested: str | None, made: Callable[[Hosts], Address]
) -> Address:
    """The address with the places that the library reads; where only some allowed versions read one, the exposed one.

    Without a known version the newest counts.
    """
    sure = [(position, value) for position, value in values if covers(requested, position.versions)]
    some = [(position, value) for position, value in values if overlaps(requested, position.versions)]
    address = _with_range(made(sure), requested)
    if requested is None or len(some) <= len(sure):
        return address
    otherwise = _with_range(made(some), requested)
    if otherwise.cls.exposed or not address.cls.exposed:
        return otherwise
    unread = next(position.versions for position, _ in some if not covers(requested, position.versions))
    return replace(address, versions=(requested, outside(unread)))


def _with_range(address: Address, requested: str | None) -> Address:
    """The range that a manifest asks for, where the versions in it differ."""
    if address.versions is None or requested is None:
        return address
    return replace(address, versions=(requested, address.versions[1]))


def _address(
    values: Hosts,
    special: tuple[tuple[str, str], ...],
    default: Outcome,
    own: tuple[str, ...],
) -> Address:
    """The most exposed of what holds when nobody sets anything; what else can be are the alternatives.

    A position passes on to the next one where it holds no host; after the last the library's default counts. `own` are
    the settings that the library itself reads then.
    """
    outcomes, read, missing = _outcomes(values, special)
    if missing is not None:
        outcomes.append(replace(default, trail=missing.trail))
    effective = [outcome for outcome in outcomes if not outcome.settings]
    best = min(effective or [default], key=lambda outcome: outcome.rank)
    if best.cls in _DEFAULTS and missing is not None and missing.condition:
        # Whether a host is given hangs on what cannot be known: it is not known then that none is.
        best = next((outcome for outcome in effective if outcome.cls is AddressClass.UNKNOWN), best)
    library = own if best.cls in _DEFAULTS else ()
    return Address(
        cls=best.cls,
        value=best.value,
        configurable=any(value.configurable for value in read) or bool(library),
        trail=best.trail,
        settings=tuple(dict.fromkeys((*_settings(read), *library))),
        alternatives=tuple(
            dict.fromkeys(_described(o) for o in outcomes if (o.cls, o.value) != (best.cls, best.value))
        ),
        reason=best.reason,
        versions=("", best.versions) if best.versions else None,
    )


def _outcomes(values: Hosts, special: tuple[tuple[str, str], ...]) -> tuple[list[Outcome], list[Value], Case | None]:
    """The hosts that the positions hold, the values that were read for them, and the case in which a host is missing.

    The case is None where some position holds a host whatever happens; its condition is that of any position.
    """
    outcomes: list[Outcome] = []
    read: list[Value] = []
    missing = Case(Absent())
    for position, value in values:
        read.append(value)
        found = [
            (case, of_case(case, position, special)) for case in value.cases if not isinstance(case.thing, Setting)
        ]
        outcomes += [outcome for _, outcome in found if outcome is not None]
        absent = [case for case, outcome in found if outcome is None and not case.set_by]
        if not absent and found:
            return outcomes, read, None
        here = next((case for case in absent if is_missing(case)), missing)
        missing = replace(missing if missing.trail else here, condition=missing.condition or here.condition)
    return outcomes, read, missing


def _settings(values: Iterable[Value]) -> Iterable[str]:
    """The settings that have a say in `values`, as text: `env HOST`, `flag --host`."""
    for value in values:
        for case in value.cases:
            for setting in (*case.set_by, *((case.thing,) if isinstance(case.thing, Setting) else ())):
                yield described(setting)


def described(setting: Setting) -> str:
    """A setting as text: `env HOST`, `flag --host`."""
    dashes = "--" if setting.kind == "flag" and not setting.name.startswith("-") else ""
    return f"{setting.kind} {dashes}{setting.name}"


def _described(outcome: Outcome) -> str:
    """An alternative as text: what it binds and when."""
    text = f"{outcome.cls.value} {outcome.value}".strip()
    if outcome.settings:
        text += f" with {', '.join(described(setting) for setting in outcome.settings)} set"
    return f"{text} if {outcome.condition}" if outcome.condition else text
