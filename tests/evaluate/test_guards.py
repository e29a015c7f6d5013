"""What tests say of a value is the same whether or not tests that cannot concern it are passed over."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portbind_lint.evaluate.names import guards
from tests.evaluate.evaluated import shown_in

SUBJECTS = st.sampled_from(["h", "o", "o.host", "o['host']", "h.length", "f(h)", "o.host.name", "other", "(h)"])
CONSTANTS = st.sampled_from(["'::'", "undefined", "null", "'string'", "'object'", "3", "true"])
COMPARED = st.builds(
    lambda left, operator, right: f"{left} {operator} {right}",
    SUBJECTS | SUBJECTS.map("typeof {}".format), st.sampled_from(["===", "!==", "==", "!="]), CONSTANTS,
)  # fmt: skip
TESTS = st.recursive(
    SUBJECTS | COMPARED | COMPARED.map(lambda text: " ".join(reversed(text.split(" ")))),
    lambda inner: inner.map("!({})".format) | st.builds("({} && {})".format, inner, inner)
    | st.builds("({} || {})".format, inner, inner),
    max_leaves=5,
)  # fmt: skip


FORMS = st.sampled_from(["if ({0}) {{ {1} }}", "if ({0}) return; {1}", "({0}) && {1}"])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(TESTS, min_size=1, max_size=4), form=FORMS)
def test_nothing_that_concerns_a_value_is_passed_over(
    written: list[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = "show(h, o, o.host, o['host'])"
    for test in written:
        inner = form.format(test, inner)
    text = f"const h = g() ? '::' : undefined, o = g() ? {{ host: h }} : {{}};\nfunction f() {{ {inner} }}\n"
    with monkeypatch.context() as patched:
        patched.setattr(guards, "_concerns", lambda *_: True)
        everything = shown_in({"a.js": text}, "a.js")
    assert shown_in({"a.js": text}, "a.js") == everything


def test_a_test_of_something_else_is_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    decided: list[object] = []
    decide = guards.Tests.decide
    monkeypatch.setattr(
        guards.Tests, "decide", lambda self, test, *rest: decided.append(test) or decide(self, test, *rest)
    )
    text = "const h = g() ? '::' : undefined;\n" + "if (other) {" * 50 + "if (h) show(h)" + "}" * 50
    assert shown_in({"a.js": text}, "a.js") == ["'::' if g()"]
    assert 0 < len(decided) < 10


def test_a_long_subject_is_compared_all_the_same() -> None:
    name = "h" * 1_000
    text = f"const {name} = g() ? '::' : undefined;\nif ({name}) show({name});"
    assert shown_in({"a.js": text}, "a.js") == ["'::' if g()"]
