"""From the sentences of a document to the claims that they make."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from portbind_lint.model.present import standing
from portbind_lint.model.regex import regex
from portbind_lint.model.source import Location
from portbind_lint.review.address_settings import address_settings
from portbind_lint.review.block import BlockKind
from portbind_lint.review.languages import languages_of
from portbind_lint.review.phrases.load import ClaimKind, Phrase, load_phrases
from portbind_lint.review.sentences import Sentence, sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portbind_lint.review.block import Block


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document says about reaching a server, and the phrase that recognised it.

    `settings` are the names of the settings of an address whose default it is, or that the item above it names.
    """

    kind: ClaimKind
    phrase: str
    weight: int
    architecture: str
    location: Location
    headings: tuple[str, ...] = ()
    settings: frozenset[str] = frozenset()


# No document that people read has more.
_MOST_SENTENCES = 6000
# How far before a phrase a negation still speaks of it, in characters of the same sentence.
_REACH = 45
# A justification up to this weight gives way to a localhost URL in the same sentence.
_YIELDS = 3
_THE_SERVICE = regex(r"\bthe (remote|cloud|online|hosted) (mcp |http )?(server|service|endpoint)\b", re.IGNORECASE)
_BY_LINE = frozenset({BlockKind.CODE, BlockKind.SETTING, BlockKind.HTML})
# A section about a database tells how to start the database, in a container too.
_ABOUT_A_DATABASE = regex(
    r"\b(mysql|mariadb|postgres\w*|mongo\w*|redis|sqlite|databases?|db|rabbitmq|kafka|elastic\w*)\b", re.IGNORECASE
)
_ABOUT_MORE = regex(
    r"\b(deploy\w*|production|app\w*|server|api|backend|services|compose|stack|everything)\b", re.IGNORECASE
)
# What names an address on the reader's own machine.
_OWN = frozenset({ClaimKind.LOCALHOST_URL, ClaimKind.WILDCARD_DEFAULT, ClaimKind.LOOPBACK_DEFAULT})
_DEFAULTS = frozenset({ClaimKind.WILDCARD_DEFAULT, ClaimKind.LOOPBACK_DEFAULT})
# What is said of a service that the authors run says less about the program, but never nothing.
_HOSTED = 2
_LEAST = 2
# In a longer line nobody looks for a column, and to count it for each of thousands of claims costs quadratic time.
_LONGEST_LINE = 10_000
_BASIC_PLANE = 0xFFFF


def may_claim(lines: Sequence[str]) -> bool:
    """Whether a document holds words of any claim."""
    return not all(map(_is_scope, _phrases_in(lines)))


def _phrases_in(lines: Sequence[str]) -> tuple[Phrase, ...]:
    """The phrases of the document's languages of which it holds a word, if they need any."""
    document = "\n".join(lines).lower()
    spoken = ("", *languages_of(document))
    return tuple(phrase for phrase in _worded(document, load_phrases()) if phrase.language in spoken)


