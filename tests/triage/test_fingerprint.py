from dataclasses import replace

from portbind_lint.triage.fingerprint import with_fingerprints
from tests.report.builder import place, site


def test_moved_lines_change_nothing() -> None:
    (here,) = with_fingerprints([site()])
    (there,) = with_fingerprints([site(location=place("src/server.ts", 99, "app.listen(3000)", "listen"))])
    assert here.fingerprint == there.fingerprint
    assert len(here.fingerprint) == 64


def test_what_is_bound_where_and_by_whom_does() -> None:
    one = site()
    others = [
        one,
        replace(one, call="server.listen"),
        replace(one, library="koa"),
        replace(one, address=replace(one.address, value="0.0.0.0")),
        replace(one, location=place("src/other.ts", 4, "app.listen(3000)", "listen")),
    ]
    assert len({found.fingerprint for found in with_fingerprints(others)}) == 5


def test_equal_sites_are_told_apart_by_their_order() -> None:
    first, second = with_fingerprints([site(), site()])
    assert first.fingerprint != second.fingerprint
    assert with_fingerprints([site()])[0].fingerprint == first.fingerprint
