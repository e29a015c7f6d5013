"""What stands deep in a file costs no more than what stands at its top, and gets the same answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.parse.native import conditions, surroundings
from portbind_lint.parse.native.nests import Nest
from portbind_lint.parse.native.tree import Place
from tests.parse.rendered import module

DEPTH, SITES = 100, 200
DEEP = "let x; " + "if (a) {" * DEPTH + "x();" * SITES + "}" * DEPTH


def place(parent: Place | None, start: int, end: int) -> Place:
    depth = 0 if parent is None else parent.depth + 1
    return Place(None, parent, depth, "", start, end)  # type: ignore[arg-type]


@st.composite
def trees(draw: st.DrawFn) -> list[Place]:
    """A place of 64 bytes, and places in it that do not overlap unless one is in the other."""
    found = [place(None, 0, 64)]
    for _ in range(draw(st.integers(0, 30))):
        parent = draw(st.sampled_from(found))
        start = draw(st.integers(parent.start, parent.end - 1))
        end = draw(st.integers(start + 1, parent.end))
        beside = [other for other in found if other.parent is parent]
        if all(end <= other.start or other.end <= start for other in beside):
            found.append(place(parent, start, end))
    return found


@given(trees(), st.data())
def test_a_nest_finds_what_climbing_finds(tree: list[Place], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(tree), unique_by=id))
    nest = Nest(chosen)
    for one in tree:
        climbed = next((outer for outer in (one, *one.ancestors()) if outer in chosen), None)
        assert nest.around(one) is climbed


class Counted(frozenset[str]):
    """A set of kinds that counts how often it is asked, which is once for each level that is climbed."""

    asked = 0

    def __contains__(self, kind: object) -> bool:
        type(self).asked += 1
        return super().__contains__(kind)


@pytest.mark.parametrize("question", ["conditions", "enclosing_function", "enclosing_class"])
def test_what_is_around_neighbours_is_climbed_once(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    m = module(f"class C {{ f() {{ {DEEP} }} }}")
    calls = m.calls("x")
    monkeypatch.setattr(Counted, "asked", 0)
    for room, name in ((conditions, "FUNCTIONS"), (surroundings, "FUNCTIONS"), (surroundings, "_THIS_MAKERS")):
        monkeypatch.setattr(room, name, Counted(getattr(room, name)))
    answers = [getattr(m, question)(call) for call in calls]
    assert len(answers) == SITES
    assert answers[0]
    assert answers.count(answers[0]) == SITES
    assert 0 < Counted.asked < 8 * (DEPTH + SITES)


def test_a_name_is_looked_up_among_its_scopes(monkeypatch: pytest.MonkeyPatch) -> None:
    m = module(DEEP)
    names = [call.callee for call in m.calls("x")]
    found = {m.binding(name) for name in names}
    monkeypatch.setattr(Place, "ancestors", None)
    assert found == {m.binding(name) for name in names}
    assert None not in found
