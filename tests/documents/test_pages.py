"""What the written pages rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.verdict import RuleInfo
from tests.documents import accuracy, architecture, blocks, report_schema
from tests.documents.pages import DOCS, REFERENCE, RULES
from tests.example_reports import ROOT, names, reports, run

REPORTS = [
    *(ROOT / "tests" / "examples" / "golden").glob("*.json"),
    *(ROOT / "tests" / "report" / "golden").glob("*.json"),
]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_one_page(rule: RuleInfo) -> None:
    """`explain`, the documentation and code scanning show the same text, and all of the docstring is in it."""
    page = (RULES / f"{rule.id}.md").read_text(encoding="utf-8")
    assert run(["explain", rule.id]) == (0, page)
    log = json.loads(reports(names()[0])["sarif"])
    (shown,) = [found for found in log["runs"][0]["tool"]["driver"]["rules"] if found["id"] == rule.id]
    assert shown["help"]["markdown"] == page
    assert rule.prose.partition("\n")[2].strip() in page
    assert f"ignore[{rule.id}]" in page
    assert rule.when in page


def test_every_rule_and_library_has_its_place() -> None:
    index = (REFERENCE / "rules.md").read_text(encoding="utf-8")
    assert [rule.id for rule in all_rules() if f"(rules/{rule.id}.md)" not in index] == []
    proofs = (REFERENCE / "proofs.md").read_text(encoding="utf-8")
    assert [found.name for found in load_catalogue().libraries if f"\n## {found.name}\n" not in proofs] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_report_is_as_described(path: Path) -> None:
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), report_schema.schema())


def test_nothing_is_described_that_no_report_has() -> None:
    described = set(paths_of(report_schema.schema(), ""))
    written = {found for path in REPORTS for found in keys_of(json.loads(path.read_text(encoding="utf-8")), "")}
    assert described - written == set()


def paths_of(schema: dict, place: str) -> Iterator[str]:
    inner = schema["anyOf"][1] if "anyOf" in schema else schema
    for name, found in inner.get("properties", {}).items():
        yield f"{place}.{name}"
        yield from paths_of(found, f"{place}.{name}")
    if "items" in inner:
        yield from paths_of(inner["items"], place)


def keys_of(value: object, place: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, found in value.items():
            yield f"{place}.{name}"
            yield from keys_of(found, f"{place}.{name}")
    if isinstance(value, list):
        for found in value:
            yield from keys_of(found, place)


def test_the_architecture_names_every_part() -> None:
    page = architecture.page()
    parts = [
        path for path in architecture.PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    ]
    missing = [
        path.name for path in parts if f"`portbind_lint/{path.name}" not in page and f"## {path.name}" not in page
    ]
    assert missing == ["__init__.py"]


def test_a_file_without_a_docstring_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.py has no docstring"):
        architecture._first_line(tmp_path / "a.py")  # noqa: SLF001 - the pages say nothing of it otherwise


def test_the_figures_add_up() -> None:
    found = accuracy.figures()
    generator, oracle = found["generator"], accuracy.oracle()
    assert generator["right"] + generator["unknown"] + generator["wrong"] == generator["programs"]
    for section in ("labels", "unseen"):
        pairs = [value for value in found[section].values() if isinstance(value, list)]
        assert all(0 <= right <= number for right, number in pairs)
    assert oracle["contradicted"] == 0
    assert (
        oracle["proven entries"]
        <= oracle["entries"]
        == len(list((architecture.PACKAGE / "catalogue" / "libraries").glob("*.yml")))
    )


def test_every_block_is_used_and_every_used_block_is_written() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (blocks.README, *DOCS.rglob("*.md"))]
    assert set().union(*(blocks.blocks(text) for text in texts)) == set(blocks.BLOCKS)


def test_a_block_that_nothing_writes_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        blocks.renewed("<!-- generated: nothing -->\nx\n<!-- end: nothing -->")
