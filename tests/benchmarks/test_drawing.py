import re
from itertools import pairwise

import pytest

from benchmarks.drawing import Line, chart


def test_ten_times_as_much_is_as_far_everywhere() -> None:
    svg = chart("MB", (Line("seconds", ((1, 1), (10, 10), (100, 100))),))
    places = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]
    steps = [(x2 - x1, y1 - y2) for (x1, y1), (x2, y2) in pairwise(places)]
    assert steps[0] == pytest.approx(steps[1], abs=0.2)
    assert min(steps[0]) > 0


def test_the_chart_names_its_lines_and_powers() -> None:
    svg = chart("MB", (Line("seconds", ((0.5, 2),)), Line("peak MB", ((0.5, 300),))))
    words = set(re.findall(r">([^<>]+)</text>", svg))
    assert {"MB", "seconds", "peak MB", "0.1", "1", "1,000"} <= words


def test_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="no points"):
        chart("MB", (Line("seconds", ()),))
