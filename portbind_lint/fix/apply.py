"""Edits become files: their bytes, and the difference for people and for `patch`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from portbind_lint.model.fix import Edit

_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


def digest(data: bytes) -> str:
    """What tells whether a file is still the one that edits were made for."""
    return hashlib.sha256(data).hexdigest()


def by_path(edits: Iterable[Edit]) -> dict[str, tuple[Edit, ...]]:
    """The edits of each file in order, equal ones once."""
    found: dict[str, set[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.location.path, set()).add(edit)
    return {path: tuple(sorted(group, key=_order)) for path, group in sorted(found.items())}


def collide(edits: Iterable[Edit]) -> bool:
    """Whether two different edits touch the same bytes, or insert at the same place."""
    for group in by_path(edits).values():
        for one, two in pairwise(group):
            if two.start < one.end or two.start == one.start:
                return True
    return False


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The file with the edits made; they must not collide."""
    pieces: list[bytes] = []
    position = 0
    for edit in sorted(edits, key=_order):
        pieces += (data[position : edit.start], edit.text.encode())
        position = edit.end
    return b"".join((*pieces, data[position:]))


def _order(edit: Edit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.text


@dataclass(frozen=True, slots=True)
class _Change:
    """Line `number` (0-based) of the old file becomes `new` lines."""

    number: int
    new: tuple[str, ...]


def difference(path: str, data: bytes, edits: Iterable[Edit]) -> str:
    """The unified diff of one file. No edit joins lines, so the lines that change are known without a search."""
    old = _lines(data)
    changes = list(_changes(data, edits))
    text = [f"--- a/{path}\n", f"+++ b/{path}\n"]
    shift = 0
    for hunk in _hunks(changes):
        first = max(hunk[0].number - _CONTEXT, 0)
        last = min(hunk[-1].number + _CONTEXT + 1, len(old))
        body, added = _body(old, hunk, first, last)
        text.append(f"@@ -{first + 1},{last - first} +{first + 1 + shift},{last - first + added} @@\n")
        text += body
        shift += added
    return "".join(text)


def _lines(data: bytes) -> list[str]:
    r"""The lines with their `\n`, as `git diff` and `patch` count them."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _changes(data: bytes, edits: Iterable[Edit]) -> Iterator[_Change]:
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(data.count(b"\n", 0, edit.start), []).append(edit)
    for number, group in sorted(by_line.items()):
        start = data.rfind(b"\n", 0, group[0].start) + 1
        end = data.find(b"\n", group[0].start) + 1 or len(data)
        moved = [Edit(edit.location, edit.start - start, edit.end - start, edit.text) for edit in group]
        yield _Change(number, tuple(_lines(edited(data[start:end], moved))))


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Changes whose surroundings touch stand in one hunk."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.number - hunk[-1].number > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _body(old: list[str], hunk: list[_Change], first: int, last: int) -> tuple[list[str], int]:
    """The lines of a hunk, and how many more lines there are afterwards."""
    new = {change.number: change.new for change in hunk}
    body: list[str] = []
    for number in range(first, last):
        if number in new:
            body.append(_marked("-", old[number]))
            body += [_marked("+", line) for line in new[number]]
        else:
            body.append(_marked(" ", old[number]))
    return body, sum(len(change.new) - 1 for change in hunk)


def _marked(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_NEWLINE}"
