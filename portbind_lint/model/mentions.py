"""What the text around a name rules out, without a parser: that it is called, or that it is assigned to.

Most mentions of a name are imports, types, declarations and plain reads, and show that by what follows them. Whatever
may be otherwise, by a comment, a letter beyond ASCII or anything unexpected next to it, is not ruled out.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from portbind_lint.model.regex import regex

_WORD = rb"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"
_WORD_BYTES = frozenset(_WORD)
_FIRST_BEYOND_ASCII = 0x80

# What stands between a name and an opening parenthesis (or a template) where it is called: parentheses that close,
# comments, `?.`, `!`, `as T`, `satisfies T`, `<T>`, and the end of `['name']`. None of that is listed here.
_NOT_CALLED = regex(
    rb"""[\s)]{0,1000}(?:
        [,;:}=|&{>\[\]+*%^]
      | -(?!->)                                              # `-->` begins a comment
      | /(?![/*])
      | \.
      | \?(?!\.) | \?\.(?=[\w$\[])
      | !=
      | ["'](?!\s{0,100}(?:[\]/]|[^\x00-\x7f])|\s{100})      # the end of a text that is no `['name']`
      | (?!(?:as|satisfies)\b)[A-Za-z0-9_$]
      | \Z
    )""",
    re.VERBOSE,
)
_NEW = regex(rb"(?<![\w$.])new(?![\w$])")
_LINE_END = regex(rb"[\r\n]")
_STATEMENT_END = regex(rb";[ \t]*[\r\n]")
_BEFORE_BYTES = 400
# What may stand between `new` and the name that it constructs, but for comments.
_CONSTRUCTED = _WORD + b"#.(<> \t\r\n\f\v" + bytes(range(0x80, 0x100))
_SPACE = b" \t\r\n\f\v"

# What follows a member that is not assigned to: anything but an operator that assigns, and the parentheses, comments
# and types that may stand before it. A comma or a closing bracket may belong to a pattern.
_NOT_WRITTEN = regex(
    rb"""(?:["']\s{0,100}\])?[\s)]{0,1000}(?:
        [;:({.\[`+*%^&|<>?-](?![*&|<>?]{0,2}=(?!=)) (?!->)
      | => | [!=<>]=
      | /(?![/*=])
      | ["'](?!\s{0,100}(?:[\]/]|[^\x00-\x7f])|\s{100})
      | (?!(?:as|satisfies)\b)[A-Za-z0-9_$]
      | (?P<listed>[,\]}])
      | \Z
    )""",
    re.VERBOSE,
)
_PATTERN_END = regex(rb"[\]}][\s)]*=(?![=>])")
_PATTERN_BYTES = 2_000
_MOST_MENTIONS = 2_000
"""Of a file that mentions a name more often nothing is ruled out: it would cost more than it saves."""

# What stands before a name that is declared or listed. A colon does only in a pattern: else the name is that of a type.
_LISTING = frozenset(b"{,[*:\"'`/")
_COLON = frozenset(b":")
_TAKEN_APART = regex(rb"\b(?:const|let|var|using)(?:\s|/[/*]|[^\x00-\x7f])*[{\[/]")
_LAST_WORD = regex(rb"[A-Za-z]+\Z")
_DECLARERS = b"abstract async class const declare enum function interface let module namespace type using var"
_DECLARING = frozenset((*_DECLARERS.split(), b"as", b"export", b"import"))

Rule = Callable[[bytes, int, int], bool]


def is_mentioned(data: bytes, name: bytes, rule: Rule) -> bool:
    """Whether `name` stands in `data` as a word of its own at a place that `rule` does not rule out."""
    if not name:
        return True
    at = data.find(name)
    left = _MOST_MENTIONS
    while at >= 0:
        end = at + len(name)
        if is_word(data, at, end):
            left -= 1
            if left < 0 or rule(data, at, end):
                return True
        at = data.find(name, end)
    return False


def is_word(data: bytes, start: int, end: int) -> bool:
    """Whether no longer name holds what stands from `start` to `end`."""
    before = start > 0 and data[start - 1] in _WORD_BYTES and data[start] in _WORD_BYTES
    return not before and (end >= len(data) or data[end] not in _WORD_BYTES)


def may_be_called(data: bytes, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` may be what is called or constructed there.

    >>> may_be_called(b"app.listen(80)", 4, 10), may_be_called(b"{ listen, use }", 2, 8)
    (True, False)
    """
    return _NOT_CALLED.match(data, end) is None or _may_be_constructed(data, start)


def may_be_written(data: bytes, start: int, end: int) -> bool:
    """Whether a member of an object that has the name from `start` to `end` may be assigned to there.

    >>> may_be_written(b"x.port = 80", 2, 6), may_be_written(b"x.port === 80", 2, 6), may_be_written(b"port = 80", 0, 4)
    (True, False, False)
    """
    if not _may_be_member(data, start, end):
        return False
    followed = _NOT_WRITTEN.match(data, end)
    if followed is None or followed["listed"] is None:
        return followed is None
    return _PATTERN_END.search(data, followed.start("listed"), followed.end() + _PATTERN_BYTES) is not None


def may_be_exported(data: bytes, start: int, end: int) -> bool:
    """Whether the name from `start` to `end` may be declared there, or listed as an export.

    >>> [may_be_exported(text, text.index(b"host"), -1) for text in (b"let host", b"{ host }", b"x.host", b"f(host)")]
    [True, True, False, False]
    """
    del end
    window = data[max(0, start - _BEFORE_BYTES) : start]
    before = window.rstrip(_SPACE)
    if not before or before[-1] in _LISTING or before[-1] >= _FIRST_BEYOND_ASCII:
        return not (before and before[-1] in _COLON) or _TAKEN_APART.search(data) is not None
    word = _LAST_WORD.search(before)
    return (word is not None and word[0] in _DECLARING) or _follows_comment(before, window[len(before) :])


def _may_be_member(data: bytes, start: int, end: int) -> bool:
    """Whether the name may be a property: behind a dot, or the text in brackets."""
    if data[end : end + 1] in (b'"', b"'"):
        return True
    window = data[max(0, start - _BEFORE_BYTES) : start]
    before = window.rstrip(_SPACE)
    if not before or before[-1:] in (b".", b"/") or before[-1] >= _FIRST_BEYOND_ASCII:
        return bool(window)
    return _follows_comment(before, window[len(before) :])


def _may_be_constructed(data: bytes, start: int) -> bool:
    """Whether the name at `start` may belong to a `new` without arguments."""
    window = data[max(0, start - _BEFORE_BYTES) : start]
    before = window.rstrip(_CONSTRUCTED)
    between = window[len(before) :]
    if before.endswith(b"//") and between.isascii() and not _LINE_END.search(between):
        return False  # the name itself stands in the comment
    if before.endswith(b"/") or (not before and start > _BEFORE_BYTES) or _follows_comment(before, between):
        return True
    if b"/" not in window and b"`" not in window:
        # Without comments and templates a line that ends in a semicolon ends a statement.
        window = _STATEMENT_END.split(window)[-1]
    return _NEW.search(window) is not None


def _follows_comment(before: bytes, between: bytes) -> bool:
    """Whether the line that ends in `between` may end in a comment."""
    line = before.rfind(b"\n") + 1
    cut_off = line == 0 and len(before) + len(between) == _BEFORE_BYTES
    return (b"\n" in between or b"\r" in between) and (cut_off or b"//" in before[line:])
