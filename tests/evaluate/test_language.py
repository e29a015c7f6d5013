"""What Node says of thousands of small expressions, the evaluator says, or that it does not know."""

from __future__ import annotations

from tests.evaluate.language.expressions import evaluated, expressions, recorded

MOST_UNKNOWN = 0.1
"""Of all; methods that no address passes through are not followed."""


def test_no_expression_is_wrong() -> None:
    pairs = [(text, value) for text, value in recorded() if not value.startswith("throws ")]
    found = evaluated([text for text, _ in pairs])
    answers = [(*pair, answer) for pair, answer in zip(pairs, found, strict=True)]
    assert [each for each in answers if each[2] and each[1] not in each[2]] == []
    assert sum(answer is None or len(answer) > 1 for _, _, answer in answers) < MOST_UNKNOWN * len(pairs)


def test_what_is_recorded_is_what_there_is_to_ask() -> None:
    assert [text for text, _ in recorded()] == expressions()
