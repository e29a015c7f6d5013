"""What the documents promise: their generated parts, their commands, and the paths they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.report.registry import formats
from tests.documents.blocks import PROGRAM, README, setup_commands
from tests.example_reports import EXAMPLES, ROOT, run

TEXT = README.read_text(encoding="utf-8")
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), EXAMPLES / "README.md"})

ELSEWHERE = {name for library in load_catalogue().libraries for config in library.configs for name in config.names}
"""Configuration files of other tools, which are named but not here."""

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1$", re.DOTALL | re.MULTILINE)
# A path of this repository: it starts in one of its folders, or is one of the files at the top.
_PATH = re.compile(r"(?:portbind_lint|tests|examples|docs|benchmarks|\.ci|\.github)/[\w./-]*|[\w.-]+\.(?:md|toml)")


def test_two_commands_set_up_a_fresh_machine() -> None:
    first, second = setup_commands(TEXT)
    assert "pip install --quiet . &&" in first
    assert f"&& {PROGRAM}check --root examples/" in first
    assert second.endswith('pip install --quiet -e ".[dev]" && .venv/bin/pytest')


def test_the_first_command_finds_something_and_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = setup_commands(TEXT)[0].partition(PROGRAM)[2].split()
    monkeypatch.chdir(ROOT)
    assert run(arguments)[0] == 0
    assert run([argument for argument in arguments if argument != "--exit-zero"])[0] == 1


def test_every_format_is_named() -> None:
    reports = TEXT.partition("## Reports")[2].partition("\n## ")[0]
    assert [kind for kind in formats() if f"`{kind}`" not in reports and f"--format {kind}" not in reports] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_paths_exist(document: Path) -> None:
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    named = {ROOT / found for found in _CODE.findall(text) if _PATH.fullmatch(found) and found not in ELSEWHERE}
    linked = {document.parent / target.partition("#")[0] for target in _LINK.findall(text) if "://" not in target}
    assert [str(path.relative_to(ROOT)) for path in named | linked if not path.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_to_headings_lead_somewhere(document: Path) -> None:
    for target in _LINK.findall(_FENCE.sub("", document.read_text(encoding="utf-8"))):
        path, hash_, anchor = target.partition("#")
        if hash_ and "://" not in target:
            assert anchor in anchors((document.parent / path) if path else document)


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_example_is_described() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    folders = {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()}
    assert {name for name in folders if f"[{name}]({name})" in text} == folders
