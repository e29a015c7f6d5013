import pytest

from benchmarks.figures import middle, number, paired
from benchmarks.timing import Run


def runs(*seconds: float) -> list[Run]:
    return [Run(second, second / 2, second * 10) for second in seconds]


def test_runs_are_compared_with_those_of_their_own_round() -> None:
    """The second round was slow for both: each round has its own ratio, and the median of these counts."""
    ratio = paired(runs(2, 30, 2), runs(1, 10, 4))
    assert (ratio.middle, ratio.lowest, ratio.highest) == (2, 0.5, 3)
    assert str(ratio) == "2.00 (0.500 to 3.00)"


@pytest.mark.parametrize(("ours", "theirs"), [((), ()), ((1.0,), (1.0, 2.0))])
def test_unequal_rounds_have_no_ratio(ours: tuple[float, ...], theirs: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"no runs|zip"):
        paired(runs(*ours), runs(*theirs))


def test_the_middle_is_that_of_each_figure() -> None:
    assert middle([Run(3, 1, 9), Run(1, 2, 7), Run(2, 3, 8)]) == Run(2, 2, 8)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.01234, "0.0123"), (0.5, "0.500"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (12345, "12345")],
)
def test_numbers_have_three_digits(value: float, shown: str) -> None:
    assert number(value) == shown
