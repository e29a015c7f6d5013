"""Whatever way a known address takes to a listener, the answer is that address or unknown, and hardly ever unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.evaluate.generated.__main__ import main
from tests.evaluate.generated.constructs import constructs
from tests.evaluate.generated.generate import programs
from tests.evaluate.generated.judge import Answer, judged

CHUNKS = range(8)
CHUNK = 50
MOST_UNKNOWN = 2


@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_answer_is_wrong(chunk: int) -> None:
    answers = [(program, judged(program)) for program in programs(CHUNK, seed=100 + chunk)]
    bad = [(program, answer) for program, answer in answers if answer.outcome not in {"right", "unknown"}]
    assert not bad
    assert sum(answer.outcome == "unknown" for _, answer in answers) <= MOST_UNKNOWN


def test_a_number_always_gives_the_same_program() -> None:
    assert list(programs(5, 7)) == list(programs(5, 7))
    assert list(programs(5, 7)) != list(programs(5, 8))


def test_a_wrong_truth_is_noticed() -> None:
    program = next(p for p in programs(50, 1) if p.host == "0.0.0.0")
    assert judged(program) == Answer("right", "wildcard 0.0.0.0")
    assert judged(replace(program, host="127.0.0.1")).outcome == "wrong"


def test_every_table_has_its_constructs() -> None:
    tables = ("variables", "functions", "objects", "classes", "conditions", "scopes", "modules", "callees", "endings")
    labels = [construct.label for table in tables for construct in constructs(table)]
    assert len(labels) == len(set(labels))
    assert len(labels) > 400


def test_the_command_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--programs", "20", "--seed", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("20 programs: 20 right, 0 unknown, 0 wrong")
