"""Values that are text: names, flags, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.evaluate.arrays import arrays
from portbind_lint.model.facts import Module
from portbind_lint.model.syntax import Call
from portbind_lint.model.value import Known, Value

if TYPE_CHECKING:
    from portbind_lint.evaluate.evaluator import Evaluator
    from portbind_lint.evaluate.frames import Frame


def text_of_argument(evaluator: Evaluator, module: Module, node: Call, index: int, frame: Frame | None) -> str | None:
    """The argument `index` of a call where it is text."""
    if index >= len(node.arguments):
        return None
    return text_of(evaluator.value(module, node.arguments[index], frame))


def text_of(value: Value) -> str | None:
    """The text that a value most likely is; None where it is something else."""
    thing = value.cases[0].thing
    return thing.value if isinstance(thing, Known) and isinstance(thing.value, str) else None


def texts_of(evaluator: Evaluator, value: Value) -> list[str]:
    """A text, or those of a list."""
    if (text := text_of(value)) is not None:
        return [text]
    items = arrays.items_of(evaluator, value) or ()
    return [text for item in items if (text := text_of(item)) is not None]


def text_in(evaluator: Evaluator, value: Value, key: str) -> str | None:
    """The member `key` where it is text."""
    return text_of(evaluator.property(value, key))
