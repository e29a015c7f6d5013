from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.model.site import Address, AddressClass
from tests.oracle.cases import Case, cases, harness
from tests.oracle.compare import compare, said_of
from tests.oracle.packages import FOLDER, SETS
from tests.oracle.results import read
from tests.oracle.sandbox import Seen
from tests.oracle.sockets import Listener

WILDCARD = Listener("tcp", "::", 3000)
LOOPBACK = Listener("tcp", "127.0.0.1", 3000)


@cache
def all_cases() -> tuple[Case, ...]:
    return tuple(cases())


def case(key: str) -> Case:
    return next(found for found in all_cases() if found.key.startswith(key))


def test_every_case_has_a_result_and_none_contradicts() -> None:
    known = read()
    assert {found.key for found in all_cases()} == known.keys()
    assert [row for row in known.values() if row.status not in ("proven", "refused", "not run")] == []
    assert [row for row in known.values() if row.status == "not run" and not row.detail] == []


def test_a_result_is_of_the_program_and_of_what_is_said_today() -> None:
    known = read()
    for found in all_cases():
        row = known[found.key]
        assert row.digest == found.digest, f"{found.key} has changed (python -m tests.oracle)"
        if row.status == "proven":
            assert row.said == tuple(f"{a.cls.value} {a.value}".strip() for a in said_of(found)), found.key


def test_many_call_forms_are_proven_in_both_runtimes_too() -> None:
    proven = [row for row in read().values() if row.status == "proven" and ", host " not in row.example]
    assert len(proven) >= 150
    assert {row.runtime.split()[0] for row in proven} == {"node", "bun", "deno"}


def test_the_harness_speaks_of_entries_and_examples_that_exist() -> None:
    examples: dict[str, set[str]] = {}
    for found in all_cases():
        examples.setdefault(found.entry, set()).add(found.example.name)
    for entry, settings in harness().items():
        assert set(settings.get("examples", {})) <= examples[entry], entry


@pytest.mark.parametrize("group", SETS)
def test_a_lock_file_has_hashes_and_no_addresses(group: str) -> None:
    packages = json.loads((FOLDER / group / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    hashed = [entry for name, entry in packages.items() if name and not entry.get("inBundle")]
    assert all(re.match("sha(1|512)-", entry["integrity"]) for entry in hashed)


@pytest.mark.parametrize(
    ("opened", "code", "status", "detail"),
    [
        ((WILDCARD,), None, "proven", ""),
        ((LOOPBACK,), None, "contradiction", "said 1 wildcard, opened 1 loopback"),
        ((), None, "contradiction", "said 1 wildcard, opened nothing"),
        ((WILDCARD, Listener("tcp", "::", 3001)), None, "contradiction", "said 1 wildcard, opened 2 wildcard"),
        ((WILDCARD, LOOPBACK), None, "proven", ""),
        ((Listener("tcp", "0.0.0.0", 3000),), None, "contradiction", "said ::, opened tcp 0.0.0.0"),
        ((), 1, "failed", "Error: no"),
    ],
)
def test_what_is_said_is_compared_with_the_sockets(
    opened: tuple[Listener, ...], code: int | None, status: str, detail: str
) -> None:
    address = Address(AddressClass.WILDCARD_DEFAULT, "::", configurable=False, trail=())
    outcome = compare(case("express / no host / "), [address], Seen(opened, code, "at x\nError: no"))
    assert (outcome.status, outcome.detail) == (status, detail)


def test_a_special_value_can_be_refused() -> None:
    address = Address(AddressClass.WILDCARD, "*", configurable=False, trail=())
    found = case("koa / positional, host '*' / ")
    assert compare(found, [address], Seen((), 1, "Error: no")).status == "refused"
    assert compare(replace(found), [address], Seen((LOOPBACK,), None, "")).status == "contradiction"


def test_every_special_value_of_the_catalogue_is_tried_where_there_is_a_place_for_it() -> None:
    fastify = next(library for library in load_catalogue().libraries if library.name == "fastify")
    spelled = {spelling for listener in fastify.listeners for spelling, _ in listener.special}
    tried = " ".join(found.example.name for found in all_cases() if found.entry == "fastify")
    assert spelled
    assert all(f"host {text}" in tried or f"host '{text}'" in tried for text in spelled)
