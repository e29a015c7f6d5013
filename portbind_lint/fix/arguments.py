"""Where the arguments of a call end in its source: the model's nodes leave parentheses and type assertions out."""

from __future__ import annotations

import re

from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Call, Node

_TOKEN = regex(rb"//[^\n\r]*|/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|\s+|=>|.", re.DOTALL)
_OPENING, _CLOSING = b"([{<", b")]}>"


def outer_end(data: bytes, argument: Node, limit: int) -> int:
    """The end of an argument with what is wrapped around it: `(port)`, `port as number`, `port!`.

    `limit` is the start of the next argument, or the offset of the call's closing parenthesis.
    """
    end, depth = argument.end, 0
    for token in _TOKEN.finditer(data, argument.end, limit):
        text = token[0]
        if text == b"," and not depth:
            break
        if text.isspace() or text.startswith((b"//", b"/*")):
            continue
        if text in _OPENING:
            depth += 1
        elif text in _CLOSING and depth:
            depth -= 1
        end = token.end()
    return end


def closing(data: bytes, call: Call) -> int | None:
    """The offset of the parenthesis that ends a call; None for a `new X` without any."""
    return call.end - 1 if data[call.end - 1 : call.end] == b")" else None
