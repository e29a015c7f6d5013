"""When Python looks for circles."""

from __future__ import annotations

import gc

import pytest

from portbind_lint.garbage import uncollected


@uncollected
def asked(*, fails: bool = False) -> bool:
    if fails:
        raise KeyError
    return gc.isenabled()


def test_nobody_is_collected_meanwhile_and_everybody_afterwards() -> None:
    assert gc.isenabled()
    assert not asked()
    assert gc.isenabled()
    with pytest.raises(KeyError):
        asked(fails=True)
    assert gc.isenabled()


def test_who_has_switched_collection_off_finds_it_so() -> None:
    gc.disable()
    try:
        assert not asked()
        assert not gc.isenabled()
    finally:
        gc.enable()
