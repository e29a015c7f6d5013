"""The few regular expressions that can be run on untrusted input: anchors, characters, classes, one repeat each."""

from __future__ import annotations

import re

from portbind_lint.model.regex import regex

_LITERAL = regex(r"/((?:[^/\\\n]|\\.)+)/([gimsuy]*)")
_TOKEN = regex(
    r"\^|\$|\||\(\?:|\(|\)\??"
    r"|(?:\[\^?(?:[^\]\\\[]|\\[\w\]\[\-./\\^:])+\]|\\[dwsDWS./\[\]:()?*+\-\\^$|{}]|[\w :,;@#%&=~'\"<>!-]|\.)[+*?]?"
)
_SET_OPERATORS = ("--", "&&", "~~", "||", "[[")
"""Python may come to read these otherwise within a class."""
_MOST_REPEATS = 2
_REFERENCE = regex(r"\$([1-9])")
_OTHER_REFERENCE = regex(r"\$[^1-9]|\$$|\$\d\d")
_LONGEST = 60
_LONGEST_TEXT = 300


def compiled(source: str) -> tuple[re.Pattern[str], bool] | None:
    """A JavaScript regular expression literal as Python's, and whether it is global; None where it is not plain."""
    literal = _LITERAL.fullmatch(source)
    if literal is None or len(source) > _LONGEST:
        return None
    body, flags = literal.groups()
    if any(pair in body for pair in _SET_OPERATORS):
        return None
    repeats = 0
    at = 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if token is None or (token.group() == ")?" and repeats):
            return None
        repeats += token.group()[-1] in "+*" and len(token.group()) > 1 and token.group() not in {"\\+", "\\*"}
        at = token.end()
    if repeats > _MOST_REPEATS:
        return None
    try:
        return re.compile(body, re.ASCII | (re.IGNORECASE if "i" in flags else 0)), "g" in flags
    except (re.error, RecursionError, OverflowError):
        return None


def replaced(text: str, source: str, new: str) -> str | None:
    """`text.replace(/source/, new)`; None where that is not followed."""
    found = compiled(source)
    if found is None or len(text) > _LONGEST_TEXT or _OTHER_REFERENCE.search(new):
        return None
    pattern, everywhere = found

    def filled(match: re.Match[str]) -> str:
        groups = (match.group(), *match.groups(default=""))
        return _REFERENCE.sub(lambda r: groups[int(r.group(1))] if int(r.group(1)) < len(groups) else r.group(), new)

    return pattern.sub(filled, text, count=0 if everywhere else 1)


def tested(source: str, text: str) -> bool | None:
    """`/source/.test(text)`; None where that is not followed."""
    found = compiled(source)
    return None if found is None or len(text) > _LONGEST_TEXT else found[0].search(text) is not None
