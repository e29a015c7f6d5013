from pathlib import Path

import pytest

from portbind_lint.model.evidence import Control
from portbind_lint.review.controls import find
from portbind_lint.review.controls.known import Case, load_known
from tests.review.listening import Listening

CASES = load_known().cases


def _controls(folder: Path, files: dict[str, str], path: str = "src/server.ts") -> tuple[Control, ...]:
    listening = Listening(folder, {"package.json": '{"name": "acme"}', **files})
    return find(listening.site(path), listening.repository, listening.evaluator)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}-{'fires' if case.fires else 'quiet'}")
def test_every_entry_recognises_its_examples(tmp_path: Path, case: Case) -> None:
    kinds = {control.kind for control in _controls(tmp_path, {"src/server.ts": case.code})}
    assert (case.kind in kinds) is case.fires


def test_every_entry_has_examples_of_both_kinds() -> None:
    known = load_known()
    entries = {entry.id for group in (known.packages, known.calls, known.options, known.requests) for entry in group}
    for fires in (True, False):
        assert {case.id for case in CASES if case.fires is fires} == entries
