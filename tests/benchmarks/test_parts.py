import re
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.parts import NAMES
from benchmarks.parts.worst import _INPUTS
from benchmarks.trees import write
from portbind_lint.pipeline import Request, analyse

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"


@pytest.mark.parametrize("make", [make for _, make, _ in _INPUTS], ids=[title for title, _, _ in _INPUTS])
def test_a_worst_input_is_analysed_or_said_not_to_be(make: object, tmp_path: Path) -> None:
    assert callable(make)
    write(tmp_path, make(20))
    report = analyse(Request(tmp_path))
    assert report.sites or report.not_analysed


def test_the_document_has_a_place_for_each_part() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in NAMES if text.count(f"<!-- begin {name} -->") != 1] == []


def test_a_part_is_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree, out = tmp_path / "tree", tmp_path / "out"
    write(tree, {"a.js": "require('http').createServer().listen(3000);\n"})
    write(out, {"performance.md": "<!-- begin repository -->\n<!-- end repository -->\n"})
    words = ["--smoke", "--parts", "repository", "--tree", str(tree), "--out", str(out)]
    monkeypatch.setattr("sys.argv", ["benchmarks", *words])
    assert main() == 0
    written = (out / "performance.md").read_text(encoding="utf-8")
    assert "A repository of 1 scripts, 0.0 MB" in written
    assert "| portbind-lint check |" in capsys.readouterr().out


def test_the_hook_is_measured_on_a_copy_of_the_tree_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = tmp_path / "tree"
    files = {
        "README.md": "# A\n",
        "package.json": '{"name": "a"}',
        "serves.js": "require('http').createServer().listen(3000);\n",
        **{f"adds{number}.js": "export const sum = (a, b) => a + b;\n" for number in range(4)},
        "guards.js": "export const allowed = (user) => user.token === 'x';\n",
    }
    write(tree, files)
    monkeypatch.setattr("sys.argv", ["benchmarks", "--smoke", "--parts", "hook", "--tree", str(tree)])
    assert main() == 0
    rows = re.findall(r"^\| ([^|]+) \| \d", capsys.readouterr().out, re.MULTILINE)
    assert rows == [
        "--version",
        "changed files: 1, none could matter",
        "changed files: 1, as they come",
        "changed files: 5, as they come",
        "changed files: 1, all of them listen",
        "changed file: README.md",
        "changed file: package.json",
    ]
    assert {path.name: path.read_text() for path in tree.iterdir()} == files


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--parts", "hook,none"], "unknown part 'none'"),
        (["--tree", "/nowhere/at/all"], "no such folder"),
        (["--out", "/nowhere/at/all"], "there is no performance.md"),
    ],
)
def test_wrong_arguments_are_refused(
    words: list[str], complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", *words])
    with pytest.raises(SystemExit):
        main()
    assert complaint in capsys.readouterr().err
