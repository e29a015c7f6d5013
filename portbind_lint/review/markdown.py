"""Markdown to blocks, by markdown-it with everything left out that we do not need or that hostile text could exploit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portbind_lint.review.block import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

# Deeper quotes and lists are read as nothing by markdown-it itself.
_NESTING = 20


def read_markdown(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown document in order; front matter and link definitions read as paragraphs."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    # Inline markup is not needed, and collecting link definitions costs quadratic time on a document of nothing else.
    parser.disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return tuple(_blocks(parser.parse(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    headings: list[tuple[int, str]] = []
    items = 0
    row: list[str] | None = None
    for index, token in enumerate(tokens):
        path = tuple(title for _, title in headings)
        line = token.map[0] + 1 if token.map else 0
        match token.type:
            case "heading_open":
                level, title = int(token.tag[1:]), tokens[index + 1].content
                while headings and headings[-1][0] >= level:
                    headings.pop()
                headings.append((level, title))
                yield Block(BlockKind.HEADING, line, title, path)
            case "list_item_open":
                items += 1
            case "list_item_close":
                items -= 1
            case "tr_open":
                row = []
            case "tr_close" if row is not None:
                yield Block(BlockKind.ROW, _row_line(tokens, index), " | ".join(row), path)
                row = None
            case "inline" if row is not None:
                row.append(token.content)
            case "inline" if tokens[index - 1].type == "paragraph_open":
                yield Block(BlockKind.ITEM if items else BlockKind.PARAGRAPH, line, token.content, path)
            case "fence":
                language = token.info.strip().split(" ")[0].lower()
                yield Block(BlockKind.CODE, line + 1, token.content, path, language)
            case "code_block":
                yield Block(BlockKind.CODE, line, token.content, path)
            case "html_block":
                yield Block(BlockKind.HTML, line, token.content, path)


def _row_line(tokens: Sequence[Token], close: int) -> int:
    """The line of the row that ends at `close`: its cells know it."""
    for token in reversed(tokens[:close][-3:]):
        if token.type == "inline" and token.map:
            return token.map[0] + 1
    return 1
