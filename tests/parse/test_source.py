from __future__ import annotations

import subprocess
import sys

import pytest

from portbind_lint.model.source import Language, Location, NotAnalysed
from portbind_lint.model.syntax import Node
from portbind_lint.parse.source import parse
from portbind_lint.parse.text import MAX_BYTES
from tests.parse.rendered import module


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a.js", Language.JAVASCRIPT),
        ("a.mjs", Language.JAVASCRIPT),
        ("a.cjs", Language.JAVASCRIPT),
        ("a.jsx", Language.JAVASCRIPT),
        ("bin/start", Language.JAVASCRIPT),
        ("a.ts", Language.TYPESCRIPT),
        ("a.mts", Language.TYPESCRIPT),
        ("a.d.CTS", Language.TYPESCRIPT),
        ("a.tsx", Language.TSX),
    ],
)
def test_the_ending_selects_the_grammar(path: str, language: Language) -> None:
    m = module("#!/usr/bin/env node\nlisten()", path)
    assert (m.path, m.language, len(m.calls("listen"))) == (path, language, 1)


def test_annotated_javascript_is_read_with_the_typed_grammar() -> None:
    m = module("// @flow\nconst f = (host: string, port: number): Server => app.listen(port, host);", "a.js")
    assert (m.language, m.problems, len(m.calls("listen"))) == (Language.TSX, (), 1)


@pytest.mark.parametrize(
    "code",
    [
        "load<typeof import('./m')>()",
        'load<typeof import( "m" ), string>()',
        "const f = (res: import('http').ServerResponse<import('http').IncomingMessage>) => 1",
        "let a: import('m').T[]",
    ],
)
def test_types_that_are_imported_in_place_are_no_errors(code: str) -> None:
    m = module(f"{code}; import('n'); listen()")
    assert (m.problems, m.sources, len(m.calls("listen"))) == ((), ("n",), 1)
    assert len(module(f"let a = ; {code}; listen()").calls("listen")) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x47\x40\x00\x10\x00" * 40, "binary data, not source text"),
        (b"var a = '\xff\xfe\xfd\xfc'", "not UTF-8 text"),
        (b" " * (MAX_BYTES + 1), "larger than 16 MB"),
    ],
)
def test_what_is_no_source_text_is_not_analysed(data: bytes, reason: str) -> None:
    assert parse("a.ts", data) == NotAnalysed("a.ts", reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_byte_order_marks_are_understood(encoding: str) -> None:
    code = "listen('é')"
    mark = "\ufeff" if encoding in ("utf-16-be", "utf-16-le") else ""
    m = parse("a.ts", (mark + code).encode(encoding))
    assert not isinstance(m, NotAnalysed)
    (call,) = m.calls("listen")
    assert m.location(call) == Location("a.ts", 1, 1, 1, 12)
    assert m.location(call).text == code


def test_a_few_bytes_that_are_not_utf8_are_replaced() -> None:
    m = parse("a.js", b"// caf\xe9, an accent from long ago, in a comment that is otherwise plain\nlisten('x')\n")
    assert not isinstance(m, NotAnalysed)
    assert len(m.calls("listen")) == 1
    assert m.comments("caf")[0].text.startswith("// caf\ufffd, an")


def test_broken_source_says_where_and_still_gives_the_rest() -> None:
    m = module("a = 1;\nlet b = ;\n\nlisten(1)\n")
    assert len(m.calls("listen")) == 1
    assert m.problems == (NotAnalysed("a.ts", "syntax error", 2),)
    assert module("a = 1\nif (b {}\n").problems == (NotAnalysed("a.ts", "syntax error: ) expected", 2),)


def test_names_in_types_that_the_grammar_refuses_hide_nothing() -> None:
    assert module("interface A { abstract?: string }\nlet a: { abstract: 1 }\n", path="a.ts").problems == ()
    assert [p.line for p in module("interface A {\n  x: {{\napp.listen(3000)\n", path="a.ts").problems] == [1]


@pytest.mark.parametrize(("text", "broken"), [("Salt & pepper", 0), ("Salt &&", 0), ("Salt & {a.listen(}", 1)])
def test_a_bare_ampersand_between_tags_is_text(text: str, broken: int) -> None:
    assert len(module(f"const a = <b>{text}</b>\n", path="a.tsx").problems) == broken


def test_many_problems_are_counted() -> None:
    m = module("let a = ;\n" * 20)
    assert [problem.line for problem in m.problems[:5]] == [1, 2, 3, 4, 5]
    assert m.problems[5].reason == "15 more syntax errors"
    assert module("let a = ;\n" * 2_000).problems[-1].reason == "many more syntax errors"


def test_too_deep_a_nest_is_a_problem_once_it_is_met() -> None:
    m = module("f(" * 2_000 + "listen()" + ")" * 2_000)
    assert (m.problems, m.calls("listen")) == ((), ())
    assert m.problems == (NotAnalysed("a.ts", "nested too deeply", 1),)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("x", (1, 1, 1, 2)),
        ("\n  x", (2, 3, 2, 4)),
        ("a\r\nx", (2, 1, 2, 2)),
        ("a\rx", (2, 1, 2, 2)),
        ("/* \U0001f600é */ x", (1, 11, 1, 12)),
        ("'" + "\U0001f600" * 5_000 + "'; x", (1, 10_005, 1, 10_006)),
        ("'" + "a" * 10_000 + "'; x", (1, 10_005, 1, 10_006)),
    ],
)
def test_columns_count_utf16_units(code: str, place: tuple[int, int, int, int]) -> None:
    m = module(code)
    found = m.location(m.references("x")[-1].node)
    assert (found.line, found.column, found.end_line, found.end_column) == place


def test_a_node_over_several_lines_ends_with_its_first() -> None:
    m = module("listen(\r\n  1,\r\n)")
    assert m.location(m.calls("listen")[0]) == Location("a.ts", 1, 1, 1, 8)
    assert m.location(m.calls("listen")[0]).text == "listen("


def test_offsets_outside_the_file_are_clamped() -> None:
    m = module("\ufeffa\n")
    assert m.location_at(-5) == Location("a.ts", 1, 1, 1, 1)
    assert m.location_at(1) == Location("a.ts", 1, 1, 1, 1)
    assert m.location_at(99) == Location("a.ts", 2, 1, 2, 1)
    assert m.location(Node(99, 3)) == Location("a.ts", 2, 1, 2, 1)
    assert m.text(Node(3, 4)) == "a"


def test_a_long_line_is_cut_in_the_text_only() -> None:
    m = module("'" + "é" * 5_000 + "'; x")
    found = m.location(m.references("x")[-1].node)
    assert (found.column, len(found.text)) == (5_005, 2_000)


def test_comments_that_hold_a_text() -> None:
    m = module("#!/bin/mark\n// mark one\nconst mark = 'mark'; /* mark mark\n mark */ `mark`\n<!-- mark\n", "a.js")
    assert [made.text for made in m.comments("mark")][:3] == ["#!/bin/mark", "// mark one", "/* mark mark\n mark */"]
    assert m.comments("") == ()


def test_the_parser_is_not_loaded_by_the_door() -> None:
    code = "import sys, portbind_lint.parse.source; sys.exit('tree_sitter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
