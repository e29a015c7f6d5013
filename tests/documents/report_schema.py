"""The JSON report, described: its JSON Schema for programs, and the page that is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum

from portbind_lint.model.evidence import ArchitectureKind, AuthMode, ControlKind, DocumentationStatus
from portbind_lint.model.report import SilencedBy
from portbind_lint.model.site import AddressClass, Context
from portbind_lint.model.verdict import Verdict
from tests.documents.tables import markdown_table
from tests.example_reports import ROOT

FILE = ROOT / "docs" / "reference" / "report.schema.json"

Schema = dict[str, object]

_ABOUT = """\
# The JSON report

`portbind-lint check --format json` prints one object, described by [report.schema.json](report.schema.json); every
report of the examples is validated with it. `sites` holds every listener, harmless ones too. Paths are POSIX, relative
to the root; lines and columns count from 1. The same tree gives the same bytes. Within `portbind-lint/1` keys are
added, never renamed or removed.

"""


def text() -> str:
    """The schema as it is committed."""
    return json.dumps(schema(), indent=2) + "\n"


def page() -> str:
    """A table of every key, in the order of the report."""
    rows = list(_rows("", schema()))
    return _ABOUT + markdown_table(("key", "type", "meaning"), rows)


def schema() -> Schema:
    """The schema of a whole report."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Report of portbind-lint check --format json",
        **_object(
            schema=_text("portbind-lint/1", const="portbind-lint/1"),
            tool=_object(name=_text("portbind-lint"), version=_text("The version that ran.")),
            summary=_summary(),
            sites=_list(_site(), "Every listener."),
            not_analysed=_list(
                _object(path=_path(), reason=_text("Why."), line=_number("Where, if it is not the whole file.")),
                "What could not be read or parsed; it is not counted as clean.",
                needs=("path", "reason"),
            ),
            notices=_list(
                _object(path=_path(), line=_number("Its line."), message=_text("What is wrong.")),
                "What is wrong with suppressions and the baseline.",
            ),
            left_out={
                "type": "object",
                "additionalProperties": {"type": "integer"},
                "description": "How many scripts were left out for which reason (installed, built, minified).",
            },
        ),
    }


def _summary() -> Schema:
    said = {
        "sites": "Listeners.",
        "high": "Findings of that verdict that are shown.",
        "medium": "Likewise.",
        "accept": "Listeners of that verdict.",
        "none": "Likewise: harmless, or of unknown address.",
        "suppressed": "Findings that a comment or the settings silence.",
        "baselined": "Findings that are in the baseline.",
        "unchanged": "Findings that --diff-base leaves out because they are not new.",
        "not_analysed": "Entries of not_analysed.",
    }
    return _object(**{key: _number(meaning) for key, meaning in said.items()})


def _site() -> Schema:
    evidence = _list(_line(claim=_text("What the line says to the reader.")), "The lines that decided.")
    return _object(
        path=_path(),
        line=_number("The line of the listening method's name, or of the configuration's key."),
        column=_number("Its column."),
        library=_text("The library, as the catalogue names it."),
        call=_text("The call as people write it."),
        context=_one_of(Context, "Whom the listener serves."),
        address=_address(),
        documentation=_object(
            status=_one_of(DocumentationStatus, "What the documents say about reaching it over a network."),
            evidence=evidence,
        ),
        architecture=_object(
            kind=_or_null(_one_of(ArchitectureKind, "What it is for; null where nothing is exposed.")),
            red_flag=_flag("Whether that speaks against the exposure."),
            evidence=evidence,
            mcp=_list(_line(claim=_text("What it says.")), "The lines by which an MCP server over HTTP is known."),
        ),
        auth=_one_of(AuthMode, "Whether callers must authenticate when nobody sets anything."),
        controls=_list(
            _object(
                kind=_one_of(ControlKind, "What it controls."),
                path=_path(),
                line=_number("Its line."),
                text=_text("That line."),
                mode=_one_of(AuthMode, "When it is on."),
            ),
            "What guards requests to this listener.",
        ),
        guidance=_object(present=_flag("Whether deployers are told how to expose it safely."), evidence=evidence),
        verdict=_one_of(Verdict, "The verdict."),
        rule=_or_null(_text("The rule that decided; null for accept and none.")),
        message=_text("What is said of it; the first sentence stands alone."),
        fingerprint=_text("Its identity, which holds no line number."),
        suppressed=_or_null(
            _object(
                path=_path(),
                line=_number("Where the suppression stands."),
                reason=_text("Its reason."),
                by=_one_of(SilencedBy, "What silences it."),
                meaning="What silences the finding; null where nothing does.",
            )
        ),
        fix=_or_null(_fix()),
        gone=_list(
            _line(gave=_text("What the line had given."), removed=_flag("Whether the line is gone, not only changed.")),
            "With --diff-base: lines of the older state that had kept this from being a finding.",
        ),
    )


