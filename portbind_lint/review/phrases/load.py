"""The phrases as frozen objects, validated as they are loaded: those of `*.yml` beside this file."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from portbind_lint.model.generated import documents
from portbind_lint.review.block import BlockKind
from portbind_lint.review.languages import LANGUAGES

_GENERATED = Path(__file__).parent / "phrases.json"


class ClaimKind(str, Enum):
    """What a sentence says about how a server is reached; the values are those of the phrase files."""

    JUSTIFIES = "justifies"
    LOCAL_ONLY = "local-only"
    LOOPBACK_DEFAULT = "loopback-default"
    WILDCARD_DEFAULT = "wildcard-default"
    LOCALHOST_URL = "localhost-url"
    GUIDANCE = "guidance"
    NEGATION = "negation"
    ELSEWHERE = "elsewhere"
    HOSTED = "hosted"


_PROSE = frozenset(
    {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.HTML, BlockKind.COMMENT}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying something.

    `weight` runs from 1 (a hint) to 5 (says it in so many words). `architecture` is the legitimate context that a
    justification stands for. `language` is that of the documents in which it is tried (empty: of all), `words` are
    lower-case texts of which one must be present for `pattern` to be tried (empty: always); `unless` is what must not
    stand in the same sentence, nor in the prose that introduces a code block. `negatable` says that a negation before
    it undoes it. `fires` and `quiet` are its examples.
    """

    id: str
    kind: ClaimKind
    weight: int
    architecture: str
    language: str
    words: tuple[str, ...]
    pattern: str
    unless: str
    blocks: frozenset[BlockKind]
    negatable: bool
    fires: tuple[str, ...]
    quiet: tuple[str, ...]

    def find(self, text: str, lowered: str) -> re.Match[str] | None:
        """The first place where `text` says it; `lowered` is `text.lower()`."""
        if not self.may_stand_in(lowered):
            return None
        found = _compiled(self.pattern).search(text)
        return None if found is None or self.is_excluded(text) else found

    def may_stand_in(self, lowered: str) -> bool:
        """Whether a lower-case text holds one of the words."""
        return not self.words or any(word in lowered for word in self.words)

    def is_excluded(self, text: str) -> bool:
        """Whether `text` holds what must not stand beside the phrase."""
        return bool(self.unless) and _compiled(self.unless).search(text) is not None

    def ends(self, text: str) -> tuple[int, ...]:
        """Where each occurrence of the pattern ends."""
        return tuple(match.end() for match in _compiled(self.pattern).finditer(text))


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@functools.cache
def load_phrases() -> tuple[Phrase, ...]:
    """All phrases, by file name and then in file order."""
    return tuple(phrase for name, rows in documents(_GENERATED).items() for phrase in phrases_of(rows, name))


def phrases_of(rows: object, name: str) -> tuple[Phrase, ...]:
    """The phrases of one file; ValueError names what is wrong with it."""
    if not isinstance(rows, list):
        raise ValueError(f"{name}: a list of phrases is expected")
    return tuple(_phrase(row, name) for row in rows)


_KEYS = frozenset(
    {
        "id",
        "kind",
        "weight",
        "architecture",
        "language",
        "words",
        "pattern",
        "unless",
        "blocks",
        "negatable",
        "fires",
        "quiet",
    }
)


def _phrase(row: object, name: str) -> Phrase:
    if not isinstance(row, dict):
        raise ValueError(f"{name}: a phrase is a mapping")
    unknown = sorted(set(map(str, row)) - _KEYS)
    if unknown:
        raise ValueError(f"{name}: unknown key {unknown[0]!r}")
    for key in ("id", "kind", "pattern", "fires"):
        if not row.get(key):
            raise ValueError(f"{name}: {row.get('id', 'a phrase')} has no {key!r}")
    blocks, language = _texts(row, "blocks"), str(row.get("language", ""))
    if language and language not in LANGUAGES:
        raise ValueError(f"{name}: {row['id']} is of the unknown language {language!r}")
    return Phrase(
        id=str(row["id"]),
        kind=ClaimKind(str(row["kind"])),
        weight=int(str(row.get("weight", 1))),
        architecture=str(row.get("architecture", "")),
        language=language,
        words=_texts(row, "words"),
        pattern=str(row["pattern"]),
        unless=str(row.get("unless", "")),
        blocks=frozenset(map(BlockKind, blocks)) if blocks else _PROSE,
        negatable=bool(row.get("negatable", True)),
        fires=_texts(row, "fires"),
        quiet=_texts(row, "quiet"),
    )


def _texts(row: dict[object, object], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"{row['id']}: {key!r} is a list")
    return tuple(map(str, value))
