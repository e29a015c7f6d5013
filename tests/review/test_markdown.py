"""Markdown and plain text to blocks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portbind_lint.review.block import Block, BlockKind
from portbind_lint.review.markdown import read_markdown
from portbind_lint.review.plain import read_plain, read_settings

DOCUMENT = """\
# Larder

A pantry
server.

## Running

- one
  more
- two

  after

| NAME | Default |
| ---- | ------- |
| HOST | 0.0.0.0 |

```Bash copy
run it
```

<p>hi</p>

## Other

    indented
"""


def test_a_document_becomes_blocks_with_lines_and_headings() -> None:
    running = ("Larder", "Running")
    assert read_markdown(DOCUMENT) == (
        Block(BlockKind.HEADING, 1, "Larder", ("Larder",)),
        Block(BlockKind.PARAGRAPH, 3, "A pantry\nserver.", ("Larder",)),
        Block(BlockKind.HEADING, 6, "Running", running),
        Block(BlockKind.ITEM, 8, "one\nmore", running),
        Block(BlockKind.ITEM, 10, "two", running),
        Block(BlockKind.ITEM, 12, "after", running),
        Block(BlockKind.ROW, 14, "NAME | Default", running),
        Block(BlockKind.ROW, 16, "HOST | 0.0.0.0", running),
        Block(BlockKind.CODE, 19, "run it\n", running, "bash"),
        Block(BlockKind.HTML, 22, "<p>hi</p>\n", running),
        Block(BlockKind.HEADING, 24, "Other", ("Larder", "Other")),
        Block(BlockKind.CODE, 26, "indented\n", ("Larder", "Other")),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- listens on 0.0.0.0 -->\n", "\n"),
        ("<!-- a\nb\n-->\n<p>jam</p>\n", "\n\n\n"),
        ("<p>one<!-- two -->\nthree</p>\n", "<p>one\nthree</p>\n"),
        ("<p>one\n<!-- two\nthree", "<p>one\n\n"),
        ("<p>no comment -- at all</p>\n", "<p>no comment -- at all</p>\n"),
    ],
)
def test_what_a_comment_says_is_not_said(text: str, said: str) -> None:
    assert read_markdown(text)[0].text == said


@pytest.mark.parametrize("hostile", [">" * 50_000, "- " * 50_000, "[a]: b\n" * 5_000, "[" * 100_000, "\0", ""])
def test_hostile_markdown_is_read(hostile: str) -> None:
    assert all(block.line >= 1 for block in read_markdown(hostile))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#>-*|`~<=[]() \n\tab1.\\", max_size=200))
def test_every_block_stands_in_the_document(text: str) -> None:
    last = text.count("\n") + 2
    for read in (read_markdown, read_plain, read_settings):
        assert all(1 <= block.line <= last for block in read(text))


def test_plain_text_has_headings_paragraphs_and_items() -> None:
    text = "Larder\n======\n\nA pantry\nserver.\n- one\n- two\n\n== Running\nrun it"
    assert read_plain(text) == (
        Block(BlockKind.HEADING, 1, "Larder", ("Larder",)),
        Block(BlockKind.PARAGRAPH, 4, "A pantry\nserver.", ("Larder",)),
        Block(BlockKind.ITEM, 6, "- one", ("Larder",)),
        Block(BlockKind.ITEM, 7, "- two", ("Larder",)),
        Block(BlockKind.HEADING, 9, "Running", ("Running",)),
        Block(BlockKind.PARAGRAPH, 10, "run it", ("Running",)),
    )


def test_settings_are_read_by_line() -> None:
    text = "# Who connects:\n# browsers\nHOST=x\n\n# PORT=3\n; host: x\n  // Note: of it"
    assert read_settings(text) == (
        Block(BlockKind.COMMENT, 1, " Who connects:\n browsers"),
        Block(BlockKind.SETTING, 3, "HOST=x"),
        Block(BlockKind.SETTING, 5, "# PORT=3"),
        Block(BlockKind.SETTING, 6, "; host: x"),
        Block(BlockKind.COMMENT, 7, " Note: of it"),
    )
