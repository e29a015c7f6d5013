"""The pages of `docs/` that are written as a whole from the code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import dedent, wrap
from unittest.mock import patch

from portbind_lint import commands
from portbind_lint.catalogue.load import load_catalogue
from portbind_lint.config.settings import Config
from portbind_lint.exit_codes import MEANINGS
from portbind_lint.judge.engine import all_rules
from portbind_lint.model.library import Library
from portbind_lint.report.parts.explain import library_facts
from portbind_lint.report.parts.rule_page import rule_page
from tests import config_schema
from tests.documents import architecture, report_schema
from tests.documents.tables import markdown_table
from tests.example_reports import ROOT, run
from tests.oracle import pages as libraries

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
RULES = REFERENCE / "rules"
_WIDTH = 88
_LABEL = 17
_NOTE = "<!-- Written by python -m tests.regenerate; what is changed here by hand is lost. -->\n\n"


def expected() -> dict[Path, str]:
    """Every such file with what it should hold."""
    return {
        libraries.PAGE: libraries.page(),
        config_schema.FILE: config_schema.text(),
        report_schema.FILE: report_schema.text(),
        REFERENCE / "report.md": _NOTE + report_schema.page(),
        REFERENCE / "proofs.md": _NOTE + "".join(_proofs()),
        REFERENCE / "commands.md": _NOTE + "".join(_commands()),
        REFERENCE / "configuration.md": _NOTE + _configuration(),
        REFERENCE / "rules.md": _NOTE + _rules(),
        DOCS / "architecture.md": _NOTE + architecture.page(),
        **{RULES / f"{rule.id}.md": rule_page(rule) for rule in all_rules()},
    }


def _rules() -> str:
    heads = ("rule", "verdict", "security-severity", "fires when")
    rows = [
        (
            f"[`{rule.id}`](rules/{rule.id}.md)",
            rule.verdict.value.upper() if rule.severity else "none",
            f"{rule.severity:.1f}" if rule.severity else "a note",
            rule.title,
        )
        for rule in all_rules()
    ]
    return (
        "# Rules\n\nIn the order of [the decision table](../evidence.md): the first one that matches decides. A rule "
        "keeps its id and\nits severity for ever. Each page is the docstring of the rule's file, the text of "
        "`portbind-lint explain RULE`, and the\nhelp in SARIF; the code on it is run by the tests.\n\n"
        + markdown_table(heads, rows)
    )


def _proofs() -> Iterator[str]:
    yield (
        "# How each default was established\n\nOne section for each library, runtime and tool of the catalogue: what "
        "`portbind-lint explain NAME` prints, without\nthe examples. *Proven by* says how the default was established: "
        "by running the library and looking at the socket, by\nreading its source, or by its documentation. Which "
        "versions were run is in [the table of the libraries](libraries.md).\n"
    )
    for name, entries in groupby(sorted(load_catalogue().libraries, key=_sorted), key=_named):
        yield f"\n## {name}\n"
        for library in entries:
            lines = [part for line in library_facts(library) for part in _wrapped(line)]
            facts = dedent("\n".join(lines)).strip("\n")
            yield f"\n```text\n{facts}\n```\n"


def _named(library: Library) -> str:
    return library.name


def _wrapped(line: str) -> list[str]:
    """The line in pieces that fit a page, the later ones under the text of the first."""
    indent = " " * (_LABEL if line.startswith("  ") and line[_LABEL - 2 : _LABEL] == "  " else 2)
    return wrap(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _sorted(library: Library) -> str:
    return library.name.casefold()


def _commands() -> Iterator[str]:
    yield "# Commands\n\nWhat `--help` prints.\n"
    for name in ("", *commands.names()):
        with patch.dict(os.environ, {"COLUMNS": "100", "NO_COLOR": "1"}):
            _, printed = run([*([name] if name else []), "--help"])
        yield f"\n## portbind-lint {name}".rstrip() + f"\n\n```text\n{printed.rstrip()}\n```\n"
    yield "\n## Exit codes\n\n"
    yield markdown_table(("code", "meaning"), [(str(code), meaning) for code, meaning in MEANINGS.items()])


def _configuration() -> str:
    schema = config_schema.schema()["properties"]
    assert isinstance(schema, dict)
    rows = [(f"`{key}`", _values(facts), _default(key), facts["description"]) for key, facts in schema.items()]
    suppression = schema["suppressions"]["items"]
    needed = suppression["required"]
    silenced = [
        (f"`{key}`", "required" if key in needed else "optional", facts["description"])
        for key, facts in suppression["properties"].items()
    ]
    library = schema["libraries"]["items"]
    keys = ", ".join(f"`{key}`" for key in library["properties"])
    return (
        "# Settings\n\n`.portbind.yml` in the root of the analysed repository, or the file that `--config` names. "
        "An unknown key is an error that\nnames the nearest known one. Editors check the file with "
        "[portbind.schema.json](portbind.schema.json).\n\n"
        + markdown_table(("key", "values", "default", "meaning"), rows)
        + "\n## An entry of `suppressions`\n\n"
        + markdown_table(("key", "", "meaning"), silenced)
        + f"\n## An entry of `libraries`\n\nA package of one's own that listens, described by the keys of the "
        f"catalogue's files: {keys}.\nRequired are {', '.join(f'`{key}`' for key in library['required'])}, and one of "
        "`listeners`, `configs` and\n`commands`; one of its `examples` has to be exposed and one not. They are checked "
        "as the catalogue's own are.\n"
    )


def _values(facts: dict[str, object]) -> str:
    choices = facts.get("enum")
    if isinstance(choices, list):
        return ", ".join(f"`{choice}`" for choice in choices if choice is not None)
    return "a list" if "array" in str(facts["type"]) else "a path"


def _default(key: str) -> str:
    value = getattr(Config(), key.replace("-", "_"))
    return f"`{value}`" if isinstance(value, str) and value else "none"
