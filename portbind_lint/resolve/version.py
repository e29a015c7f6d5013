"""Compares the version or npm range of a manifest with the versions that a catalogue entry names.

Versions are compared by their first three numbers; a pre-release counts as its release. That is all that entries ask.
"""

from __future__ import annotations

import re

from portbind_lint.model.regex import regex

_Version = tuple[int, int, int]
_Span = tuple[_Version, _Version]

_LAST = 10**9
_NEVER: _Version = (_LAST, 0, 0)
_EVERYTHING: _Span = ((0, 0, 0), _NEVER)
_PART = r"(\d{1,8}|[xX*])"
_COMPARATOR = regex(rf"(\^|~>?|>=|<=|>|<|=)?\s*v?{_PART}(?:\.{_PART})?(?:\.{_PART})?(?:[-+][\w.+-]*)?")
_HYPHEN = regex(r"(\S+)\s+-\s+(\S+)")
_ALIAS = regex(r"(?:npm|jsr):(?:@[^/@]+/)?[^@]*@")
_LONGEST = 500
_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<="}


def overlaps(requested: str | None, known: str) -> bool | None:
    """Whether `requested` (`4.29.1`, `^4.2`, `3 || 4`) allows a version of `known`; None where it says nothing."""
    if not known:
        return True
    spans = _spans(requested) if requested is not None else ()
    if not spans:
        return None
    wanted = _spans(known)
    return any(max(one[0], two[0]) < min(one[1], two[1]) for one in spans for two in wanted)


def covers(requested: str | None, known: str) -> bool:
    """Whether all versions that `requested` allows are of `known`; where it says nothing, whether the newest are."""
    known_spans = _spans(known) if known else (_EVERYTHING,)
    spans = _spans(requested) if requested is not None else ()
    if not spans:
        return any(high == _NEVER for _, high in known_spans)
    return all(any(low <= start and end <= high for low, high in known_spans) for start, end in spans)


def outside(known: str) -> str:
    """The versions that are not of `known`, for people: `<3.15` for `>=3.15`."""
    match = re.fullmatch(r"(<=|>=|<|>)(\S+)", known)
    return f"{_OPPOSITE[match[1]]}{match[2]}" if match else f"other than {known}"


def _spans(text: str) -> tuple[_Span, ...]:
    """The spans, start inclusive and end exclusive, that a range allows; empty where it cannot be read."""
    plain = _ALIAS.sub("", text[:_LONGEST].removeprefix("workspace:")).strip()
    if plain in ("", "latest", "next", "^", "~"):
        return ()
    found: list[_Span] = []
    for part in plain.split("||"):
        span = _conjunction(part.strip())
        if span is None:
            return ()
        found.append(span)
    return tuple(found)


def _conjunction(text: str) -> _Span | None:
    hyphen = _HYPHEN.fullmatch(text)
    if hyphen:
        text = f">={hyphen[1]} <={hyphen[2]}"
    low, high = _EVERYTHING
    position = 0
    for match in _COMPARATOR.finditer(text):
        if text[position : match.start()].strip(" ,"):
            return None
        position = match.end()
        start, end = _comparator(match[1] or "", (match[2], match[3], match[4]))
        low, high = max(low, start), min(high, end)
    return None if text[position:].strip() or not position else (low, high)


def _comparator(operator: str, parts: tuple[str | None, ...]) -> _Span:
    numbers = [int(part) for part in parts if part is not None and part.isdecimal()]
    version = (*numbers, 0, 0, 0)
    start: _Version = (version[0], version[1], version[2])
    match operator:
        case ">=":
            return start, _NEVER
        case ">":
            return _after(numbers, len(numbers)), _NEVER
        case "<":
            return (0, 0, 0), start
        case "<=":
            return (0, 0, 0), _after(numbers, len(numbers))
        case "^":
            leading = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
            return start, _after(numbers, leading + 1)
        case "~" | "~>":
            return start, _after(numbers, min(2, len(numbers)))
        case _:
            return start, _after(numbers, len(numbers))


def _after(numbers: list[int], kept: int) -> _Version:
    """The first version after all that begin with the first `kept` numbers."""
    if kept <= 0:
        return _NEVER
    raised = [*numbers[: kept - 1], numbers[kept - 1] + 1, 0, 0]
    return raised[0], raised[1], raised[2]