def _address() -> Schema:
    return _object(
        **{"class": _one_of(AddressClass, "What is bound when nobody sets anything.")},
        value=_text("The address as written, or the library's default; empty where unknown."),
        configurable=_flag("Whether it can be changed without editing code."),
        trail=_list(
            _object(path=_path(), line=_number("Line."), column=_number("Column."), text=_text("What stands there.")),
            "The steps from the call to where the value is written.",
        ),
        settings=_list(_text("For example `env HOST` or `flag --host`."), "What changes it."),
        alternatives=_list(_text("An outcome with its condition."), "What else it can become."),
        reason=_text("Why it is unknown; empty otherwise."),
    )


def _fix() -> Schema:
    edit = _object(
        path=_path(),
        line=_number("Line."),
        column=_number("First column."),
        end_column=_number("The column after the last."),
        replacement=_text("What to write there."),
    )
    found = _object(
        change=_text("The change in words."),
        effect=_text("What other machines can then no longer reach."),
        edits=_list(edit, "Edits that make it local; empty where there is no certain one."),
        reason=_text("Why there is no certain edit."),
        meaning="Null where no fix was asked for or none is needed.",
    )
    return {**found, "required": ["edits"]}


def _object(meaning: str = "", **properties: Schema) -> Schema:
    described = {"description": meaning} if meaning else {}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
        **described,
    }


def _list(items: Schema, meaning: str, needs: tuple[str, ...] = ()) -> Schema:
    required = {"required": list(needs)} if needs else {}
    return {"type": "array", "items": {**items, **required}, "description": meaning}


def _line(**more: Schema) -> Schema:
    return _object(path=_path(), line=_number("Line."), text=_text("That line."), **more)


def _path() -> Schema:
    return _text("A file of the repository.")


def _text(meaning: str, **more: object) -> Schema:
    return {"type": "string", "description": meaning, **more}


def _number(meaning: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": meaning}


def _flag(meaning: str) -> Schema:
    return {"type": "boolean", "description": meaning}


def _one_of(values: type[Enum], meaning: str) -> Schema:
    return {"enum": [member.value for member in values], "description": meaning}


def _or_null(inner: Schema) -> Schema:
    return {"anyOf": [{"type": "null"}, inner]}


def _rows(key: str, found: Schema) -> Iterator[tuple[str, str, str]]:
    """The keys below `key`, each before its own; `[]` stands for the entries of a list."""
    options = found.get("anyOf")
    if isinstance(options, list):
        yield from _rows(key, {**options[1], "null": True})
        return
    if key:
        yield f"`{key}`", _kind(found), str(found.get("description", ""))
    properties = found.get("properties")
    if isinstance(properties, dict):
        for name, inner in properties.items():
            yield from _rows(f"{key}.{name}" if key else name, inner)
    items = found.get("items")
    if isinstance(items, dict) and "properties" in items:
        for name, inner in items["properties"].items():
            yield from _rows(f"{key}[].{name}", inner)


def _kind(found: Schema) -> str:
    choices = found.get("enum")
    kind = ", ".join(f"`{choice}`" for choice in choices) if isinstance(choices, list) else str(found["type"])
    return f"{kind} or null" if found.get("null") else kind
