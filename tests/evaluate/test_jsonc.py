import pytest

from portbind_lint.evaluate.data.jsonc import parse_jsonc


@pytest.mark.parametrize("piece", ["/* ", '"\\"', "// ", ",  ", '"'])
def test_what_nobody_closes_is_read_once(piece: str) -> None:
    """Each of them to the end of the text would be 10^11 steps."""
    assert parse_jsonc(("{" + piece * 300_000).encode()) is None


def test_comments_and_commas_at_the_end_are_left_out() -> None:
    assert parse_jsonc(b'{"a": "/* kept */ // kept", /* b */ "c": [1, 2,], // d\n}') == {
        "a": "/* kept */ // kept",
        "c": [1, 2],
    }
