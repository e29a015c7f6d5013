"""Answers that rest on an open cycle are kept only while the cycle is open."""

from __future__ import annotations

import pytest

from portbind_lint.evaluate.memory import COST_OF_NO_ANSWER, STEPS_A_QUESTION, STEPS_ASIDE, STEPS_FREE, Activity, Table


def _table() -> tuple[Activity, Table[str]]:
    activity = Activity()
    return activity, Table(activity, "cycle", "limit")


def test_an_answer_is_computed_once() -> None:
    _, table = _table()
    asked: list[int] = []

    def compute() -> str:
        asked.append(1)
        return "answer"

    assert [table.remember(("k",), compute) for _ in range(3)] == ["answer"] * 3
    assert len(asked) == 1


def test_what_rests_on_an_open_cycle_is_forgotten_when_it_closes() -> None:
    _, table = _table()
    inner: list[str] = []

    def part() -> str:
        inner.append(table.remember(("whole",), lambda: "never"))
        return f"part of {inner[-1]}"

    def whole() -> str:
        first = table.remember(("part",), part)
        assert table.remember(("part",), part) == first
        return "whole"

    assert table.remember(("whole",), whole) == "whole"
    assert inner == ["cycle"]
    assert table.remember(("part",), part) == "part of whole"
    assert inner == ["cycle", "whole"]


def test_a_part_that_rests_on_no_cycle_is_kept() -> None:
    _, table = _table()
    asked: list[int] = []

    def part() -> str:
        asked.append(1)
        return "part"

    table.remember(("whole",), lambda: table.remember(("part",), part))
    table.remember(("part",), part)
    assert len(asked) == 1


def test_running_out_of_steps_spoils_what_waits_but_answers() -> None:
    activity, table = _table()

    def waiting() -> str:
        activity.left = 0
        return table.remember(("late",), lambda: "never")

    assert table.remember(("whole",), waiting) == "limit"
    assert table.remember(("late",), lambda: "now") == "now"


def test_a_question_that_runs_out_costs_more_of_the_reserve() -> None:
    activity, table = _table()
    costs = []
    for number, taken in enumerate((STEPS_A_QUESTION, STEPS_A_QUESTION + 1, 0)):
        before = activity.reserve
        table.remember((number,), lambda taken=taken: str(activity.spend(taken - 1)))
        costs.append(before - activity.reserve)
    assert costs == [0, STEPS_A_QUESTION - STEPS_FREE, (STEPS_A_QUESTION + 1 - STEPS_FREE) * COST_OF_NO_ANSWER]


def test_who_has_no_steps_left_is_told() -> None:
    activity, table = _table()
    told = []

    def searching() -> str:
        told.extend((activity.spend(1), activity.spend(STEPS_A_QUESTION), activity.is_spent))
        return "found"

    table.remember(("k",), searching)
    assert told == [True, False, True]
    assert activity.spend(STEPS_A_QUESTION)


def test_what_only_may_matter_takes_no_more_than_its_share() -> None:
    activity, table = _table()
    told = []

    def endless() -> str:
        activity.spend(STEPS_ASIDE + 1)
        return table.remember(("detail",), lambda: "never")

    def whole() -> str:
        left = activity.left
        told.append(activity.aside(lambda: table.remember(("part",), endless)))
        told.append(str(left - activity.left))
        told.append(table.remember(("part",), lambda: "asked again, with all the steps"))
        return "whole"

    assert table.remember(("k",), whole) == "whole"
    assert told == ["limit", str(STEPS_ASIDE + 3), "asked again, with all the steps"]
    assert table.remember(("k",), lambda: "never") == "whole"
    assert not activity.heads


def test_nothing_is_aside_where_no_question_is_open_or_few_steps_are_left() -> None:
    activity, table = _table()
    told = [activity.aside(lambda: "alone")]

    def late() -> str:
        activity.left = STEPS_ASIDE
        told.append(activity.aside(lambda: str(activity.spend(STEPS_ASIDE + 1))))
        return "late"

    table.remember(("k",), late)
    assert told == ["alone", "False"]
    assert activity.left == -1


def test_depth_is_bounded() -> None:
    _, table = _table()

    def deeper(depth: int) -> str:
        return table.remember((depth,), lambda: deeper(depth + 1))

    assert deeper(0) == "limit"


def test_an_exception_leaves_the_table_usable() -> None:
    activity, table = _table()

    def failing() -> str:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        table.remember(("k",), failing)
    assert activity.open == {}
    assert table.remember(("k",), lambda: "fine") == "fine"
