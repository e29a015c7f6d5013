"""The examples of the phrase files are their tests."""

import pytest
import yaml

from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.claims import claims_of
from portbind_lint.review.phrases.load import ClaimKind, Phrase, load_phrases, phrases_of

PHRASES = load_phrases()
FIRES = [(phrase, text) for phrase in PHRASES for text in phrase.fires]
QUIET = [(phrase, text) for phrase in PHRASES for text in phrase.quiet]


def says(phrase: Phrase, text: str) -> bool:
    if phrase.kind in (ClaimKind.NEGATION, ClaimKind.ELSEWHERE, ClaimKind.HOSTED):
        return phrase.find(text, text.lower()) is not None
    kinds = phrase.blocks - {BlockKind.SETTING, BlockKind.HTML} or phrase.blocks
    kind = BlockKind.PARAGRAPH if BlockKind.PARAGRAPH in kinds else min(kinds)
    claims = claims_of("README.md", text.split("\n"), [Block(kind, 1, text)])
    return phrase.id in {claim.phrase for claim in claims}


@pytest.mark.parametrize(("phrase", "text"), FIRES, ids=[f"{phrase.id}-{n}" for n, (phrase, _) in enumerate(FIRES)])
def test_fires(phrase: Phrase, text: str) -> None:
    assert says(phrase, text)


@pytest.mark.parametrize(("phrase", "text"), QUIET, ids=[f"{phrase.id}-{n}" for n, (phrase, _) in enumerate(QUIET)])
def test_stays_quiet(phrase: Phrase, text: str) -> None:
    assert not says(phrase, text)


def test_ids_are_unique_and_every_phrase_has_both_examples() -> None:
    assert len({phrase.id for phrase in PHRASES}) == len(PHRASES)
    assert [phrase.id for phrase in PHRASES if not phrase.fires or not phrase.quiet] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: 1", "a list"),
        ("- 1", "a mapping"),
        ("- {id: a, kind: justifies, pattern: x, fires: [x], colour: red}", "unknown key 'colour'"),
        ("- {id: a, kind: justifies, fires: [x]}", "no 'pattern'"),
        ("- {id: a, kind: shouts, pattern: x, fires: [x]}", "shouts"),
        ("- {id: a, kind: justifies, pattern: x, fires: x}", "is a list"),
    ],
)
def test_a_broken_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        phrases_of(yaml.safe_load(text), "broken.yml")
