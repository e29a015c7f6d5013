"""The structure that the documents describe: contracts, sizes, and what may stand nowhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "portbind_lint"
SOURCES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_import_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_only_the_sarif_report_knows_sarif_om() -> None:
    assert [named(path) for path in SOURCES if "sarif_om" in imported(path)] == ["portbind_lint/report/sarif.py"]


def test_only_parse_knows_a_parser() -> None:
    parsers = {"tree_sitter", "tree_sitter_javascript", "tree_sitter_typescript", "esprima"}
    assert [named(path) for path in SOURCES if imported(path) & parsers and "parse" not in path.parts] == []


def test_only_the_command_line_prints_or_exits() -> None:
    calls = re.compile(r"(?<![\w.])(?:print|exit|quit)\(|sys\.exit\(|raise SystemExit")
    found = [named(path) for path in SOURCES if calls.search(path.read_text(encoding="utf-8"))]
    assert set(found) <= {"portbind_lint/cli.py", "portbind_lint/__main__.py"}


def loaded(path: Path) -> dict[Path, bool]:
    """The files of the package that a file imports when it is loaded, and whether it takes a name out of them."""
    found: dict[Path, bool] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            place = ROOT.joinpath(*str(node.module).split("."))
            modules = [file for alias in node.names if (file := place / f"{alias.name}.py").is_file()]
            found |= dict.fromkeys(modules, False)
            if len(modules) < len(node.names):
                found[place.with_suffix(".py")] = True
    return {file: takes for file, takes in found.items() if file in SOURCES}


def test_every_module_can_be_loaded_first() -> None:
    """Two modules that need each other take no name out of the other: whoever comes second would not find it yet."""
    needed = {path: loaded(path) for path in SOURCES}

    def reached(path: Path) -> set[Path]:
        found, waiting = {path}, [path]
        while waiting:
            waiting += new if (new := needed[waiting.pop()].keys() - found) else ()
            found |= new
        return found

    reaching = {path: reached(path) for path in SOURCES}
    circles = [
        (named(path), named(other))
        for path, others in needed.items()
        for other, takes in others.items()
        if takes and path in reaching[other]
    ]
    assert circles == []


def test_nothing_reaches_the_network_or_starts_what_was_analysed() -> None:
    dangerous = {"socket", "urllib3", "requests", "httpx", "http", "ftplib", "smtplib", "pickle", "marshal"}
    assert [named(path) for path in SOURCES if imported(path) & dangerous] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_read_as_one_thought(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    assert not FORBIDDEN_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_types_are_not_argued_away(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"#\s*type:\s*ignore|\bcast\(|\bimport Any\b|:\s*Any\b", text)


@pytest.mark.parametrize("folder", ["portbind_lint", "benchmarks", "tests"])
def test_a_check_is_silenced_with_a_reason(folder: str) -> None:
    marks = re.compile(r"# (?=noqa).*")
    reasoned = re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \w.*")
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")}
    assert [
        f"{named(path)}: {mark}"
        for path, text in texts.items()
        for mark in marks.findall(text)
        if not reasoned.fullmatch(mark) and path != Path(__file__)
    ] == []


@pytest.mark.parametrize("folder", ["portbind_lint", "tests", "examples", "docs", ".ci"])
def test_nothing_is_left_to_do(folder: str) -> None:
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
    texts = [path for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".yml", ".md", ".ts", ".js"}]
    assert [named(path) for path in texts if marks.search(path.read_text(encoding="utf-8"))] == []
