"""The order in which searches go through files, and what is worth parsing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.evaluate.text_search import nearest

_PATHS = st.lists(st.sampled_from(["a", "b", "ab", "a-b", "a.b", "é"]), min_size=1, max_size=4).map(
    lambda folders: "/".join((*folders, "x.js"))
)


def _shared(path: str, near: str) -> int:
    pairs = zip(path.split("/")[:-1], near.split("/")[:-1], strict=False)
    number = 0
    for one, two in pairs:
        if one != two:
            break
        number += 1
    return number


@given(st.sets(_PATHS, max_size=20), _PATHS)
def test_those_come_first_that_share_the_most_folders(found: set[str], near: str) -> None:
    paths = tuple(sorted(found))
    assert list(nearest(paths, near)) == sorted(paths, key=lambda path: (-_shared(path, near), path))


def test_what_nobody_takes_is_not_looked_at() -> None:
    class Watched(tuple[str, ...]):
        __slots__ = ()

        def __iter__(self) -> object:
            raise AssertionError("all paths were gone through")

    found = nearest(Watched(("a/x.js", "b/x.js", "c/x.js")), "b/y.js")
    assert next(found) == "b/x.js"
