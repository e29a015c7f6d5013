"""GitHub's `primaryLocationLineHash`, by which code scanning recognises an alert after lines have moved.

The algorithm is that of `github/codeql-action`, `src/fingerprints.ts`: over UTF-16 code units without spaces and tabs,
with every line end a line feed and the unit 65535 at the end of the file, the hash of a line is that of the hundred
units from its start (`h = 37 * h + unit` modulo 2**64, zeros after the end), in hexadecimal, with the number of times
that this hash has been seen in the file so far.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WINDOW = 100
_FACTOR = 37
_MODULUS = 1 << 64
_END_OF_FILE = "\uffff"


def line_hashes(text: str, lines: Iterable[int]) -> Mapping[int, str]:
    """The hash of each of `lines` (1-based); lines that the text does not have are left out."""
    wanted = set(lines)
    units = _units(text.replace("\r\n", "\n").replace("\r", "\n").translate({0x20: None, 0x09: None})) + _END_OF_FILE
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    for line, start in enumerate((0, *(match.end() for match in re.finditer("\n", units))), start=1):
        window = units[start : start + _WINDOW]
        seen[window] += 1
        if line in wanted:
            found[line] = f"{_hash(window):x}:{seen[window]}"
    return found


def _hash(window: str) -> int:
    value = 0
    for unit in window:
        value = (value * _FACTOR + ord(unit)) % _MODULUS
    return int(value * pow(_FACTOR, _WINDOW - len(window), _MODULUS) % _MODULUS)


def _units(text: str) -> str:
    """The text with each character beyond the basic plane as its two surrogates."""
    if not text or max(text) <= _END_OF_FILE:
        return text
    return "".join(map(chr, array("H", text.encode("utf-16", "surrogatepass"))[1:]))
