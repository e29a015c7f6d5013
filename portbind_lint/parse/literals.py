"""The values of string, template and number literals (ECMA-262, 12.9)."""

from __future__ import annotations

import re

from portbind_lint.model.regex import regex

_ESCAPE = regex(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_CONTINUED = frozenset({"\n", "\r", "\r\n", "\u2028", "\u2029"})
_RADIX = {"0x": 16, "0o": 8, "0b": 2}
_MAX_SAFE = 2**53
_MAX_DIGITS = 4_000
_MAX_CODE_POINT = 0x10FFFF


def cooked(text: str) -> str:
    """The value of a string or template body: escapes replaced, surrogate pairs joined, lone surrogates made U+FFFD."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescaped, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescaped(match: re.Match[str]) -> str:
    braced, four, two, octal, other = match.groups()
    digits = braced or four or two
    if digits is not None:
        code = int(digits, 16)
        return chr(code) if code <= _MAX_CODE_POINT else "\ufffd"
    if octal is not None:
        return chr(int(octal, 8))
    return "" if other in _CONTINUED else _SIMPLE.get(other, other)


def number(text: str) -> int | float | None:
    """The value of a number literal, bigint included; None where it is none or too long to matter."""
    digits = text.replace("_", "").lower().removesuffix("n")
    if len(digits) > _MAX_DIGITS:
        return None
    try:
        radix = _RADIX.get(digits[:2])
        if radix is not None:
            return int(digits[2:], radix)
        if digits.isdigit():
            legacy = len(digits) > 1 and digits[0] == "0" and not set(digits) & {"8", "9"}
            return int(digits, 8 if legacy else 10)
        value = float(digits)
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < _MAX_SAFE else value
