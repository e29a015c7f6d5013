import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.discover.words import WordSearch

MANY = ("listen", "listenAndServe", "serve", 'ws"', "ws'", "WebSocketServer", ".start")


@pytest.mark.parametrize("words", [("listen",), MANY], ids=["few", "many"])
@pytest.mark.parametrize(
    ("text", "found"),
    [("app.listen(1)", True), ("listen", True), ("relisten()", False), ("listener", False), ("$listen", False)],
)
def test_a_word_is_not_a_part_of_a_name(words: tuple[str, ...], text: str, found: bool) -> None:
    assert WordSearch(words).finds(text.encode()) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("listenAndServe(x)", True),
        ("listenAndServes(x)", False),
        ("listenAndServes(x); serve()", True),
        ('import a from "ws"', True),
        ('import a from "rows"', False),
        ("it.start()", True),
        ("it.started()", False),
    ],
)
def test_words_that_hold_each_other(text: str, found: bool) -> None:
    assert WordSearch(MANY).finds(text.encode()) is found


@given(st.lists(st.sampled_from([*MANY, " ", "(", "x", "$", "\n"]), max_size=12))
def test_many_words_are_found_where_one_of_them_is(parts: list[str]) -> None:
    data = "".join(parts).encode()
    assert WordSearch(MANY).finds(data) is any(WordSearch((word,)).finds(data) for word in MANY)
