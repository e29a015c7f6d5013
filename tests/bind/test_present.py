"""Which names stand in a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.present import present

_NAMES = st.frozensets(st.text("abl", max_size=4), max_size=6)


@given(_NAMES, st.text("abl.(", max_size=30))
def test_a_name_stands_there_if_the_text_holds_it(names: frozenset[str], text: str) -> None:
    assert present(names, text) == {name for name in names if name and name in text}


def test_a_name_that_may_be_spelled_with_escapes_is_not_missed() -> None:
    assert present(frozenset({"listen", "serve"}), r"app.l\u0069sten(80)") == {"listen", "serve"}
