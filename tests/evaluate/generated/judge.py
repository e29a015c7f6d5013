"""What the tool says of a generated program, compared with the truth."""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.bind.sites import find_sites
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.model.site import Address, AddressClass
from portbind_lint.resolve.address import resolve
from portbind_lint.resolve.spelling import host_class
from tests.evaluate.evaluated import evaluator_of
from tests.evaluate.generated.builder import Program


@dataclass(frozen=True)
class Answer:
    """`outcome` is `right`, `unknown`, `wrong`, `missed` (no site) or `more` (several); `text` says what was said."""

    outcome: str
    text: str


def judged(program: Program) -> Answer:
    """What is said of the only listener of `program`."""
    evaluator = evaluator_of(program.texts)
    catalogue = load_catalogue()
    found = []
    for path in sorted(program.texts):
        module = evaluator.program.module(path)
        assert module is not None
        assert not module.problems, (path, program.texts[path])
        found += [resolve(site, evaluator, _no_version) for site in find_sites(module, catalogue, evaluator)]
    if len(found) != 1:
        return Answer("more" if found else "missed", ", ".join(str(address.cls.value) for address in found))
    return _compared(program, found[0])


def _no_version(_name: str) -> str | None:
    return None


def expected(program: Program) -> tuple[str, str]:
    """The class, and the host where there is one."""
    if program.host is None:
        return program.default, ""
    return host_class(program.host).value, program.host


def _compared(program: Program, address: Address) -> Answer:
    if address.cls is AddressClass.UNKNOWN:
        return Answer("unknown", address.reason)
    cls, host = expected(program)
    right = address.cls.value == cls and (not host or address.value == host)
    return Answer("right" if right else "wrong", f"{address.cls.value} {address.value}")
