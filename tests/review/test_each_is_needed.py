"""Each phrase, each deployment reader and each control is needed: without it some example comes out differently."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from portbind_lint.model.evidence import ControlKind
from portbind_lint.review.controls.known import Known, load_known
from portbind_lint.review.deployed import Reader
from portbind_lint.review.deployments import readers
from portbind_lint.review.phrases.load import ClaimKind, Phrase, load_phrases
from tests.review.listening import Listening
from tests.review.test_controls import GUARD
from tests.review.test_deployment import CASES
from tests.review.test_phrases import says

PHRASES = load_phrases()
KNOWN = load_known()
ENTRIES = sorted({case.id for case in KNOWN.cases})
# The module; the package exports a function of the same name.
CONTROLS = importlib.import_module("portbind_lint.review.controls.find")
GUARDED = "import express from 'express'\nimport { authMiddleware } from './guard'\nconst app = express()\n"
ENCRYPTED = "import https from 'node:https'\nhttps.createServer({ key, cert }, answer).listen(443)\n"
# What is recognised by code and not by an entry: its function, a kind that it finds, and a program.
BY_CODE = {
    "find_guards": (ControlKind.AUTH, GUARDED + "app.use(authMiddleware)\napp.listen(80)\n"),
    "find_transport": (ControlKind.TLS, ENCRYPTED),
}


def _alike(phrase: Phrase) -> Iterator[Phrase]:
    """The other phrases that say the same."""
    return (other for other in PHRASES if other.kind is phrase.kind and other is not phrase)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_a_phrase(phrase: Phrase) -> None:
    alone = [text for text in phrase.fires if not any(says(other, text) for other in _alike(phrase))]
    assert alone, f"other phrases of the kind {phrase.kind.value} recognise every example of {phrase.id}"


def test_every_kind_of_claim_has_a_phrase() -> None:
    assert {phrase.kind for phrase in PHRASES} == set(ClaimKind)


def _read(chosen: tuple[Reader, ...], path: str, text: str) -> list[str]:
    return [entry.reader for reader in chosen if reader.handles(path) for entry in reader.read(path, text)]


@pytest.mark.parametrize(
    "reader", readers(), ids=lambda reader: str(getattr(reader, "__name__", "")).rpartition(".")[2]
)
def test_a_deployment_reader(reader: Reader) -> None:
    others = tuple(other for other in readers() if other is not reader)
    assert any(_read(readers(), path, text) != _read(others, path, text) for path, text, expected in CASES if expected)


def _without(entry: str) -> Known:
    return Known(
        packages=tuple(each for each in KNOWN.packages if each.id != entry),
        calls=tuple(each for each in KNOWN.calls if each.id != entry),
        options=tuple(each for each in KNOWN.options if each.id != entry),
        requests=tuple(each for each in KNOWN.requests if each.id != entry),
        cases=KNOWN.cases,
    )


def _kinds(folder: Path, code: str) -> set[ControlKind]:
    files = {"package.json": '{"name": "acme"}', "src/server.ts": code, "src/guard.ts": GUARD}
    listening = Listening(folder, files)
    return {control.kind for control in listening.controls("src/server.ts")}


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_control(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    monkeypatch.setattr(CONTROLS, "load_known", lambda: _without(entry))
    examples = [case for case in KNOWN.cases if case.id == entry and case.fires]
    found = [_kinds(tmp_path / str(number), case.code) for number, case in enumerate(examples)]
    assert any(case.kind not in kinds for case, kinds in zip(examples, found, strict=True))


@pytest.mark.parametrize("function", BY_CODE)
def test_a_control_that_code_recognises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    kind, code = BY_CODE[function]
    assert kind in _kinds(tmp_path / "with", code)
    monkeypatch.setattr(CONTROLS, function, lambda *_: ())
    assert kind not in _kinds(tmp_path / "without", code)
