"""From source text to esprima's syntax tree. The only file that calls the parser."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esprima.error_handler import Error
from esprima.jsx_parser import JSXParser

from portbind_lint.model.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAMES = 3_000
"""Python's frames while parsing. A nested function takes about 30 of them and a call 12, so that some 90 functions may
stand in each other; the stack of a thread holds at least twice as many."""

_MODULE = regex(r"^[ \t]*(?:import|export)\b", re.MULTILINE)
_ENDLESS_ESCAPE = regex(r"\\u\{[0-9a-fA-F]{9}")
"""Not valid anywhere, and the parser's work on it grows with the square of its length."""

_COMMENTS = frozenset({"BlockComment", "LineComment"})
_OPTIONS = {"range": True, "tolerant": True, "comment": True, "jsx": True}


class UnreadableError(Exception):
    """The parser refuses the text; the message says why. `index` counts characters, None for the whole text."""

    def __init__(self, reason: str, index: int | None = None) -> None:
        super().__init__(reason)
        self.index = index


@dataclass(frozen=True, slots=True)
class Reading:
    """esprima's `Program` node, and the comments as ranges of characters in source order."""

    program: object
    comments: tuple[tuple[int, int], ...]


def read(text: str) -> Reading:
    """Parse `text` as a module or as a script, whichever it is. Raises `UnreadableError`."""
    endless = _ENDLESS_ESCAPE.search(text)
    if endless is not None:
        raise UnreadableError("syntax that the esprima parser does not know", endless.start())
    # A hashbang is a comment, which the parser does not know; offsets stay.
    text = "//" + text[2:] if text.startswith("#!") else text
    likely = _MODULE.search(text) is not None
    try:
        return _parsed(text, is_module=likely)
    except UnreadableError as first:
        try:
            return _parsed(text, is_module=not likely)
        except UnreadableError:
            raise first from None


def _parsed(text: str, *, is_module: bool) -> Reading:
    comments: set[tuple[int, int]] = set()

    def noted(node: object, _place: object) -> None:
        kind, span = getattr(node, "type", ""), getattr(node, "range", None)
        if kind in _COMMENTS and span is not None:
            comments.add((span[0], span[1]))

    try:
        with _room():
            parser = JSXParser(text, options=_OPTIONS, delegate=noted)
            # The parser tries each pattern with Python's own engine, whose dialect differs and whose work is unbounded.
            parser.scanner.testRegExp = _unchecked
            program = parser.parseModule() if is_module else parser.parseScript()
    except Error as error:
        raise UnreadableError("syntax that the esprima parser does not know", error.index) from None
    except RecursionError:
        raise UnreadableError("nested too deeply for the esprima parser") from None
    except Exception as error:  # whatever a parser that nobody maintains any more does with odd text
        raise UnreadableError(f"the esprima parser failed ({type(error).__name__})") from None
    _check(parser.errorHandler.errors)
    return Reading(program, tuple(sorted(comments)))


def _unchecked(_pattern: str, _flags: str) -> None:
    """A regular expression has no value that we follow."""


def _check(errors: list[dict[str, object]]) -> None:
    """Raise for what the parser guessed about; what it merely objects to, such as a `return` in a script, may be."""
    for error in errors:
        index = error.get("index")
        if "Unexpected" in str(error.get("message")):
            known = index if isinstance(index, int) else None
            raise UnreadableError("syntax that the esprima parser does not know", known)


@contextmanager
def _room() -> Iterator[None]:
    """Let Python's stack grow as far as the parser may nest."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
