"""One place where a call takes its host, with what is needed to write there."""

from __future__ import annotations

from dataclasses import dataclass

from portbind_lint.evaluate.evaluator import Evaluator
from portbind_lint.fix.arguments import outer_end
from portbind_lint.fix.candidates import UncertainError
from portbind_lint.fix.text import Text
from portbind_lint.model.facts import Module
from portbind_lint.model.library import HostPosition
from portbind_lint.model.syntax import Call, Expression, Node
from portbind_lint.model.value import Value

_LONGEST = 40
_READ_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A host position of a call in a file.

    `host` is loopback as source text. `is_only_object` says that the library takes the host nowhere but in an object
    that is this argument.
    """

    module: Module
    call: Call
    position: HostPosition
    evaluator: Evaluator
    text: Text
    host: str
    is_only_object: bool

    def value(self, expression: Expression) -> Value:
        """All that an argument can be."""
        return self.evaluator.value(self.module, expression)

    def source(self, expression: Expression) -> str:
        """An argument for people, on one line."""
        end = min(expression.end, expression.start + _READ_BYTES)
        text = " ".join(self.module.text(Node(expression.start, end)).split())
        return text if len(text) <= _LONGEST and end == expression.end else f"{text[:_LONGEST]}…"

    def require_bare(self, argument: Expression) -> None:
        """Raises `UncertainError` where parentheses or a type assertion are wrapped around an argument."""
        before = self.text.data[self.call.start : argument.start].rstrip()
        if outer_end(self.text.data, argument, self.call.end - 1) != argument.end or before[-1:] not in (b"(", b","):
            raise UncertainError(f"{self.source(argument)} is wrapped in something")
