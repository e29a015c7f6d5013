"""Comments without an end: the parser would read to the end of the file at each of them."""

from __future__ import annotations

import pytest

from portbind_lint.model.source import NotAnalysed
from portbind_lint.parse.source import parse

MANY = 4_000


@pytest.mark.parametrize("parser", ["tree-sitter", "esprima"])
def test_a_file_of_comments_that_nobody_closes_is_not_analysed(parser: str) -> None:
    found = parse("a.js", b"/* closed */ listen(1);\n" + b"a /* \n" * MANY, parser)
    assert found == NotAnalysed("a.js", "too many comments that nobody closes")


@pytest.mark.parametrize(
    "source",
    [
        b"a /* \n" * MANY + b"*/",
        b"use('src/*', \"image/*\", `x/*`); // a/*\n" * MANY,
        b"a(/* b */ 1);\n" * MANY,
        b"a /* \n" * 20,
    ],
    ids=["one comment", "no comments", "closed", "few"],
)
def test_other_files_are_analysed(source: bytes) -> None:
    assert not isinstance(parse("a.ts", source), NotAnalysed)
