"""From the blocks of a document to the claims that its sentences make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.source import Location
from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.phrases.load import ClaimKind, Phrase, load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document says about reaching a server, and the phrase that recognised it."""

    kind: ClaimKind
    phrase: str
    weight: int
    architecture: str
    location: Location
    headings: tuple[str, ...] = ()


# Sections about the project's own life say nothing of how its server is to be reached.
_OFF_TOPIC = re.compile(
    r"\b(licen[cs]e|changelog|release notes|what'?s new|contribut\w*|credits|acknowledge?ments?|sponsors?|backers|code of conduct"
    r"|roadmap|to-?do|(unit |e2e |end-to-end )?test(s|ing)?|benchmarks?|stargazers|star history|authors?|maintainers)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\sa-z])|\n(?=\s*(?:[-*+>|]|\d+\.)\s)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINES = frozenset({BlockKind.CODE, BlockKind.SETTING, BlockKind.HTML})
# How far before a phrase a negation still speaks of it, in characters of the same sentence.
_REACH = 45
_LONGEST = 2000


def claims_of(path: str, lines: Sequence[str], blocks: Sequence[Block]) -> tuple[Claim, ...]:
    """Every claim of one document in order. `lines` are the document's own, for the evidence."""
    phrases = load_phrases()
    found: list[Claim] = []
    for block in blocks:
        if any(_OFF_TOPIC.search(title) and len(title) < 60 for title in block.headings[1:]):
            continue
        for line, text in _sentences(block):
            found.extend(_said(phrases, block, path, lines, line, text))
    return tuple(found)


def _sentences(block: Block) -> Iterator[tuple[int, str]]:
    """The sentences of prose, the lines of code, each with the line it begins at."""
    text = _IMAGE.sub(_blank_badge, block.text) if block.kind not in _LINES else block.text
    start = 0
    if block.kind in _LINES:
        for offset, line in enumerate(text.split("\n")):
            yield block.line + offset, line[:_LONGEST]
        return
    for end in [match.start() for match in _SENTENCE_END.finditer(text)] + [len(text)]:
        if text[start:end].strip():
            yield block.line + text.count("\n", 0, start), text[start:end][:_LONGEST]
        start = end


def _blank_badge(match: re.Match[str]) -> str:
    """A picture says nothing, except a button that deploys."""
    return match[0] if "deploy" in match[0].lower() else " " * len(match[0])


def _said(
    phrases: Sequence[Phrase], block: Block, path: str, lines: Sequence[str], line: int, text: str
) -> Iterator[Claim]:
    lowered = text.lower()
    here = [phrase for phrase in phrases if block.kind in phrase.blocks]
    matches = [(phrase, match) for phrase in here if (match := phrase.find(text, lowered)) is not None]
    if not matches:
        return
    kinds = {phrase.kind for phrase, _ in matches}
    negations = _negations(phrases, text) if kinds - {ClaimKind.ELSEWHERE} else ()
    for phrase, match in matches:
        if phrase.kind in (ClaimKind.ELSEWHERE, ClaimKind.NEGATION):
            continue
        if ClaimKind.ELSEWHERE in kinds and phrase.kind is not ClaimKind.GUIDANCE:
            continue
        if phrase.negatable and any(0 <= match.start() - end <= _REACH for end in negations):
            continue
        place = line + text.count("\n", 0, match.start())
        yield Claim(
            phrase.kind, phrase.id, phrase.weight, phrase.architecture, _location(path, lines, place, match[0]), block.headings
        )


def _negations(phrases: Sequence[Phrase], text: str) -> tuple[int, ...]:
    """Where the negations of a sentence end."""
    patterns = (phrase.pattern for phrase in phrases if phrase.kind is ClaimKind.NEGATION)
    return tuple(match.end() for pattern in patterns for match in re.finditer(pattern, text, re.IGNORECASE))


def _location(path: str, lines: Sequence[str], line: int, said: str) -> Location:
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    first = said.split("\n", 1)[0]
    at = text.find(first)
    if at < 0:
        return Location(path, line, text=text)
    start, end = _units(text[:at]) + 1, _units(text[: at + len(first)]) + 1
    return Location(path, line, start, line, end, text)


def _units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)  # noqa: PLR2004 - the end of the basic plane
