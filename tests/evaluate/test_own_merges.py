"""Which functions merge, by the text that somebody else has written."""

from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.evaluate.objects.merges import Merge
from portbind_lint.evaluate.objects.own_merges import shape_of

PIECES = (
    "for (const k in b) ",
    "for (const [k, v] of Object.entries(b)) ",
    "a[k] = b[k];",
    "a[k] = v;",
    "{",
    "}",
    "if (!(k in a)) ",
    "return a;",
    "return out;",
    "const out = { ...a };",
    "const out: T = structuredClone(a);",
    "out[k] = f(out[k], b[k]);",
    " as T",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12))
def test_no_text_breaks_it(pieces: list[str]) -> None:
    assert shape_of("".join(pieces), "a", "b") in (None, *_MERGES)


_MERGES = tuple(Merge(later_wins, deep) for later_wins in (True, False) for deep in (True, False))


def test_a_copy_of_the_first_is_the_result() -> None:
    loop = "for (const k in b) { out[k] = b[k] as T; }"
    assert shape_of(f"const out: T = structuredClone(a); {loop} return out;", "a", "b") == Merge()
    assert shape_of(f"const out = {{ ...a, more }}; {loop} return out;", "a", "b") is None
    assert shape_of(f"const out = {{ ...a }}; {loop} return b;", "a", "b") is None
    assert shape_of(f"const out = {{ ...a }}; {loop} return out;", "a", "c") is None
    assert shape_of("for (const k in b) { a[k] = b[k]; a[k] = 3; } return a;", "a", "b") is None
    assert shape_of("for (const k in b) { a.k = b[k]; } return a;", "a", "b") is None
