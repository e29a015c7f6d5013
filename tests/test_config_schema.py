"""The schema that editors use and the reader of the configuration agree."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from portbind_lint.adoption import settings_text
from portbind_lint.config.load import load_config
from portbind_lint.model.errors import UserError
from tests.config_schema import FILE, schema

RULE = "undocumented-exposure"
ROOT = FILE.parents[2]
DOCUMENTS = [ROOT / "README.md", *ROOT.glob("docs/guides/*.md"), *ROOT.glob("docs/reference/*.md")]


def valid(text: str) -> bool:
    # Editors see a day as text, as the program does; YAML's own type for it is no JSON.
    return Draft7Validator(schema()).is_valid(json.loads(json.dumps(yaml.safe_load(text), default=str)))


def read(root: Path, text: str) -> bool:
    (root / ".portbind.yml").write_text(text, encoding="utf-8")
    try:
        load_config(root)
    except UserError:
        return False
    return True


def test_the_committed_schema_is_one() -> None:
    Draft7Validator.check_schema(json.loads(FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", True),
        ("exclude: [a/]\ninclude:\nfail-on: medium\npersona: audit\nbaseline: known.json\n", True),
        (f"suppressions: [{{rule: {RULE}, path: a, reason: b, until: 2027-01-31}}]", True),
        ("fail-on: often", False),
        ("persona: nobody", False),
        ("exclude: a/", False),
        ("exclude: ['']", False),
        ("excludes: []", False),
        ("- a", False),
        (f"suppressions: [{{rule: {RULE}, path: a}}]", False),
        (f"suppressions: [{{rule: {RULE}, path: a, reason: b, line: '3'}}]", False),
        (f"suppressions: [{{rule: {RULE}, path: a, reason: b, until: soon}}]", False),
        ("suppressions: {rule: a}", False),
        ("libraries: a", False),
        (settings_text("known.json"), True),
        (settings_text(""), True),
    ],
)
def test_the_schema_and_the_program_agree(tmp_path: Path, text: str, right: bool) -> None:
    assert (valid(text), read(tmp_path, text)) == (right, right)


def test_the_settings_in_the_documents_are_valid() -> None:
    fence = re.compile(r"```yaml\n((?:# \.portbind\.yml\n)?(?:exclude|libraries|suppressions):.*?)```", re.DOTALL)
    blocks = [block for document in DOCUMENTS for block in fence.findall(document.read_text(encoding="utf-8"))]
    assert len(blocks) == 4
    assert [block for block in blocks if not valid(block)] == []


def test_a_rule_that_does_not_exist_is_a_mistake_in_an_editor() -> None:
    assert not valid("suppressions: [{rule: nonsense, path: a, reason: b}]")


def test_what_the_commented_lines_say_is_valid() -> None:
    lines = settings_text("").replace("# Settings of portbind-lint.", "## Settings").splitlines()
    text = "\n".join(line.removeprefix("# ") for line in lines if re.match(r"# (?:  |\w+:)", line))
    assert "until" in text
    assert valid(text)
