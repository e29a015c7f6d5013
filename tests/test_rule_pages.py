"""The pages of the rules are true: each example fires its rule, and what it says to write instead is quiet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from portbind_lint.cli import main
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.verdict import RuleInfo

# A code block whose first line names its file: `// src/server.ts`, `<!-- README.md -->`, `# Dockerfile`.
BLOCK = re.compile(r"^```\w+\n(?://|<!--|#) (\S+)(?: -->)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MANIFEST = '{"name": "shown", "version": "1.0.0", "bin": "src/index.ts", "dependencies": {"express": "^5.1.0"}}'


def findings(page: str, heading: str, folder: Path) -> list[str]:
    """The ids of the rules that fire on the files under a heading of the page."""
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## What to do\n")[0]
    if heading == "Example":
        section = section.partition("\n## Instead\n")[0]
    files = BLOCK.findall(section)
    assert files, f"no code block under '{heading}' names its file"
    for name, content in [("package.json", MANIFEST), *files]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    report = folder.parent / "report.json"
    arguments = ["--root", str(folder), "--persona", "audit", "--exit-zero", "--output", f"json={report}", str(folder)]
    assert main(["check", *arguments]) == 0
    return [site["rule"] for site in json.loads(report.read_text(encoding="utf-8"))["sites"] if site["rule"]]


@pytest.mark.parametrize("info", all_rules(), ids=lambda info: info.id)
def test_the_example_fires(info: RuleInfo, tmp_path: Path) -> None:
    assert findings(info.prose, "Example", tmp_path / "repository") == [info.id]


@pytest.mark.parametrize("info", all_rules(), ids=lambda info: info.id)
def test_what_to_write_instead_is_quiet(info: RuleInfo, tmp_path: Path) -> None:
    assert findings(info.prose, "Instead", tmp_path / "repository") == []
