"""An address that is written somewhere: loopback in its place."""

from __future__ import annotations

from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.spelling import respelled
from portbind_lint.fix.text import Text
from portbind_lint.model.source import Location


def rewritten(text: Text, written: Location) -> Candidate:
    """The edit at the place where the address is written; raises `UncertainError` where that is no plain literal."""
    span = text.span(written)
    if span is None:
        raise UncertainError(f"the address is not written at {written.path}:{written.line} in one piece")
    found = respelled(text.text(*span), text.quote)
    if found is None:
        raise UncertainError(f"what is written at {written.path}:{written.line} is no literal address")
    start = span[0] + len(text.text(*span)[: found.start].encode())
    end = span[0] + len(text.text(*span)[: found.end].encode())
    before = found.before or "the empty host"
    change = f"write {found.after} in place of {before} at {written.path}:{written.line}"
    return Candidate((text.edit(start, end, found.text),), change)
