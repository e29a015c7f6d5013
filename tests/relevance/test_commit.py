"""When a hook may end without looking: only where nothing that is staged can matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.cli import main
from portbind_lint.relevance.commit import nothing_to_do
from tests.discover.checkout import commit, git, write

PLAIN = "export const answer = 42;\n"
LISTENING = "require('http').createServer().listen(80);\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with files of every kind committed."""
    commit(tmp_path, {"plain.js": PLAIN, "was.js": LISTENING, "README.md": "# x\n", "logo.svg": "<svg/>", "a.css": ""})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRE_COMMIT_FROM_REF", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("change", "named", "ends"),
    [
        ({}, [], True),
        ({"plain.js": "export const answer = 43;\n"}, ["plain.js"], True),
        ({"logo.svg": None, "plain.js": None}, [], True),
        ({"was.js": None}, [], False),
        ({"logo.svg": None, "a.css": None}, [], True),
        ({"plain.js": LISTENING}, ["plain.js"], False),
        ({"was.js": PLAIN}, ["was.js"], False),
        ({"new.js": PLAIN + "const HOST = '10.0.0.1';\n"}, ["new.js"], False),
        ({"vite.config.js": "export default {};\n"}, ["vite.config.js"], False),
        ({"README.md": "# y\n"}, ["README.md"], False),
        ({"big.js": "//" + "x" * 2_000_001}, ["big.js"], False),
        ({"README.md": None}, [], False),
    ],
)
def test_what_a_hook_need_not_look_at(
    project: Path, change: dict[str, str | bytes | None], named: list[str], ends: bool
) -> None:
    write(project, change)
    git(project, "add", "--all")
    assert nothing_to_do(["--hook", *named]) is ends


@pytest.mark.parametrize("option", ["--diff-base=HEAD", "--root=.", "--fix", "--format=json", "-v"])
def test_another_option_is_never_skipped(option: str) -> None:
    assert not nothing_to_do(["--hook", option])


def test_a_push_and_a_merge_are_never_skipped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "checkout", "--quiet", "-b", "side")
    commit(project, {"side.css": ""})
    git(project, "checkout", "--quiet", "-")
    git(project, "merge", "--quiet", "--no-commit", "--no-ff", "side")
    assert not nothing_to_do(["--hook"])
    git(project, "merge", "--abort")
    assert nothing_to_do(["--hook"])
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
    assert not nothing_to_do(["--hook"])


def test_libraries_of_the_projects_own_can_have_any_word(project: Path) -> None:
    (project / ".portbind.yml").write_text("libraries: []\n")
    assert not nothing_to_do(["--hook", "plain.js"])


def test_without_git_and_with_a_damaged_one_everything_is_looked_at(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (project / ".git" / "index").write_bytes(b"nonsense")
    assert not nothing_to_do(["--hook"])
    monkeypatch.chdir(tmp_path_factory.mktemp("plain"))
    assert not nothing_to_do(["--hook"])


def test_a_skipped_hook_analyses_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("portbind_lint.pipeline.analyse", lambda _: pytest.fail("it analysed"))
    assert main(["check", "--hook", "plain.js"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_code_of_every_exposed_example_of_the_catalogue_is_looked_at(project: Path) -> None:
    skipped = []
    for library in load_catalogue().libraries:
        for example in library.examples:
            write(project, {example.file: example.code})
            exposed = any(found.startswith("wildcard") for found in example.expect)
            if exposed and nothing_to_do(["--hook", example.file]):
                skipped.append((library.name, example.name))
    assert skipped == []
