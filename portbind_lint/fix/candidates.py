"""Edits that may make one listener local, and the words for what they change."""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.model.fix import Edit


@dataclass(frozen=True, slots=True)
class Candidate:
    """Edits, and what they do as the rest of a sentence that begins with a verb: `write '127.0.0.1' ...`."""

    edits: tuple[Edit, ...]
    change: str


class UncertainError(Exception):
    """No edit is certain; the message is the reason, a clause without a full stop."""
