"""What a change of a script touches, told by its text: a listener in it, or what a listener elsewhere may rest on.

Nothing heavy is imported here: most commits concern no listener, and shall not wait for one.
"""

from __future__ import annotations

import re

from portbind_lint.relevance.known import words

# What `typing.TYPE_CHECKING` is; to import that module costs more than to skip a commit.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands in a line, or around one, that gives an address, starts a program, or guards requests. It matters little
# that other lines hold such words, too. One by one and in lower case they are found sooner than by one pattern.
_WORDS = tuple(
    b"listening socket addr proxy 0.0.0.0 127.0 argv process.env child_process spawn execa execs fork( deno.command "
    b"bearer secret passw credential apikey api-key api_key jwt oauth session cors csrf csp helmet throttl "
    b"ratelimit whitelist allow deny forbid tls middleware .use( createserver createsecureserver \":: ':: `::".split()
)
# Words that code is full of, and where they are nothing of the kind: a type's `interface`, `fn.bind(this)`, authors.
# What may stand between has an end, so that a text made of nothing else is not gone through from each of its letters.
_SHAPES = {
    b"serve": re.compile(rb"serve\w{0,20}\s{0,40}\(|servers?\s{0,40}:"),
    b"token": re.compile(rb"(?<!max_)token(?!s|iz|_count)"),
    b"host": re.compile(rb"(?<!g)host"),
    b"bind": re.compile(rb"bind(?!ings?\b|\s{0,40}\(\s{0,40}(?:this|null|undefined|self|that)\b)"),
    b"interface": re.compile(rb"interfaces?\b(?!\s{1,40}[a-z_$])"),
    b"inspect": re.compile(rb"(?<!util\.)inspect(?!\()"),
    b"exec(": re.compile(rb"(?<![.\w])exec\(|exec\(\s{0,40}[\"'`]"),
    b"auth": re.compile(rb"auth(?!or(?!i[sz]))"),
    b"origin": re.compile(rb"origin(?!al|at)"),
    b"cert": re.compile(rb"cert(?!ain)"),
    b"http": re.compile(rb"[\"'](?:node:)?https?2?[\"']"),
    b"env": re.compile(rb"env -s|\.env\b"),
}
_NUMBERS = re.compile(
    rb"(?<![a-z])(?:ports?|ipv?[46]?)(?![a-z])|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\b40[13]\b|rate.limit"
)
# An exported object or application that a runtime serves.
_SERVED = re.compile(rb"export\s{1,40}default\s{1,40}(?:\{|app\b|server\b|api\b)")
_SERVING = re.compile(rb"\b(?:bun|hono|elysia|fetch)\b", re.IGNORECASE)
_SUPPRESSION = b"portbind-lint"
_FROM = re.compile(rb"\bfrom\s{0,40}[\"']|\brequire\s{0,40}\(|\bimport\s{0,40}\(")
_PARTS_OF_NAMES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"
_BEFORE_NAMES = _PARTS_OF_NAMES + b"-"
_QUOTES = b"\"'"
# So many lines around one that changes are read, too: they tell what it is a part of.
_AROUND = 8
# More lines than this are not compared one by one: all of them count as changed.
_MOST_LINES = 800


def is_touched(before: bytes, after: bytes) -> bool:
    """Whether a script that was `before` may listen, or may matter to a listener elsewhere by what has changed in it.

    Where nothing has changed, it is what all of its text may matter to.
    """
    if may_listen(after) or may_listen(before):
        return True
    return any(_speaks(text.lower()) for text in _changes(before, after))


def may_listen(text: bytes) -> bool:
    """Whether a listener may stand in a script, or a word to this program: then any change of it can matter."""
    if _SUPPRESSION in text or (_SERVED.search(text) is not None and _SERVING.search(text) is not None):
        return True
    return any(word in text and _stands(word, text) for word in words())


def _stands(word: bytes, text: bytes) -> bool:
    """Whether `word` is a whole name, or the end of a whole text in quotes, somewhere."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        ends = word[-1:] in _QUOTES or text[end : end + 1] not in _PARTS_OF_NAMES or end == len(text)
        if ends and (at == 0 or text[at - 1 : at] not in _BEFORE_NAMES):
            return True
        at = text.find(word, end)
    return False


def _speaks(lower: bytes) -> bool:
    """Whether lines, in lower case, may concern an address, a program that is started, or a control."""
    if any(word in lower for word in _WORDS) or _NUMBERS.search(lower) is not None:
        return True
    return any(word in lower and shape.search(lower) is not None for word, shape in _SHAPES.items())


def _changes(before: bytes, after: bytes) -> Iterator[bytes]:
    """The lines that differ with those around them, all of the text where it is new or has not changed."""
    if not before or before == after:
        yield after
        return
    old, new = before.split(b"\n"), after.split(b"\n")
    for (old_start, old_end), (new_start, new_end) in _places(old, new):
        gone, come = b"\n".join(old[old_start:old_end]), b"\n".join(new[new_start:new_end])
        if _FROM.search(gone) is not None and _FROM.search(come) is not None:
            # What is imported may be another thing now, wherever it is used.
            yield after
        yield b"\n".join(old[max(0, old_start - _AROUND) : old_end + _AROUND])
        yield b"\n".join(new[max(0, new_start - _AROUND) : new_end + _AROUND])


_Place = tuple[int, int]


def _places(old: list[bytes], new: list[bytes]) -> Iterator[tuple[_Place, _Place]]:
    """From which line to which they differ."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(gone), len(come)) > _MOST_LINES:
        yield (start, start + len(gone)), (start, start + len(come))
        return
    from difflib import SequenceMatcher  # noqa: PLC0415 - most commits need none

    for what, old_start, old_end, new_start, new_end in SequenceMatcher(None, gone, come).get_opcodes():
        if what != "equal":
            yield (start + old_start, start + old_end), (start + new_start, start + new_end)
