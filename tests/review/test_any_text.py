"""Whatever a document holds, it is read: its blocks stand in it, and each claim cites a line that is there."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.evaluate.data.yaml_tree import BrokenYamlError
from portbind_lint.review.descriptions import read_description
from portbind_lint.review.documents import Documents
from tests.review.papers import Papers

PIECES = (
    "0.0.0.0", "127.0.0.1", "all interfaces", "localhost", "listens on", "do not expose", "reverse proxy",
    "HOST", "--host", "=", "# ", "## Deploy\n", "- ", "1. ", "> ", "|", "|-|\n", "```\n", "~~~", "`", "[a](b)",
    "[a]: b\n", "![a](b)", "<b>", "<!--", "-->", "<details>", "&amp;", "\n", "\n\n", "    ", "\t", "*", "_",
    "**", "\\", "\0", "\x1b[2J", "\u2028", "\u202e", "\udcff", "\r", "://", "\x0c", "\x85", ".", " ", "a", ": ",
    "{{ x }}", "{%", "+++\n", "---\n", ".. note::\n", "====\n", "import x\n", "export ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


@pytest.mark.parametrize(
    "path", ["README.md", "README", "README.rst", "docs/deploy.mdx", ".env.example", "docs/a.html"]
)
@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_document(path: str, text: str) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    documents = Documents(Papers({"package.json": "{}", path: text, "server.ts": ""}))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for ref in documents.speaking_for("server.ts"):
        for claim in documents.claims(ref.path):
            assert claim.location.path == ref.path
            assert 1 <= claim.location.line <= len(lines)
            assert claim.location.text == lines[claim.location.line - 1]


@given(st.lists(st.sampled_from((*"{}[]:,&*<>|-?!\"' \n\t0", "url", "servers", "<<", "!!python/x")), max_size=50))
@settings(max_examples=200, deadline=None)
def test_a_description(pieces: list[str]) -> None:
    with suppress(BrokenYamlError):
        text = "".join(pieces)
        assert all(1 <= block.line <= text.count("\n") + 1 for block in read_description(text))
