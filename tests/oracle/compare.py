"""Whether what portbind-lint says of a program is what the program opened."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portbind_lint.discover.left_out import is_script
from portbind_lint.model.site import Address, AddressClass
from portbind_lint.model.source import Package
from tests.bind.memory import analysed, in_files
from tests.oracle.cases import Case
from tests.oracle.sandbox import Seen
from tests.oracle.sockets import Listener

_KIND = {
    AddressClass.WILDCARD: "wildcard",
    AddressClass.WILDCARD_DEFAULT: "wildcard",
    AddressClass.LOOPBACK: "loopback",
    AddressClass.LOOPBACK_DEFAULT: "loopback",
    AddressClass.SPECIFIC: "specific",
    AddressClass.PIPE: "pipe",
}
_WORST = ("wildcard", "specific", "loopback", "pipe")
_MATRIX = ("unknown",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` is `proven`, `refused` (the library does not start with this host), `contradiction` or `failed`."""

    status: str
    said: tuple[str, ...]
    seen: tuple[str, ...]
    detail: str = ""


def said_of(case: Case) -> tuple[Address, ...]:
    """The addresses that portbind-lint finds in the example, for the version that is run."""
    dependencies = dict(case.example.dependencies)
    if case.package:
        dependencies[case.package.name] = case.package.version
    texts = {case.example.file: case.example.code}
    if not is_script(case.example.file):
        return tuple(address for _, address in in_files(texts, **dependencies))
    package = Package("", "package.json", dependencies=tuple(dependencies.items()))
    return tuple(address for _, address in analysed(texts, case.example.file, package))


def compare(case: Case, said: Sequence[Address], seen: Seen) -> Outcome:
    """The outcome of a run: the kinds must agree, and an address that is one must be the one that was opened."""
    texts = tuple(f"{address.cls.value} {address.value}".strip() for address in said)
    opened = tuple(sorted(dict.fromkeys(str(listener) for listener in seen.listeners)))
    matrix = case.example.expect == _MATRIX
    if seen.code and not seen.listeners:
        status = "refused" if matrix else "failed"
        return Outcome(status, texts, opened, _last_line(seen.output))
    problem = _problem(case, said, seen.listeners)
    return Outcome("contradiction" if problem else "proven", texts, opened, problem)


def _problem(case: Case, said: Sequence[Address], opened: Sequence[Listener]) -> str:
    kinds = _kinds(opened)
    expected = Counter(_KIND.get(address.cls, "unknown") for address in said) + Counter(case.program.also)
    if expected != kinds:
        return f"said {_listed(expected)}, opened {_listed(kinds)}"
    for address in said:
        wanted = _plain(address.value)
        if wanted and not any(_plain(listener.address) == wanted for listener in opened):
            return f"said {address.value}, opened {', '.join(sorted(str(listener) for listener in opened))}"
    return ""


def _kinds(opened: Iterable[Listener]) -> Counter[str]:
    """The kinds of what was opened; the same port on two addresses counts once, as the more exposed."""
    ports: dict[tuple[str, int, str], list[str]] = {}
    for listener in opened:
        path = "" if listener.port else listener.address
        ports.setdefault((listener.protocol, listener.port, path), []).append(listener.kind)
    return Counter(min(kinds, key=_WORST.index) for kinds in ports.values())


def _plain(text: str) -> str:
    """An IP address in its usual spelling; "" where the text is none (a name, a path, a short form)."""
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return ""


def _listed(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing"


def _last_line(output: str) -> str:
    """The line of a program's output that tells best why it failed."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line or "error" in line]
    return (errors or lines or ["it ended without a word"])[0][:200]
