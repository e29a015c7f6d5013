import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.triage.line_hash import line_hashes

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


def reference(text: str) -> dict[int, str]:
    """The streaming algorithm, unit by unit, as its authors wrote it down."""
    window, lines, counts, found = [0] * 100, [0] * 100, {}, {}
    first = pow(37, 100, 1 << 64)
    state = {"hash": 0, "index": 0, "line": 0, "start": True, "cr": False}

    def output() -> None:
        value = f"{state['hash']:x}"
        counts[value] = counts.get(value, 0) + 1
        found[lines[state["index"]]] = f"{value}:{counts[value]}"
        lines[state["index"]] = 0

    def update(unit: int) -> None:
        index = state["index"]
        state["hash"] = (37 * state["hash"] + unit - first * window[index]) % (1 << 64)
        window[index] = unit
        state["index"] = (index + 1) % 100

    def process(unit: int) -> None:
        if unit in (32, 9) or (state["cr"] and unit == 10):
            state["cr"] = False
            return
        state["cr"] = unit == 13
        unit = 10 if unit == 13 else unit
        if lines[state["index"]]:
            output()
        if state["start"]:
            state["start"] = False
            state["line"] += 1
            lines[state["index"]] = state["line"]
        state["start"] = unit == 10
        update(unit)

    data = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(data), 2):
        process(int.from_bytes(data[at : at + 2], "little"))
    process(65535)
    for _ in range(100):
        if lines[state["index"]]:
            output()
        update(0)
    return found


@given(st.text(st.sampled_from("ab \t\r\n\U0001f600é"), max_size=400))
def test_any_text_hashes_as_in_the_streaming_algorithm(text: str) -> None:
    expected = reference(text)
    assert line_hashes(text, range(1, 500)) == expected
