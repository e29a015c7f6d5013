from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.errors import UserError
from portbind_lint.model.report import SilencedBy, Suppression
from portbind_lint.triage.baseline import Baseline, Entry, covered, pruned, read_baseline, recorded, written
from portbind_lint.triage.fingerprint import with_fingerprints
from tests.report.builder import RULES, place, site

FILE = ".portbind-baseline.json"
SITES = with_fingerprints(
    [
        site(location=place("b.ts", 4, "app.listen()", "listen")),
        site(location=place("a.ts", 9, "app.listen()", "listen")),
        site(location=place("a.ts", 20, "app.listen()", "listen")),
    ]
)


def file(text: str) -> Baseline:
    return read_baseline(FILE, text.encode())


def recording(reason: str = "") -> str:
    return written(recorded(SITES, Baseline(FILE), reason))


def test_one_line_is_one_finding_sorted_and_without_line_numbers() -> None:
    text = recording("later")
    lines = text.splitlines()
    assert [line for line in lines if '"path"' in line] == lines[1:-2]
    assert [line.split('"path": ')[1].split(",")[0] for line in lines[1:-2]] == ['"a.ts"', '"a.ts"', '"b.ts"']
    assert all(line.endswith("},") for line in lines[1:-2])
    moved = [replace(each, location=replace(each.location, line=each.location.line + 50)) for each in SITES]
    assert written(recorded(with_fingerprints(reversed(moved)), Baseline(FILE), "later")) == text


def test_what_is_recorded_is_covered_wherever_it_moves() -> None:
    moved = with_fingerprints(replace(each, location=replace(each.location, line=1)) for each in SITES)
    found, notices = covered(moved, file(recording("a reason")), RULES.values())
    assert notices == ()
    assert [each.suppressed and (each.suppressed.by, each.suppressed.reason) for each in found] == [
        (SilencedBy.BASELINE, "a reason")
    ] * 3
    assert sorted(each.suppressed.location.line for each in found if each.suppressed) == [2, 3, 4]


def test_what_changes_its_address_or_becomes_more_severe_is_not() -> None:
    baseline = file(recording())
    moved = replace(SITES[0], address=replace(SITES[0].address, value="0.0.0.0"))
    (found,), notices = covered(with_fingerprints([moved]), baseline, RULES.values())
    assert (found.suppressed, len(notices)) == (None, 3)
    worse = replace(SITES[0], rule=RULES["contradicted-exposure"])
    milder = replace(SITES[1], rule=RULES["unauthenticated-exposure"])
    found, _ = covered((worse, milder), baseline, RULES.values())
    assert [each.suppressed is None for each in found] == [True, False]


def test_an_entry_that_covers_nothing_is_told_with_its_line() -> None:
    judged = replace(SITES[0], suppressed=Suppression(place("b.ts", 3, ""), ("x",), "why"))
    found, notices = covered((judged, *SITES[1:]), file(recording()), RULES.values())
    assert found[0].suppressed == judged.suppressed
    (notice,) = notices
    assert (notice.location.path, notice.location.line) == (FILE, 4)
    assert "b.ts" in notice.message
    assert "baseline prune" in notice.message


def test_an_unknown_rule_covers_nothing() -> None:
    baseline = Baseline(FILE, (Entry(SITES[0].fingerprint, "b.ts", "no-such-rule", "app.listen", "::"),))
    assert covered(SITES, baseline, RULES.values())[0] == SITES


def test_an_update_keeps_reasons_drops_what_is_gone_and_adds_what_is_new() -> None:
    old = file(written(recorded(SITES[:2], Baseline(FILE), "known for long")))
    now, _ = covered(SITES[1:], old, RULES.values())
    entries = {entry.fingerprint: entry.reason for entry in recorded(now, old, "new today")}
    assert entries == {SITES[1].fingerprint: "known for long", SITES[2].fingerprint: "new today"}


def test_a_prune_adds_nothing() -> None:
    old = file(written(recorded(SITES[:2], Baseline(FILE), "known for long")))
    now, _ = covered(SITES[1:], old, RULES.values())
    assert [(entry.fingerprint, entry.reason) for entry in pruned(old, now)] == [
        (SITES[1].fingerprint, "known for long")
    ]


def test_suppressed_and_harmless_sites_are_not_recorded() -> None:
    judged = replace(SITES[0], suppressed=Suppression(place("b.ts", 3, ""), ("x",), "why"))
    assert recorded((judged, replace(SITES[1], rule=None)), Baseline(FILE)) == ()


def test_the_lines_of_two_branches_merge_as_text() -> None:
    ours, theirs = (written(recorded(each, Baseline(FILE))) for each in (SITES[:1], SITES[1:]))
    merged = [*ours.splitlines()[:-2], *theirs.splitlines()[1:]]
    assert len(file("\n".join(merged)).entries) == 3
    twice = [*ours.splitlines()[:-2], *ours.splitlines()[1:]]
    assert len(file("\n".join(twice)).entries) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("{\n'a'}", f"{FILE}:2: not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "not a baseline of the schema"),
        ('{"schema": "other/1"}', "not a baseline of the schema"),
        ('{\n"aa": {},\n"schema": "portbind-lint-baseline/1"}', f"{FILE}:1: 'aa' is no entry"),
        (f'{{\n"{"a" * 64}": 1,\n"schema": "portbind-lint-baseline/1"}}', f"{FILE}:2: "),
        (f'{{\n"{"a" * 64}": {{"path": 1}},\n"schema": "portbind-lint-baseline/1"}}', "holds the texts path, rule"),
        (f'{{\n"{"a" * 64}": {{"colour": ""}},\n"schema": "portbind-lint-baseline/1"}}', "and nothing else"),
        ('{\n<<<<<<< ours\n"a": 1,\n=======\n>>>>>>> theirs\n}', "keep the lines of both sides"),
    ],
)
def test_a_mistake_names_the_place_and_the_remedy(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        file(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_texts_are_empty() -> None:
    (entry,) = file(f'{{"{"a" * 64}": {{"path": "a.ts"}}, "schema": "portbind-lint-baseline/1"}}').entries
    assert entry == Entry("a" * 64, "a.ts", "", "", "", "", line=1)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_baseline_or_a_mistake(data: bytes) -> None:
    with suppress(UserError):
        assert read_baseline(FILE, data).path == FILE


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5))
def test_what_is_written_is_read_again(texts: list[tuple[str, str]]) -> None:
    entries = [
        Entry(f"{number:064x}", path, "rule", "call", "::", reason) for number, (path, reason) in enumerate(texts)
    ]
    read = read_baseline(FILE, written(entries).encode()).entries
    assert {replace(entry, line=0) for entry in read} == set(entries)
