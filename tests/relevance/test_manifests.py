"""When a manifest says the same as before of what listens."""

from __future__ import annotations

import json

import pytest

from portbind_lint.relevance.manifests import says_the_same

DEPENDENCIES = {"express": "^4.0.0", "left-pad": "1.0.0", "ws": "8.0.0"}
BEFORE = {"name": "berth", "version": "1.0.0", "dependencies": DEPENDENCIES}

CHANGES: dict[str, tuple[object, bool]] = {
    "its version": ({**BEFORE, "version": "1.0.1"}, True),
    "the version of what never listens": ({**BEFORE, "dependencies": {**DEPENDENCIES, "left-pad": "1.3.0"}}, True),
    "the version of what listens": ({**BEFORE, "dependencies": {**DEPENDENCIES, "ws": "7.0.0"}}, False),
    "another dependency": ({**BEFORE, "dependencies": {**DEPENDENCIES, "chalk": "5"}}, False),
    "scripts": ({**BEFORE, "scripts": {"start": "vite --host"}}, False),
    "dependencies that are none": ({**BEFORE, "dependencies": ["express"]}, False),
    "no object": ([], False),
    "its name": ({**BEFORE, "name": "quay"}, False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_in_a_manifest(name: str) -> None:
    after, same = CHANGES[name]
    assert says_the_same(json.dumps(BEFORE).encode(), json.dumps(after).encode()) is same


@pytest.mark.parametrize("nonsense", [b"", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_manifest_says_nothing(nonsense: bytes) -> None:
    assert not says_the_same(nonsense, nonsense)


def test_the_version_of_a_package_with_several_modules_matters() -> None:
    before, after = ({"dependencies": {"@apollo/server": version}} for version in ("4.0.0", "5.0.0"))
    assert not says_the_same(json.dumps(before).encode(), json.dumps(after).encode())
