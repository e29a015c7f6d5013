"""The examples of the phrase files are their tests."""

import pytest
import yaml

from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.claims import claims_of
from portbind_lint.review.languages import LANGUAGES, WORDS, languages_of
from portbind_lint.review.phrases.load import ClaimKind, Phrase, load_phrases, phrases_of

PHRASES = load_phrases()
FIRES = [(phrase, text) for phrase in PHRASES for text in phrase.fires]
QUIET = [(phrase, text) for phrase in PHRASES for text in phrase.quiet]


def says(phrase: Phrase, text: str) -> bool:
    if phrase.kind in (ClaimKind.NEGATION, ClaimKind.ELSEWHERE, ClaimKind.HOSTED):
        return phrase.find(text, text.lower()) is not None
    kinds = phrase.blocks - {BlockKind.SETTING, BlockKind.HTML} or phrase.blocks
    kind = BlockKind.PARAGRAPH if BlockKind.PARAGRAPH in kinds else min(kinds)
    # The document that the text stands in is written in the phrase's language.
    around = " ".join(WORDS.get(phrase.language, ()))
    claims = claims_of("README.md", [*text.split("\n"), around], [Block(kind, 1, text)])
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
        ("- {id: a, kind: justifies, language: xx, pattern: x, fires: [x]}", "unknown language 'xx'"),
    ],
)
def test_a_broken_file_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        phrases_of(yaml.safe_load(text), "broken.yml")


def test_there_are_phrases_in_every_language() -> None:
    assert {phrase.language for phrase in PHRASES} == {"", *LANGUAGES}


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("der server läuft im netz und ist für alle da, nicht nur für die familie", {"de"}),
        ("el servidor escucha en la red para que los demás, con una clave, entren", {"es"}),
        ("le serveur est sur le réseau pour les autres, avec une clé, dans la maison", {"fr"}),
        ("o servidor fica na rede para que os outros entrem com uma chave em casa", {"pt"}),
        ("サーバーは同じネットワークで使えます", {"ja"}),
        ("服务器在局域网内可以访问", {"zh"}),
        ("서버는 같은 네트워크에서", {"ko"}),
        ("сервер доступен в сети", {"ru"}),
        ("the server runs\nin production; or it may die, con or sin, with des and que", set()),
        ("", set()),
    ],
)
def test_languages_are_told_by_script_and_little_words(text: str, languages: set[str]) -> None:
    assert languages_of(text) == languages


def test_a_phrase_of_a_language_is_not_tried_in_documents_of_others() -> None:
    text = "Im lokalen Netzwerk erreichbar."
    assert claims_of("README.md", [text], [Block(BlockKind.PARAGRAPH, 1, text)]) == ()
