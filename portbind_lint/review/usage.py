"""What a program's own `--help` says of the address that it binds: options described in code, and usage texts."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.claims import Claim, claims_of
from portbind_lint.review.phrases.load import ClaimKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# A text in quotes that begins like an option, or an object that describes one; texts that show how to call a program.
_OPTION = regex(
    r"['\"`]\s*(-\w,?\s+)?--?(host|hostname|bind|bind-address|address|listen|interface|ip)\b"
    r"|\b(describe|description|desc|help|summary)\s*:\s*['\"`]",
    re.IGNORECASE,
)
_USAGE = regex(r"`[^`]{0,8000}`")
_SHOWS_USE = regex(r"\busage\b|--help\b", re.IGNORECASE)
# Quotes, escapes and the markup of terminals: nothing of it is said.
_MARKUP = regex(r"['\"`]\s*[,)]\s*['\"`]?|['\"`]|\\n|\{[a-z]+(?:\.[a-z]+)*(?= )|(?<=\d)\}|(?<=\w)\}")
_LONGEST = 400_000
_LONGEST_LINE = 600
_MOST_USAGES = 20
# An address of which an option's description only gives an example is no claim.
_CLAIMS = frozenset({ClaimKind.LOOPBACK_DEFAULT, ClaimKind.WILDCARD_DEFAULT, ClaimKind.LOCAL_ONLY})


def usage_claims(path: str, text: str) -> tuple[Claim, ...]:
    """What the help texts in the source `text` claim about the address."""
    lines = text[:_LONGEST].split("\n")
    numbers = sorted(set(_numbers(text[:_LONGEST], lines)))
    blocks = [Block(BlockKind.ITEM, number, _MARKUP.sub(" ", lines[number - 1]).strip()) for number in numbers]
    return tuple(claim for claim in claims_of(path, lines, blocks) if claim.kind in _CLAIMS)


def _numbers(text: str, lines: list[str]) -> Iterator[int]:
    """The lines that are part of a help text."""
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST_LINE and _OPTION.search(line):
            yield number
    shows_use = (found for found in _USAGE.finditer(text) if _SHOWS_USE.search(found[0]))
    for shown in islice(shows_use, _MOST_USAGES):
        first = text.count("\n", 0, shown.start()) + 1
        last = first + shown[0].count("\n")
        yield from (number for number in range(first, last + 1) if len(lines[number - 1]) <= _LONGEST_LINE)
