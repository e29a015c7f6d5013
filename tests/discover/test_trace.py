"""Traces that came from other processes are made of the same objects afterwards."""

from __future__ import annotations

import pickle
from dataclasses import fields

from portbind_lint.discover.trace import Common, Trace


def _sent(trace: Trace) -> Trace:
    """The trace as another process sends it: nothing of it is shared with anything."""
    sent = pickle.loads(pickle.dumps(trace))  # noqa: S301 - it was written just before
    assert isinstance(sent, Trace)
    return sent


def test_a_trace_stays_what_it_was() -> None:
    trace = Trace(
        read=frozenset({"a.js", "b.js"}),
        sought=frozenset({"gone.js"}),
        named=(("serve", "", ("a.js",)),),
        imported=(("b.js", ("a.js", "c.js")),),
        made=(("README.md", "claims", "digest"),),
    )
    assert all(getattr(trace, one.name) for one in fields(Trace))  # so that none can be forgotten
    assert Common(()).trace(_sent(trace)) == trace
    assert Common(("a.js", "c.js")).trace(trace) == trace
    assert Common(()).trace(Trace()) == Trace()


def test_what_traces_have_in_common_is_there_once() -> None:
    paths = ("a.js", "b.js")
    common = Common(paths)
    first, second = (
        common.trace(_sent(Trace(frozenset(paths), frozenset(), (("serve", "", paths),), (("b.js", paths),))))
        for _ in range(2)
    )
    assert first.named[0] is second.named[0]
    assert first.imported[0] is second.imported[0]
    known = {id(path) for path in paths}
    for found in (first.read, second.read, first.named[0][2], first.imported[0][1]):
        assert {id(path) for path in found} == known
