"""What is read at a time: a sentence of prose, a command of a code block, a row of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.block import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Sections about the project's own life say nothing of how its server is to be reached.
_OFF_TOPIC = regex(
    r"\b(licen[cs]e|change ?log|(version |release )?history|releases|release notes|what'?s new|contribut\w*|credits"
    r"|acknowledge?ments?|sponsors?|backers|code of conduct|roadmap|to-?do|(unit |e2e |end-to-end )?test(s|ing)?"
    r"|benchmarks?|stargazers|star history|authors?|maintainers|related (projects|work)|alternatives"
    r"|similar projects)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 60
# What stands in parentheses after a full stop belongs to the sentence before. Nothing need follow an ideographic one.
_SENTENCE_END = regex(r"(?<=[.!?;])\s+(?=[^\sa-z(])|(?<=[\u3002\uff01\uff1f\uff1b])(?=.)|\n(?=\s*(?:[-*+>|]|\d+\.)\s)")
# The full stop of an abbreviation ends nothing, and what reads up to the end of a sentence reads on.
_ABBREVIATION = regex(r"\b(e\.\s?g|i\.\s?e|z\.\s?B|p\.\s?ex|approx|incl|resp|vs)\.", re.IGNORECASE)
# A sentence that begins so says more about the subject of the one before.
_NO_SUBJECT = regex(r"\s*(Supports|Allows|Listens|Accepts|Uses|Works|Runs|Provides|Handles|Set to)\b")
# An entry of a list of other people's projects: it begins with a link to a repository and describes what is there.
_OTHER_PROJECT = regex(
    r"\W{0,6}(<img\b[^>\n]{0,400}>\s{0,4})?[*_\s]{0,6}\[[^\]\n]{1,120}\]"
    r"\(https?://(www\.)?(github|gitlab|codeberg|bitbucket)\.(com|org)/[\w.-]{1,60}/[\w.-]{1,100}/?\)[*_\s]{0,6}([-\u2013\u2014:|(]|by\b|$)"
)
_LISTED = frozenset({BlockKind.ITEM, BlockKind.ROW})
_IMAGE = regex(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_BADGE = regex(r"\[[^\S\n]*\]\([^)\n]{0,500}\)")
_OPTION = regex(r"\W*(`[^`\n]{1,60}`|\*\*[^*\n]{1,60}\*\*).{0,400}\bdefaults?\b", re.IGNORECASE)
_DEPLOYS = regex(r"\bdeploy\b", re.IGNORECASE)
# A question about the reader's own situation, asked to find a fault: it says nothing of the server.
_ASKS_READER = regex(
    r"[\W\d_]{0,12}(is|are|does|did|has|have|was|were) (the |your |you |any )[^?]{1,300}\?[\W_]{0,6}$", re.IGNORECASE
)
# Fetching the code says nothing either, whatever the repository is called.
_FETCHES = regex(r"\s{0,8}[$>]?\s{0,3}git clone\b[^&;|\n]{0,400}(&&\s*cd\b[^&;|\n]{0,200})?$")
_BY_LINE = frozenset({BlockKind.CODE, BlockKind.SETTING, BlockKind.HTML})
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING})
_ASKED = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` begins at `line` of the document.

    `lead` is what it belongs to: the prose that introduces a code block, or the sentence whose subject it shares.
    `under` is the item of a list that it stands below.
    """

    kind: BlockKind
    line: int
    text: str
    lead: str
    headings: tuple[str, ...]
    under: str = ""


def sentences_of(blocks: Sequence[Block]) -> Iterator[Sentence]:
    """Everything in the document that may be a claim, in order."""
    lead = ""
    document = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    for block in blocks:
        if any(_is_off_topic(title) for title in block.headings if title != document) or _lists_another(block):
            continue
        split = _lines(block) if block.kind in _BY_LINE else _prose(block)
        before = lead if block.kind is BlockKind.ITEM else ""
        for line, text in split:
            if _says_nothing(block, text):
                continue
            introduced = lead if block.kind is BlockKind.CODE else before if _NO_SUBJECT.match(text) else ""
            yield Sentence(block.kind, line, text[:_LONGEST], introduced, block.headings, block.under[:_LONGEST])
            before = text[:_LONGEST] if block.kind in _PROSE else ""
        if block.kind in _PROSE:
            lead = block.text[-_LONGEST:]


def _says_nothing(block: Block, text: str) -> bool:
    if block.kind is BlockKind.CODE:
        return _FETCHES.match(text) is not None
    return block.kind in _ASKED and _ASKS_READER.match(text) is not None


def _lists_another(block: Block) -> bool:
    return block.kind in _LISTED and _OTHER_PROJECT.match(block.text) is not None


def _is_off_topic(title: str) -> bool:
    return len(title) < _LONGEST_TITLE and _OFF_TOPIC.search(title) is not None


def _prose(block: Block) -> Iterator[tuple[int, str]]:
    text = _ABBREVIATION.sub(_unstopped, _BADGE.sub(_blank, _IMAGE.sub(_blank_picture, block.text)))
    start = 0
    line = block.line
    ends = () if _describes_option(block) else _SENTENCE_END.finditer(text)
    for end in [*(match.start() for match in ends), len(text)]:
        said = text[start:end]
        if said.strip():
            yield line, said
        line += said.count("\n")
        start = end


def _describes_option(block: Block) -> bool:
    """Whether an item of a list explains one option: what it does and its default, at the end, belong together."""
    return block.kind is BlockKind.ITEM and _OPTION.match(block.text) is not None and "\n" not in block.text


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    """The lines; a command that a backslash continues is one."""
    command: list[str] = []
    for offset, line in enumerate(block.text.split("\n")):
        command.append(line[:_LONGEST])
        if not line.endswith("\\"):
            yield block.line + offset - len(command) + 1, "\n".join(command)
            command.clear()
    if command:
        yield block.line + block.text.count("\n") - len(command) + 1, "\n".join(command)


def _blank_picture(match: re.Match[str]) -> str:
    """A picture says nothing, except a button that deploys."""
    return match[0] if _DEPLOYS.search(match[0]) else _blank(match)


def _unstopped(match: re.Match[str]) -> str:
    return match[0].replace(".", " ")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
