"""A source line with a caret under what is meant, fit for a terminal."""

from __future__ import annotations

import unicodedata

from portbind_lint.model.source import Location
from portbind_lint.report.parts.text import from_utf16, neutral, utf16_length

_WIDTH = 100
_BEFORE = 40


def source_frame(location: Location) -> tuple[str, str]:
    """The source line and the line of carets under it, cut to about 100 characters around the marked text.

    Both are empty where the line is not known.
    """
    before, marked, after = source_window(location)
    if not before + marked + after:
        return "", ""
    caret = " " * _cells(before) + "^" * max(_cells(marked), 1)
    return before + marked + after, caret


def source_window(location: Location) -> tuple[str, str, str]:
    """The source line before, in and after the marked text, about 100 characters of it; empty where it is unknown."""
    if not location.text.strip():
        return "", "", ""
    length = utf16_length(location.text)
    start = min(max(location.column - 1, 0), length)
    end = min(max(location.end_column - 1, start + 1), length)
    return _window(location.text, start, end)


def _window(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The three parts of the line around the marked text, harmless and with what is too long cut off."""
    low = max(start - _WIDTH, 0)
    before = _one_line(from_utf16(text, low, start))
    if low == 0:
        before = before.lstrip()
    if len(before) > _WIDTH - _BEFORE:
        before = "..." + before[-_BEFORE:]
    marked = _one_line(from_utf16(text, start, min(end, start + _WIDTH)))
    room = max(_WIDTH - len(before) - len(marked), 0)
    rest = _one_line(from_utf16(text, end, end + room + 1))
    after = rest[:room] + "..." if len(rest) > room else rest
    return before, marked, after.rstrip()


def _one_line(text: str) -> str:
    return neutral(text.replace("\t", "    "))


def _cells(text: str) -> int:
    """The columns that `text` takes in a terminal: wide characters take two, combining ones none."""
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
