"""Text of the analysed repository made harmless, and cut by the columns that the model counts."""

from __future__ import annotations

from functools import lru_cache

from portbind_lint.model.source import Location

# Characters of a line that are worth showing: a minified file is one line of megabytes.
_LENGTH = 500


def neutral(text: str) -> str:
    r"""`text` with everything that could steer a terminal, a viewer or a build log spelled out.

    Control characters and escapes, line ends, invisible and direction-changing characters and lone surrogates become
    `\x1b` and the like; what `str.isprintable` calls printable stays. `##[`, which starts a command anywhere in a line
    of GitHub's build log, is broken up.
    """
    if not text.isprintable():
        text = "".join(character if character.isprintable() else _spelled(character) for character in text)
    return text.replace("##[", r"#\x23[")


def excerpt(location: Location) -> str:
    """The text that `location` marks on its first line, not too long; the line, where it marks no end."""
    if location.end_line == location.line and location.end_column > location.column:
        marked = from_utf16(location.text, location.column - 1, location.end_column - 1)
        if marked.strip():
            return marked[:_LENGTH]
    return location.text[:_LENGTH].strip()


def source_line(location: Location) -> str:
    """The line of `location`, trimmed; of a very long line what is marked in it."""
    return location.text.strip() if len(location.text) <= _LENGTH else excerpt(location)


def from_utf16(text: str, start: int, end: int) -> str:
    """The characters of `text` between two offsets that count UTF-16 code units, from 0."""
    start, end = max(start, 0), max(end, 0)
    if text.isascii():
        return text[start:end]
    return _units(text)[2 * start : 2 * end].decode("utf-16-le", "replace")


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(_units(text)) // 2


@lru_cache(maxsize=2)
def _units(text: str) -> bytes:
    """Remembered for the last lines, because the findings of one endless line follow each other."""
    return text.encode("utf-16-le", "surrogatepass")


def _spelled(character: str) -> str:
    return character.encode("unicode-escape", "surrogatepass").decode("ascii")