def _worded(lowered: str, phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    """Those of the phrases of which a lower-case text holds a word, if they need any: by one search for all words."""
    here = standing(_words(), lowered)
    return (phrase for phrase in phrases if not phrase.words or not here.isdisjoint(phrase.words))


@cache
def _words() -> frozenset[str]:
    return frozenset(word for phrase in load_phrases() for word in phrase.words)


def claims_of(path: str, lines: Sequence[str], blocks: Sequence[Block]) -> tuple[Claim, ...]:
    """Every claim of one document in order. `lines` are the document's own, for the evidence."""
    phrases = _phrases_in(lines)
    found = [
        (sentence, _found(sentence, phrases)) for sentence in itertools.islice(sentences_of(blocks), _MOST_SENTENCES)
    ]
    sections = _hosted_sections(found)
    serviced = any(_speaks_of_a_service(said) for _, said in found)
    return tuple(
        Claim(phrase.kind, phrase.id, weight, phrase.architecture, place, sentence.headings, named)
        for sentence, said in found
        for hosted in [
            sentence.headings in sections or _speaks_of_a_service(said) or (serviced and _means_it(sentence.text))
        ]
        for phrase, match in _said(sentence, said)
        for weight in [_weight(phrase, hosted=hosted)]
        for said_here in [sentence.text[match.start() : match.end()]]
        for place in [_location(path, lines, sentence.line + sentence.text.count("\n", 0, match.start()), said_here)]
        for named in [_settings_of(phrase, sentence, place)]
    )


_Found = list[tuple[Phrase, re.Match[str]]]


def _settings_of(phrase: Phrase, sentence: Sentence, place: Location) -> frozenset[str]:
    own = address_settings(place.text) if phrase.kind in _DEFAULTS else frozenset[str]()
    return own | address_settings(sentence.under)


def _hosted_sections(found: Sequence[tuple[Sentence, _Found]]) -> set[tuple[str, ...]]:
    """The sections below the title that speak of a service of the authors and name no address of the reader's own."""
    services = {sentence.headings for sentence, said in found if _speaks_of_a_service(said)}
    own = {sentence.headings for sentence, said in found if any(phrase.kind in _OWN for phrase, _ in said)}
    return {headings for headings in services - own if len(headings) > 1}


def _speaks_of_a_service(said: _Found) -> bool:
    return any(phrase.kind is ClaimKind.HOSTED for phrase, _ in said)


def _means_it(text: str) -> bool:
    """Whether a sentence takes up a service that the document has spoken of: "the remote server", not "a remote"."""
    return _THE_SERVICE.search(text) is not None


def _weight(phrase: Phrase, *, hosted: bool) -> int:
    weakened = hosted and phrase.kind is ClaimKind.JUSTIFIES
    return max(min(phrase.weight, _LEAST), phrase.weight - _HOSTED) if weakened else phrase.weight


def _found(sentence: Sentence, phrases: Sequence[Phrase]) -> _Found:
    """The phrases that stand in the sentence; where its lines are broken means nothing in prose."""
    text = sentence.text if sentence.kind in _BY_LINE else sentence.text.replace("\n", " ")
    lowered = text.lower()
    return [
        (phrase, match)
        for phrase in _worded(lowered, phrases)
        if sentence.kind in phrase.blocks
        and (match := phrase.find(text, lowered)) is not None
        and not (sentence.lead and phrase.is_excluded(sentence.lead))
    ]


def _said(sentence: Sentence, found: _Found) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """The phrases that hold in the sentence, scope considered."""
    kinds = {phrase.kind for phrase, _ in found}
    negations = _negations(sentence.text, found) if ClaimKind.NEGATION in kinds else ()
    for phrase, match in found:
        undone = _is_scope(phrase) or _elsewhere(phrase, kinds) or _of_a_database(sentence, phrase)
        if not (undone or _negated(sentence, phrase, match, negations)):
            yield phrase, match


def _is_scope(phrase: Phrase) -> bool:
    return phrase.kind in (ClaimKind.NEGATION, ClaimKind.ELSEWHERE, ClaimKind.HOSTED)


def _elsewhere(phrase: Phrase, kinds: set[ClaimKind]) -> bool:
    """Whether the sentence speaks of another component, or of a server on the reader's own machine."""
    if ClaimKind.ELSEWHERE in kinds and phrase.kind is not ClaimKind.GUIDANCE:
        return True
    return ClaimKind.LOCALHOST_URL in kinds and phrase.kind is ClaimKind.JUSTIFIES and phrase.weight <= _YIELDS


def _of_a_database(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a container is that of a database, by the heading that it stands below; a project may be about one."""
    if phrase.architecture != "container" or not sentence.headings or _ABOUT_A_DATABASE.search(sentence.headings[0]):
        return False
    title = sentence.headings[-1]
    return _ABOUT_A_DATABASE.search(title) is not None and _ABOUT_MORE.search(title) is None


def _negated(sentence: Sentence, phrase: Phrase, match: re.Match[str], negations: Sequence[int]) -> bool:
    """Whether a negation stands shortly before; the `no` of another column ("required") is about something else."""
    if not phrase.negatable:
        return False
    before = [end for end in negations if 0 <= match.start() - end <= _REACH]
    if sentence.kind is not BlockKind.ROW:
        return bool(before)
    return any("|" not in sentence.text[end : match.start()] for end in before)


def _negations(text: str, found: Sequence[tuple[Phrase, re.Match[str]]]) -> tuple[int, ...]:
    """Where the negations of a sentence end."""
    return tuple(end for phrase, _ in found if phrase.kind is ClaimKind.NEGATION for end in phrase.ends(text))


def _location(path: str, lines: Sequence[str], line: int, said: str) -> Location:
    text = lines[line - 1] if line <= len(lines) else ""
    first = said.split("\n", 1)[0]
    at = text.find(first) if len(text) <= _LONGEST_LINE else -1
    if at < 0 or not first:
        return Location(path, line, text=text)
    start, end = _units(text[:at]) + 1, _units(text[: at + len(first)]) + 1
    return Location(path, line, start, line, end, text)


def _units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(ord(character) > _BASIC_PLANE for character in text)
