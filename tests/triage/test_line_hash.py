import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.triage.line_hash import line_hashes
from tests.triage.streamed import hashes_of

PROGRAM = "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n"


def test_known_values() -> None:
    assert line_hashes("", [1]) == {1: "c129715d7a2bc9a3:1"}
    assert line_hashes(PROGRAM, [1, 3]) == {1: "e54938cc54b302f1:1", 3: "1131fd5871777f34:1"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", ["", "  ", "\t"])
def test_line_ends_and_indents_do_not_count(end: str, indent: str) -> None:
    moved = "".join(indent + line + end for line in PROGRAM.splitlines())
    assert line_hashes(moved, range(1, 9)) == line_hashes(PROGRAM, range(1, 9))


def test_a_repeated_line_is_numbered() -> None:
    text = "a\n" * 200
    first, second = line_hashes(text, [1, 2]).values()
    assert (first.partition(":")[0], first[-2:], second[-2:]) == (second.partition(":")[0], ":1", ":2")


def test_only_the_lines_that_are_asked_for_and_exist() -> None:
    assert list(line_hashes("a\nb", [2, 9])) == [2]


@given(st.text(st.sampled_from("ab \t\r\n\U0001f600é"), max_size=400))
def test_any_text_hashes_as_in_the_streaming_algorithm(text: str) -> None:
    expected = hashes_of(text)
    assert line_hashes(text, range(1, 500)) == expected
